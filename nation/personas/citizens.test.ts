import { describe, expect, it } from 'vitest';
import { yearsBetween } from '../../contract/calendar.ts';
import { AS_OF, fullName, type Person } from '../index.ts';
import {
  enterprise,
  found,
  holdings,
  homeCommune,
  household,
  id,
  insurance,
  land,
  marriage,
  nation,
  parcel,
  person,
} from './look-up.fixture.ts';

/** What makes each of them special, as a check; one without a check fails below. */
const CLAIMS: Readonly<Record<string, () => void>> = {
  profile: () => {
    const profile = person('profile');
    expect(homeCommune('profile')).toBe('00004');
    expect(profile.spouseId).toBe(id('profile-spouse'));
    expect(household('profile').members.map(({ relationToHead }) => relationToHead)).toEqual([
      'HEAD',
      'SPOUSE',
      'CHILD',
      'CHILD',
    ]);
    expect(nation.births.some(({ childId }) => childId === profile.personalId)).toBe(true);
    expect(profile.idCards.map(({ kind }) => kind)).toEqual([
      'IDENTITY_CARD_9',
      'CITIZEN_CARD',
      'IDENTITY_CARD',
    ]);
    expect(profile.oldIdNumber).toBe('990000001');
    expect(profile.phone).not.toBeNull();
    expect(profile.temporaryAbsence).toBeNull();
    expect(insurance('profile').healthCard).not.toBeNull();
    expect(insurance('profile').periods.at(-1)).toMatchObject({
      until: null,
      employerCode: id('profile-enterprise'),
    });
    expect(enterprise('profile-enterprise').representatives[0]?.personalId).toBe(profile.personalId);
    expect(land('profile')).toHaveLength(2);
    expect(land('profile').filter(({ mortgages }) => mortgages.length > 0)).toHaveLength(1);
  },
  'profile-spouse': () => {
    expect(person('profile-spouse').spouseId).toBe(id('profile'));
    expect(household('profile-spouse')).toBe(household('profile'));
    expect(marriage('profile', 'profile-spouse').status).toBe('IN_FORCE');
    expect(land('profile-spouse')).toEqual([parcel('profile-home-parcel')]);
  },
  dead: () => {
    expect(person('dead')).toMatchObject({
      deathOrMissing: { kind: 'DEAD', date: '2024-09-17' },
      permanentResidence: null,
      residenceFileNumber: null,
    });
    expect(nation.deaths.filter(({ personalId }) => personalId === id('dead'))).toHaveLength(1);
  },
  widow: () => {
    expect(person('widow')).toMatchObject({ maritalStatus: 'WIDOWED', spouseId: null });
    expect(marriage('dead', 'widow').status).toBe('ENDED_BY_DEATH');
    expect(household('widow').headId).toBe(id('widow'));
    expect(household('widow').members[1]?.relationToHead).toBe('CHILD');
  },
  'divorced-remarried': () => {
    const man = person('divorced-remarried');
    expect(man.maritalStatus).toBe('MARRIED');
    expect(nation.marriages.filter(({ husbandId }) => husbandId === man.personalId)).toHaveLength(2);
    const children = nation.people.filter(({ fatherId }) => fatherId === man.personalId);
    expect(new Set(children.map(({ motherId }) => motherId)).size).toBe(2);
  },
  'ex-spouse': () => {
    expect(person('ex-spouse')).toMatchObject({ maritalStatus: 'DIVORCED', spouseId: null });
    const { entry, status } = marriage('divorced-remarried', 'ex-spouse');
    expect(status).toBe('ENDED_BY_DIVORCE');
    const divorce = found(nation.divorces, ({ marriageNumber }) => marriageNumber === entry.number);
    expect(divorce.effectiveOn.slice(0, 4)).toBe('2014');
    expect(household('ex-spouse').members.map(({ relationToHead }) => relationToHead)).toEqual([
      'HEAD',
      'CHILD',
    ]);
  },
  'minor-with-guardian': () => {
    const minor = person('minor-with-guardian');
    expect(yearsBetween(minor.birthDate, AS_OF)).toBeLessThan(18);
    expect(minor.legalRepresentativeId).toBe(id('guardian'));
    const parents = nation.people.filter((one) => [minor.fatherId, minor.motherId].includes(one.personalId));
    expect(parents.map(({ deathOrMissing }) => deathOrMissing?.date.slice(0, 4))).toEqual(['2021', '2021']);
    expect(
      nation.deaths.filter((one) => parents.some((parent) => parent.personalId === one.personalId)),
    ).toHaveLength(2);
  },
  guardian: () => {
    expect(household('guardian')).toBe(household('minor-with-guardian'));
    expect(household('guardian').members.map(({ relationToHead }) => relationToHead)).toEqual([
      'HEAD',
      'WARD',
    ]);
  },
  'recognised-child': () => {
    const child = person('recognised-child');
    const record = found(nation.recognitions, ({ childId }) => childId === child.personalId);
    expect(record).toMatchObject({ kind: 'FATHER_CHILD', parentId: child.fatherId });
    expect(record.entry.registeredOn.slice(0, 4)).toBe('2020');
    const father = found(nation.people, ({ personalId }) => personalId === child.fatherId);
    expect(father.residenceFileNumber).not.toBe(child.residenceFileNumber);
    expect([father.maritalStatus, father.familyName]).toEqual(['NEVER_MARRIED', child.familyName]);
  },
  newborn: () => {
    expect(person('newborn')).toMatchObject({ birthDate: '2026-08-30', idCards: [] });
    expect(nation.births.some(({ childId }) => childId === id('newborn'))).toBe(true);
    expect(insurance('newborn').healthCard).toMatchObject({ benefitLevel: 1, validFrom: '2026-08-30' });
  },
  'foreign-spouse': () => {
    const wife = person('foreign-spouse');
    expect(wife.personalId.startsWith('900')).toBe(true);
    expect([wife.birthPlace.country, wife.nativePlace.country]).toEqual(['SG', 'SG']);
    expect(nation.births.some(({ childId }) => childId === wife.personalId)).toBe(false);
    expect(wife.spouseId).not.toBeNull();
  },
  'homonym-a': () => sameNameAndBirth('homonym-a', 'homonym-b'),
  'homonym-b': () => sameNameAndBirth('homonym-b', 'homonym-a'),
  'born-abroad': () => {
    expect(id('born-abroad').startsWith('900')).toBe(true);
    expect(person('born-abroad').birthRegistrationPlace).toMatchObject({ country: 'CZ', communeCode: null });
  },
  'merged-commune': () => {
    expect(homeCommune('merged-commune')).toBe('13285');
    expect(id('merged-commune').startsWith('935')).toBe(true);
    expect(person('merged-commune').birthRegistrationPlace.asRecorded).toContain('tỉnh Hà Nam');
  },
  landless: () => {
    expect([land('landless'), holdings('landless')]).toEqual([[], []]);
    const represented = nation.enterprises.filter(({ representatives }) =>
      representatives.some(({ personalId }) => personalId === id('landless')),
    );
    expect(represented).toEqual([]);
  },
  'triple-owner': () => {
    expect(holdings('triple-owner').map(({ type }) => type)).toEqual([
      'SINGLE_MEMBER_LLC',
      'SINGLE_MEMBER_LLC',
      'SINGLE_MEMBER_LLC',
    ]);
    for (const { representatives } of holdings('triple-owner')) {
      expect(representatives.map(({ personalId }) => personalId)).toEqual([id('triple-owner')]);
    }
  },
  'year-only-birth': () => {
    expect(person('year-only-birth').birthDate).toBe('1939');
  },
  'one-word-name': () => {
    expect(fullName(person('one-word-name'))).toBe('Pao');
    expect(person('one-word-name').ethnicity).not.toBe('01');
  },
  'long-name': () => {
    expect(fullName(person('long-name')).split(' ')).toHaveLength(9);
  },
  'two-nationalities': () => {
    expect(person('two-nationalities').nationalities).toEqual(['VN', 'FR']);
  },
  pensioner: () => {
    const { monthlyPensionVnd, periods } = insurance('pensioner');
    expect(monthlyPensionVnd).toBeGreaterThan(0n);
    expect(periods.map(({ employerCode }) => employerCode)).toEqual([id('large-employer')]);
    expect(yearsBetween(periods[0]?.from ?? '', periods[0]?.until ?? '')).toBe(26);
  },
  'voluntary-insured': () => {
    expect(insurance('voluntary-insured').periods).toMatchObject([
      { kind: 'VOLUNTARY', employerCode: null, until: null },
    ]);
  },
  centenarian: () => {
    expect(person('centenarian').birthDate).toHaveLength(10);
    expect(yearsBetween(person('centenarian').birthDate, AS_OF)).toBeGreaterThan(100);
  },
  'other-province': () => {
    expect(homeCommune('other-province')).toBe('17662');
  },
  'old-card': () => {
    const { idCards, formerPersonalIds, oldIdNumber, birthDate } = person('old-card');
    expect(idCards.map(({ kind, number }) => [kind, number])).toEqual([['IDENTITY_CARD_9', oldIdNumber]]);
    expect(idCards[0]?.expiresOn?.slice(0, 4)).toBe('2024');
    expect([formerPersonalIds[0]?.slice(4, 6), birthDate.slice(0, 4)]).toEqual(['66', '1968']);
  },
  'missing-person': () => {
    expect(person('missing-person')).toMatchObject({
      deathOrMissing: { kind: 'MISSING', date: '2019-11-10' },
      currentResidence: null,
    });
    expect(nation.deaths.some(({ personalId }) => personalId === id('missing-person'))).toBe(false);
  },
  'protected-first': () => {
    expect(person('protected-first')).toMatchObject({ protectionGrade: 1, spouseId: id('protected-spouse') });
    expect(homeCommune('protected-first')).toBe('00004');
    expect(land('protected-first')).toEqual([parcel('protected-parcel')]);
    expect(enterprise('protected-enterprise').representatives[0]?.personalId).toBe(id('protected-first'));
    expect(insurance('protected-first').healthCard).not.toBeNull();
  },
  'protected-spouse': () => {
    expect(person('protected-spouse').protectionGrade).toBe(0);
    expect(household('protected-spouse')).toBe(household('protected-first'));
    expect(marriage('protected-first', 'protected-spouse').status).toBe('IN_FORCE');
  },
  'protected-child': () => {
    const child = person('protected-child');
    expect(child).toMatchObject({
      fatherId: id('protected-first'),
      motherId: id('protected-spouse'),
      protectionGrade: 0,
    });
    expect(yearsBetween(child.birthDate, AS_OF)).toBeLessThan(18);
    expect(household('protected-child')).toBe(household('protected-first'));
  },
  'protected-second': () => protectedAlone('protected-second', 2),
  'protected-third': () => protectedAlone('protected-third', 3),
  officer: () => {
    expect(yearsBetween(person('officer').birthDate, AS_OF)).toBeGreaterThan(18);
    expect(homeCommune('officer')).toBe('00004');
    expect(household('officer').members).toHaveLength(1);
  },
  'officer-brother': () => {
    const parents = ({ fatherId, motherId }: Person) => [fatherId, motherId];
    expect(parents(person('officer-brother'))).toEqual(parents(person('officer')));
    expect(parents(person('officer'))).not.toContain(null);
    expect(homeCommune('officer-brother')).toBe('00025');
    expect(household('officer-brother')).not.toBe(household('officer'));
  },
  'officer-neighbour': () => {
    expect(homeCommune('officer-neighbour')).toBe('00004');
    expect(household('officer-neighbour')).not.toBe(household('officer'));
    relatedToNobody('officer-neighbour');
  },
  'second-officer': () => {
    expect(yearsBetween(person('second-officer').birthDate, AS_OF)).toBeGreaterThan(18);
    expect(homeCommune('second-officer')).toBe('00070');
    relatedToNobody('second-officer');
  },
};

