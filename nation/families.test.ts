import { describe, expect, it } from 'vitest';
import { yearsBetween } from '../contract/calendar.ts';
import { AS_OF, type MarriageRecord, type Nation, type Person } from './index.ts';
import { duplicates, nationOf } from './nation.fixture.ts';

const nation = nationOf(2000);
const byId = new Map(nation.people.map((person) => [person.personalId, person]));

function person(id: string): Person {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`${id} is nobody`);
  return found;
}

/** Marital status as the marriage and divorce records tell it. */
function statusFromRecords({ marriages }: Nation, id: string): Person['maritalStatus'] {
  const own = marriages
    .filter(({ husbandId, wifeId }) => husbandId === id || wifeId === id)
    .sort((a, b) => (a.entry.registeredOn < b.entry.registeredOn ? -1 : 1));
  const last = own.at(-1);
  if (last === undefined) return 'NEVER_MARRIED';
  if (last.status === 'ENDED_BY_DIVORCE') return 'DIVORCED';
  return last.status === 'IN_FORCE' || diedFirst(last, id) ? 'MARRIED' : 'WIDOWED';
}

function diedFirst({ husbandId, wifeId }: MarriageRecord, id: string): boolean {
  const [own, other] = [person(id), person(husbandId === id ? wifeId : husbandId)];
  const died = ({ deathOrMissing }: Person): string =>
    deathOrMissing?.kind === 'DEAD' ? deathOrMissing.date : '9999-12-31';
  return died(own) <= died(other) && died(own) < '9999';
}

describe('marriages', () => {
  it('agree with the marital status and the spouse of each person', () => {
    for (const { personalId, maritalStatus } of nation.people) {
      expect(`${personalId} ${maritalStatus}`).toBe(`${personalId} ${statusFromRecords(nation, personalId)}`);
    }
    const spouses = new Map(
      nation.marriages
        .filter(({ status }) => status === 'IN_FORCE')
        .flatMap(({ husbandId, wifeId }) => [[husbandId, wifeId] as const, [wifeId, husbandId] as const]),
    );
    for (const { personalId, spouseId } of nation.people)
      expect(spouseId).toBe(spouses.get(personalId) ?? null);
  });

  it('join a man of 20 and a woman of 18 or more, both alive', () => {
    for (const { husbandId, wifeId, entry } of nation.marriages) {
      const [husband, wife] = [person(husbandId), person(wifeId)];
      expect([husband.sex, wife.sex]).toEqual(['MALE', 'FEMALE']);
      expect(yearsBetween(husband.birthDate, entry.registeredOn)).toBeGreaterThanOrEqual(20);
      expect(yearsBetween(wife.birthDate, entry.registeredOn)).toBeGreaterThanOrEqual(18);
      for (const { deathOrMissing } of [husband, wife]) {
        if (deathOrMissing !== null) expect(entry.registeredOn < deathOrMissing.date).toBe(true);
      }
    }
  });

  it('follow each other: nobody is married twice at a time', () => {
    const inForce = nation.marriages.filter(({ status }) => status === 'IN_FORCE');
    expect(duplicates(inForce.flatMap(({ husbandId, wifeId }) => [husbandId, wifeId]))).toEqual([]);
    const again = duplicates(nation.marriages.flatMap(({ husbandId, wifeId }) => [husbandId, wifeId]));
    expect(again.length).toBeGreaterThan(3);
  });

  it('never join people with a common parent', () => {
    for (const { husbandId, wifeId } of nation.marriages) {
      const [husband, wife] = [person(husbandId), person(wifeId)];
      if (husband.motherId !== null) expect(husband.motherId).not.toBe(wife.motherId);
      if (husband.fatherId !== null) expect(husband.fatherId).not.toBe(wife.fatherId);
    }
  });

  it('that ended in divorce have a decision after the wedding, and only those', () => {
    const ended = nation.marriages.filter(({ status }) => status === 'ENDED_BY_DIVORCE');
    expect(new Set(nation.divorces.map(({ marriageNumber }) => marriageNumber))).toEqual(
      new Set(ended.map(({ entry }) => entry.number)),
    );
    const weddings = new Map(nation.marriages.map(({ entry }) => [entry.number, entry.registeredOn]));
    for (const { marriageNumber, effectiveOn } of nation.divorces) {
      expect(effectiveOn > (weddings.get(marriageNumber) ?? '9999')).toBe(true);
      expect(effectiveOn <= AS_OF).toBe(true);
    }
    expect(duplicates(nation.divorces.map(({ court, decisionNumber }) => court + decisionNumber))).toEqual(
      [],
    );
  });
});

