import { AS_OF_DAY, addYears, ageAt, type Day, yearOf } from './days.ts';
import { isPresent, marry, type PersonDraft, type Union, unionEnd } from './draft.ts';
import type { Random } from './random.ts';

/** Least ages of marriage (Law on Marriage and Family 2014, article 8): 18 for women, 20 for men. */
const WIFE_MIN_AGE = 18;
const HUSBAND_MIN_AGE = 20;

/** How much older a husband may be; below the 18 years that lie between parents and children. */
const MAX_GAP_YEARS = 15;
const MIN_GAP_YEARS = -6;

/** Remarriages beyond this age are too rare to matter. */
const MAX_AGE_OF_REMARRIAGE = 65;

/** A week or two pass between an event and the day the country shows. */
const LAST_EVENT_DAY = AS_OF_DAY - 14;

/** Marries the people among each other, ends some marriages, and lets some of the divorced and widowed marry again. */
export function formUnions(people: readonly PersonDraft[], random: Random): Union[] {
  const men = bucketByBirthYear(people.filter((person) => person.sex === 'MALE'));
  const women = people.filter((person) => person.sex === 'FEMALE');
  const first = women.flatMap((woman) => firstUnion(woman, men, random));
  for (const union of first) if (random.chance(0.06)) divorce(union, random);
  const second = remarriages(people, random);
  return [...first, ...second];
}

function firstUnion(woman: PersonDraft, men: Buckets, random: Random): Union[] {
  const age = ageAt(woman.birthDay, woman.deathDay ?? AS_OF_DAY);
  if (!random.chance(marriedShare(age))) return [];
  const gap = Math.round(random.normal(2.5, 3));
  const weddingDay = addYears(woman.birthDay, WIFE_MIN_AGE) + Math.floor(yearsAfterMinimum(random) * 365);
  return findHusband(woman, gap, weddingDay, men, random);
}

function yearsAfterMinimum(random: Random): number {
  return Math.max(0, random.normal(5.5, 3));
}

function marriedShare(age: number): number {
  if (age < WIFE_MIN_AGE) return 0;
  if (age < 20) return 0.1;
  if (age < 25) return 0.5;
  if (age < 30) return 0.82;
  return age < 35 ? 0.9 : 0.95;
}

/** A free man of about the right age, looked for in ever more distant years. */
function findHusband(woman: PersonDraft, gap: number, wish: Day, men: Buckets, random: Random): Union[] {
  for (let distance = 0; distance <= 10; distance += 1) {
    const step = Math.ceil(distance / 2) * (distance % 2 === 0 ? 1 : -1);
    const years = gap + step;
    if (years > MAX_GAP_YEARS - 1 || years < MIN_GAP_YEARS) continue;
    const bucket = men.get(yearOf(woman.birthDay) - years) ?? [];
    for (let attempt = 0; attempt < 3 && bucket.length > 0; attempt += 1) {
      const index = random.integer(0, bucket.length - 1);
      const man = bucket[index];
      if (man === undefined) break;
      const day = possibleWedding(man, woman, wish, random);
      if (day === undefined) continue;
      bucket[index] = bucket.at(-1) ?? man;
      bucket.pop();
      return [marry(man, woman, day)];
    }
  }
  return [];
}

/** The wished day or the first possible one after it; `undefined` when one dies before or they were married once. */
function possibleWedding(man: PersonDraft, woman: PersonDraft, wish: Day, random: Random): Day | undefined {
  if (woman.unions.some((union) => union.husband === man)) return undefined;
  const earliest = Math.max(
    wish,
    addYears(man.birthDay, HUSBAND_MIN_AGE) + random.integer(0, 700),
    ...[man, woman].flatMap((person) => person.unions.map((union) => unionEnd(union) + 200)),
  );
  return earliest <= lastCommonDay(man, woman) ? earliest : undefined;
}

function lastCommonDay(...people: readonly PersonDraft[]): Day {
  const ends = people.map((person) => (person.deathDay ?? person.missingDay ?? Infinity) - 60);
  return Math.min(LAST_EVENT_DAY, ...ends);
}

function divorce(union: Union, random: Random): void {
  const last = lastCommonDay(union.husband, union.wife);
  const first = union.from + 500;
  if (first <= last) union.divorcedOn = random.integer(first, Math.min(last, first + 7300));
}

function remarriages(people: readonly PersonDraft[], random: Random): Union[] {
  const single = people.filter(
    (person) => isPresent(person) && person.unions.some((union) => unionEnd(union) < Infinity),
  );
  const men = bucketByBirthYear(single.filter((person) => person.sex === 'MALE'));
  const women = single.filter(
    (person) => person.sex === 'FEMALE' && ageAt(person.birthDay, AS_OF_DAY) < MAX_AGE_OF_REMARRIAGE,
  );
  return women.flatMap((woman) => {
    if (!random.chance(0.35)) return [];
    const wish = Math.max(...woman.unions.map(unionEnd)) + random.integer(200, 2000);
    return findHusband(woman, Math.round(random.normal(3, 3)), wish, men, random);
  });
}

type Buckets = ReadonlyMap<number, PersonDraft[]>;

/** People by the year of their birth. */
export function bucketByBirthYear(people: Iterable<PersonDraft>): Map<number, PersonDraft[]> {
  const buckets = new Map<number, PersonDraft[]>();
  for (const person of people) {
    const year = yearOf(person.birthDay);
    const bucket = buckets.get(year);
    if (bucket === undefined) buckets.set(year, [person]);
    else bucket.push(person);
  }
  return buckets;
}