function protectedAlone(key: string, protectionGrade: number): void {
  expect(person(key)).toMatchObject({ protectionGrade });
  expect(homeCommune(key)).toBe('00004');
  expect(household(key).members).toHaveLength(1);
}

function relatedToNobody(key: string): void {
  const relatives = ({ fatherId, motherId, spouseId }: Person) => [fatherId, motherId, spouseId];
  expect(relatives(person(key))).toEqual([null, null, null]);
  expect(nation.people.filter((one) => relatives(one).includes(id(key)))).toEqual([]);
}

function sameNameAndBirth(one: string, other: string): void {
  const facts = ({ birthDate, sex, ...name }: Person) => [fullName(name), birthDate, sex];
  expect(facts(person(one))).toEqual(facts(person(other)));
  expect(id(one)).not.toBe(id(other));
  expect(homeCommune(one)).not.toBe(homeCommune(other));
}

describe('citizens among the personas', () => {
  const ours = nation.personas.filter(({ kind }) => kind === 'CITIZEN');

  it.each(ours.map(({ key, special }) => [key, special] as const))('%s: %s', (key) => {
    const claim = CLAIMS[key];
    if (claim === undefined) throw new Error(`no check for persona ${key}`);
    claim();
  });

  it('are the only ones who are protected', () => {
    const keys = nation.people
      .filter(({ protectionGrade }) => protectionGrade > 0)
      .map(({ personalId }) => found(ours, ({ identifier }) => identifier === personalId).key);
    expect(keys).toEqual(['protected-first', 'protected-second', 'protected-third']);
  });

  it('are checked one by one', () => {
    expect(new Set(Object.keys(CLAIMS))).toEqual(new Set(ours.map(({ key }) => key)));
  });
});
