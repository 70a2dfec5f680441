import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, isPartialDate, yearsBetween } from '../contract/calendar.ts';
import {
  checkOldIdNumber,
  checkPersonalId,
  personalIdBirthYear,
  personalIdSex,
} from '../contract/identifiers.ts';
import { officialCommunes } from './communes.fixture.ts';
import { AS_OF, createNation, type Nation, type Person, type Place } from './index.ts';
import { duplicates, nationOf } from './nation.fixture.ts';

const nation = nationOf(2000);
const communes = new Map(officialCommunes().map((unit) => [unit.code, unit]));
const living = nation.people.filter(({ deathOrMissing }) => deathOrMissing === null);

function share(people: readonly Person[], holds: (person: Person) => boolean): number {
  return (100 * people.filter(holds).length) / people.length;
}

function age(person: Person): number {
  return yearsBetween(person.birthDate, AS_OF);
}

/** What is wrong with people's numbers and parents; empty when nothing is. */
function problems({ people }: Nation): readonly string[] {
  const byId = new Map(people.map((person) => [person.personalId, person]));
  return people.flatMap((person) => [...numberProblems(person), ...parentProblems(person, byId)]);
}

function numberProblems(person: Person): readonly string[] {
  const { personalId, birthDate, sex, birthRegistrationPlace } = person;
  const found: string[] = [];
  const problem = checkPersonalId(personalId);
  if (problem !== undefined) found.push(`${personalId}: ${problem}`);
  if (personalIdSex(personalId) !== sex) found.push(`${personalId}: sex`);
  if (personalIdBirthYear(personalId) !== Number(birthDate.slice(0, 4)))
    found.push(`${personalId}: birth year`);
  if ((personalId.slice(0, 3) === '900') !== (birthRegistrationPlace.country !== 'VN')) {
    found.push(`${personalId}: place`);
  }
  const unit = communes.get(birthRegistrationPlace.communeCode ?? '');
  if (unit !== undefined && !unit.formerProvinceCodes.includes(personalId.slice(1, 3))) {
    found.push(`${personalId}: old province`);
  }
  return found;
}

function parentProblems(person: Person, byId: ReadonlyMap<string, Person>): readonly string[] {
  return (['fatherId', 'motherId'] as const).flatMap((side) => {
    const id = person[side];
    if (id === null) return [];
    const parent = byId.get(id);
    if (parent === undefined) return [`${person.personalId}: ${side} is nobody`];
    const gap = yearsBetween(parent.birthDate, person.birthDate);
    // A year-only date leaves the gap uncertain by one.
    if (gap < 17 || gap > 46) return [`${person.personalId}: ${side} is ${gap} years older`];
    return parent.sex === (side === 'fatherId' ? 'MALE' : 'FEMALE')
      ? []
      : [`${person.personalId}: ${side} sex`];
  });
}