describe('civil-status records', () => {
  it('hold the birth of everybody born since 1960 and of some of the older, with the same parents', () => {
    const records = new Map(nation.births.map((record) => [record.childId, record]));
    expect(records.size).toBe(nation.births.length);
    const older = nation.people.filter(({ birthDate }) => birthDate < '1960');
    const entered = older.filter(({ personalId }) => records.has(personalId)).length;
    expect(entered).toBeGreaterThan(0.15 * older.length);
    expect(entered).toBeLessThan(0.45 * older.length);
    const naturalised = nation.personas.find(({ key }) => key === 'foreign-spouse')?.identifier;
    for (const { personalId, birthDate, fatherId, motherId } of nation.people) {
      const record = records.get(personalId);
      if (record !== undefined) expect(record).toMatchObject({ fatherId, motherId });
      else expect(birthDate < '1960' || personalId === naturalised).toBe(true);
    }
  });

  it('hold the death of exactly the dead', () => {
    const dead = nation.people.filter(({ deathOrMissing }) => deathOrMissing?.kind === 'DEAD');
    expect(dead.length).toBeGreaterThan(40);
    expect(new Set(nation.deaths.map(({ personalId }) => personalId))).toEqual(
      new Set(dead.map(({ personalId }) => personalId)),
    );
    for (const { personalId, entry } of nation.deaths) {
      expect(entry.registeredOn >= (person(personalId).deathOrMissing?.date ?? '9999')).toBe(true);
    }
  });

  it('hold recognitions that made somebody a parent after the birth', () => {
    expect(nation.recognitions.length).toBeGreaterThan(1);
    for (const { kind, parentId, childId, entry } of nation.recognitions) {
      const child = person(childId);
      expect(kind === 'FATHER_CHILD' ? child.fatherId : child.motherId).toBe(parentId);
      expect(entry.registeredOn > child.birthDate).toBe(true);
    }
  });

  it('have numbers that occur once, pages within a book, and days that are not in the future', () => {
    const entries = [nation.births, nation.marriages, nation.deaths, nation.recognitions]
      .flat()
      .map(({ entry }) => entry);
    expect(duplicates(entries.map(({ number }) => number))).toEqual([]);
    for (const { page, registeredOn, book } of entries) {
      expect(page).toBeGreaterThanOrEqual(1);
      expect(page).toBeLessThanOrEqual(200);
      expect(registeredOn <= AS_OF).toBe(true);
      expect(book.endsWith(`/${registeredOn.slice(0, 4)}`)).toBe(true);
    }
  });
});

describe('households', () => {
  it('hold everybody who is alive and not missing, once', () => {
    const members = nation.households.flatMap((household) =>
      household.members.map(({ personalId }) => personalId),
    );
    expect(duplicates(members)).toEqual([]);
    const present = nation.people.filter(({ deathOrMissing }) => deathOrMissing === null);
    expect(new Set(members)).toEqual(new Set(present.map(({ personalId }) => personalId)));
    expect(duplicates(nation.households.map(({ residenceFileNumber }) => residenceFileNumber))).toEqual([]);
  });

  it('share one place and one file number, and their head is an adult member', () => {
    for (const { residenceFileNumber, headId, place, members } of nation.households) {
      expect(members.filter(({ relationToHead }) => relationToHead === 'HEAD')).toEqual([
        { personalId: headId, relationToHead: 'HEAD' },
      ]);
      expect(yearsBetween(person(headId).birthDate, AS_OF)).toBeGreaterThanOrEqual(18);
      for (const { personalId } of members) {
        const member = person(personalId);
        expect(member.residenceFileNumber).toBe(residenceFileNumber);
        expect(member.permanentResidence?.place).toEqual(place);
        expect(member.currentResidence).toEqual(member.temporaryResidence ?? member.permanentResidence);
      }
    }
  });

  it('name children, spouses and parents of the head as what they are', () => {
    for (const { headId, members } of nation.households) {
      const head = person(headId);
      for (const { personalId, relationToHead } of members) {
        const member = person(personalId);
        const isChild = member.fatherId === headId || member.motherId === headId;
        expect(relationToHead === 'CHILD').toBe(isChild);
        expect(relationToHead === 'SPOUSE').toBe(head.spouseId === personalId);
        expect(relationToHead === 'PARENT').toBe([head.fatherId, head.motherId].includes(personalId));
      }
    }
  });

  it('give each minor a parent or a guardian to live with', () => {
    const file = (id: string | null): string | null => (id === null ? null : person(id).residenceFileNumber);
    for (const minor of nation.people) {
      if (minor.deathOrMissing !== null || yearsBetween(minor.birthDate, AS_OF) >= 18) continue;
      const carers = [minor.motherId, minor.fatherId, minor.legalRepresentativeId].map(file);
      expect(carers).toContain(minor.residenceFileNumber);
    }
  });

  it('have no place for the dead', () => {
    for (const {
      deathOrMissing,
      permanentResidence,
      currentResidence,
      residenceFileNumber,
    } of nation.people) {
      if (deathOrMissing === null) expect(permanentResidence).not.toBeNull();
      else expect([permanentResidence, currentResidence, residenceFileNumber]).toEqual([null, null, null]);
    }
  });
});
