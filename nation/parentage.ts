import { AS_OF_DAY, addYears, ageAt, type Day, yearOf } from './days.ts';
import { isPresent, type PersonDraft, setParent, type Union, unionEnd } from './draft.ts';
import type { Random } from './random.ts';
import { bucketByBirthYear } from './unions.ts';

/** Parents are 18 to 45 years older than their children. */
const MIN_AGE_GAP = 18;
const MAX_AGE_GAP = 45;

/** Days between two births by one mother, and between conception and birth. */
const BETWEEN_BIRTHS = 330;
const PREGNANCY = 270;

/** Births since the 1990s were fewer per mother. */
const SMALL_FAMILIES_SINCE = 1968;

/**
 * Finds parents for the people, oldest first: couples for most, an unmarried mother for a few (whose father may
 * recognise the child later), nobody for many of the old and some adults whose parents' records were never entered.
 */
export function assignParents(people: readonly PersonDraft[], random: Random): void {
  const women = people.filter((person) => person.sex === 'FEMALE');
  const wives = bucketByBirthYear(women.filter((woman) => woman.unions.length > 0));
  const unmarried = bucketByBirthYear(women.filter((woman) => woman.unions.length === 0));
  const bachelors = bucketByBirthYear(
    people.filter((person) => person.sex === 'MALE' && person.unions.length === 0 && isPresent(person)),
  );
  for (const child of people) {
    const minor = isMinor(child);
    if (!minor && random.chance(0.12)) continue;
    if (child.unions.length === 0 && random.chance(0.05)) {
      bornToUnmarriedMother(child, unmarried, bachelors, random);
    }
    if (child.mother === null) bornToCouple(child, wives, minor ? 30 : 8, random);
  }
}

/** Whether somebody is alive and under 18, the age of majority (Civil Code 2015, article 20). */
export function isMinor(person: PersonDraft): boolean {
  return person.deathDay === null && addYears(person.birthDay, 18) > AS_OF_DAY;
}

function bornToCouple(child: PersonDraft, wives: Buckets, attempts: number, random: Random): void {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const mother = drawMother(child, wives, random);
    const union = mother === undefined ? undefined : unionAtBirth(mother, child);
    if (mother === undefined || union === undefined || areKin(child, union)) continue;
    setParent(child, 'mother', mother);
    setParent(child, 'father', union.husband);
    child.parentsUnion = union;
    return;
  }
}

/** A woman of a likely age who can have borne the child. */
function drawMother(child: PersonDraft, women: Buckets, random: Random): PersonDraft | undefined {
  const age = Math.min(MAX_AGE_GAP - 1, Math.max(MIN_AGE_GAP, Math.round(random.normal(27, 4.6))));
  const bucket = women.get(yearOf(child.birthDay) - age) ?? [];
  if (bucket.length === 0) return undefined;
  const mother = random.pick(bucket);
  const most = yearOf(mother.birthDay) < SMALL_FAMILIES_SINCE ? 6 : 3;
  const last = mother.children.at(-1);
  if (mother === child || mother.children.length >= most) return undefined;
  if (last !== undefined && child.birthDay - last.birthDay < BETWEEN_BIRTHS) return undefined;
  if (!isOfParentsAge(mother, child)) return undefined;
  return livedUntil(mother) >= child.birthDay ? mother : undefined;
}

function isOfParentsAge(parent: PersonDraft, child: PersonDraft): boolean {
  const gap = ageAt(parent.birthDay, child.birthDay);
  return gap >= MIN_AGE_GAP && gap < MAX_AGE_GAP;
}

function livedUntil(person: PersonDraft): Day {
  return person.deathDay ?? person.missingDay ?? Infinity;
}

/** The marriage within which the child was born. */
function unionAtBirth(mother: PersonDraft, child: PersonDraft): Union | undefined {
  return mother.unions.find(
    (union) =>
      union.from + 200 <= child.birthDay &&
      unionEnd(union) + PREGNANCY >= child.birthDay &&
      (union.husband.missingDay ?? Infinity) + PREGNANCY >= child.birthDay &&
      isOfParentsAge(union.husband, child),
  );
}

/**
 * Marriage is forbidden between relatives within three generations (Law on Marriage and Family 2014, article 5):
 * somebody who is already married must not get parents who make a spouse such a relative.
 */
function areKin(child: PersonDraft, parents: Union): boolean {
  if (child.unions.length === 0) return false;
  const own = ancestors([parents.husband, parents.wife]);
  return child.unions.some(({ husband, wife }) => {
    const spouse = husband === child ? wife : husband;
    return [spouse, ...ancestors([spouse.father, spouse.mother])].some((person) => own.includes(person));
  });
}

function ancestors(parents: readonly (PersonDraft | null)[]): readonly PersonDraft[] {
  return parents.flatMap((parent) => [parent, parent?.father, parent?.mother]).filter((one) => one != null);
}

function bornToUnmarriedMother(
  child: PersonDraft,
  unmarried: Buckets,
  bachelors: Buckets,
  random: Random,
): void {
  const mother = drawMother(child, unmarried, random);
  if (mother === undefined) return;
  setParent(child, 'mother', mother);
  if (random.chance(0.4)) return;
  const father = random.pick(bachelors.get(yearOf(mother.birthDay) - random.integer(0, 5)) ?? [null]);
  const on = child.birthDay + random.integer(150, 2200);
  if (father === null || father === child || !isOfParentsAge(father, child)) return;
  if (on >= AS_OF_DAY || on >= livedUntil(child)) return;
  setParent(child, 'father', father);
  child.recognition = { parent: father, on };
}

/**
 * Gives a guardian (người giám hộ) to each minor without a present parent, and a representative to a few adults
 * who cannot act for themselves (Civil Code 2015, articles 47 and 136).
 */
export function assignGuardians(people: readonly PersonDraft[], random: Random): void {
  const guardians = people.filter((person) => {
    const age = ageAt(person.birthDay, AS_OF_DAY);
    return isPresent(person) && age >= 28 && age < 68;
  });
  for (const person of people) {
    if (!isPresent(person)) continue;
    const family = [person.mother, person.father].filter((parent) => parent !== null && isPresent(parent));
    if (isMinor(person)) {
      if (family.length === 0) person.guardian = relativeOf(person) ?? random.pick(guardians);
    } else if (random.chance(0.001)) {
      person.guardian = family[0] ?? null;
    }
  }
}

/** An adult brother or sister of a parent, or an own one. */
function relativeOf(minor: PersonDraft): PersonDraft | undefined {
  const parents = [minor.mother, minor.father];
  const grandparents = parents.flatMap((parent) => [parent?.mother, parent?.father]);
  return [...parents, ...grandparents]
    .flatMap((elder) => elder?.children ?? [])
    .find((person) => isPresent(person) && ageAt(person.birthDay, AS_OF_DAY) >= 21);
}

type Buckets = ReadonlyMap<number, readonly PersonDraft[]>;