describe('people', () => {
  it('have valid numbers that agree with sex, birth year and old province, and parents of the right age', () => {
    expect(problems(nation)).toEqual([]);
  });

  it('would be found out if a sex or a parent were wrong', () => {
    const child = nation.people.findLast(({ motherId }) => motherId !== null);
    if (child === undefined) throw new Error('no child');
    const broken: Person = {
      ...child,
      sex: child.sex === 'MALE' ? 'FEMALE' : 'MALE',
      motherId: child.fatherId,
    };
    expect(problems({ ...nation, people: [...nation.people, broken] })).toEqual([
      `${child.personalId}: sex`,
      `${child.personalId}: motherId sex`,
    ]);
  });

  it('are as many as asked for, and keep these rules for any seed and size', () => {
    const sizes = fc.integer({ min: 200, max: 500 });
    fc.assert(
      fc.property(sizes, fc.integer(), (citizens, seed) => {
        const any = createNation({ citizens, seed, communes: officialCommunes() });
        expect(any.people).toHaveLength(citizens);
        expect(problems(any)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it('never share a number, former numbers included', () => {
    const ids = nation.people.flatMap(({ personalId, formerPersonalIds }) => [
      personalId,
      ...formerPersonalIds,
    ]);
    expect(duplicates(ids)).toEqual([]);
    expect(nation.people.some(({ formerPersonalIds }) => formerPersonalIds.length > 0)).toBe(true);
    const old = nation.people.flatMap(({ oldIdNumber }) => oldIdNumber ?? []);
    expect(duplicates(old)).toEqual([]);
    expect(old.filter((number) => checkOldIdNumber(number) !== undefined)).toEqual([]);
  });

  it('have the ages of the country: 14.5 % of 60 and over, 22.8 % under 15', () => {
    expect(Math.abs(share(living, (person) => age(person) >= 60) - 14.5)).toBeLessThan(3);
    expect(Math.abs(share(living, (person) => age(person) < 15) - 22.8)).toBeLessThan(3);
  });

  it('have dates that exist, a year only for some of the old, and nothing after the day of the country', () => {
    const old = nation.people.filter((person) => age(person) >= 60);
    const yearOnly = share(old, ({ birthDate }) => birthDate.length === 4);
    expect(yearOnly).toBeGreaterThan(4);
    expect(yearOnly).toBeLessThan(11);
    for (const person of nation.people) {
      expect(isPartialDate(person.birthDate)).toBe(true);
      expect(person.birthDate <= AS_OF).toBe(true);
      if (age(person) < 59) expect(isDate(person.birthDate)).toBe(true);
      for (const card of person.idCards)
        expect([isDate(card.issuedOn), card.issuedOn <= AS_OF]).toEqual([true, true]);
    }
  });

  it('belong to ethnic minorities for about 15 %, with codes 01 to 54', () => {
    const minority = share(nationOf(1500, 2).people, ({ ethnicity }) => ethnicity !== '01');
    expect(minority).toBeGreaterThan(8);
    expect(minority).toBeLessThan(24);
    for (const { ethnicity } of nation.people) expect(ethnicity).toMatch(/^(0[1-9]|[1-4]\d|5[0-4])$/);
  });

  it('carry the father’s family name, for about four in ten Nguyễn', () => {
    const byId = new Map(nation.people.map((person) => [person.personalId, person]));
    for (const { fatherId, motherId, familyName } of nation.people) {
      const parent = byId.get(fatherId ?? motherId ?? '');
      if (parent !== undefined) expect(familyName).toBe(parent.familyName);
    }
    expect(Math.abs(share(nation.people, ({ familyName }) => familyName === 'Nguyễn') - 37)).toBeLessThan(10);
  });

  it('live and come from communes on the official list, or from abroad', () => {
    const places = nation.people.flatMap((person): (Place | undefined)[] => [
      person.birthPlace,
      person.birthRegistrationPlace,
      person.nativePlace,
      person.permanentResidence?.place,
      person.temporaryResidence?.place,
      person.currentResidence?.place,
    ]);
    for (const place of places) {
      if (place === undefined) continue;
      expect(communes.has(place.communeCode ?? '')).toBe(place.country === 'VN');
    }
  });

  it('have an old province on some papers of merged provinces, and never since the reform', () => {
    const recorded = nation.people.filter(
      ({ birthRegistrationPlace }) => birthRegistrationPlace.asRecorded !== null,
    );
    expect(recorded.length).toBeGreaterThan(150);
    for (const { birthDate, birthRegistrationPlace } of recorded) {
      expect(birthDate < '2025-07-01').toBe(true);
      const unit = communes.get(birthRegistrationPlace.communeCode ?? '');
      expect(unit?.formerProvinceCodes.length).toBeGreaterThan(1);
    }
  });

  it('cannot be called or written to', () => {
    for (const { phone, email } of nation.people) {
      if (phone !== null) expect(phone).toMatch(/^\+84 000 \d{3} \d{3}$/);
      if (email !== null) expect(email).toMatch(/^[a-z0-9.]+@example\.(com|org)$/);
    }
  });
});
