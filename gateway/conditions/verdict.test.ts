import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_PERSON } from '../../contract/subject-conditions.ts';
import { SUBJECT_RULES } from '../../contract/subject-pass.ts';
import {
  businessVerdict,
  NO_PERSON,
  OPEN_TERMS,
  personVerdict,
  type SubjectFacts,
  type SubjectTerms,
} from './verdict.ts';

/** A living resident of whom nothing speaks against being read. */
const RESIDENT: SubjectFacts = {
  known: true,
  inJurisdiction: true,
  protectionGrade: 0,
  deceased: false,
  closeToOfficer: false,
  minorOfGuardian: false,
  isSelf: false,
  isParty: false,
  consents: false,
  withinEmergency: true,
};
const NOBODY: SubjectFacts = { ...RESIDENT, ...UNKNOWN_PERSON };

const LOCAL: SubjectTerms = { ...OPEN_TERMS, jurisdiction: ['00004'] };
const OWN: SubjectTerms = { ...OPEN_TERMS, subject: 'self' };
const CASE: SubjectTerms = { ...OPEN_TERMS, subject: 'case-party' };
const CONSENT: SubjectTerms = { ...OPEN_TERMS, consentRequired: true };
const LIVING: SubjectTerms = { ...OPEN_TERMS, deceased: 'excluded' };

/** A rule that withholds, and the smallest change of the facts that lets the same person be read. */
const RULES: readonly (readonly [string, SubjectTerms, Partial<SubjectFacts>, Partial<SubjectFacts>])[] = [
  ['own-record', OWN, {}, { isSelf: true }],
  ['own-record', OWN, {}, { minorOfGuardian: true }],
  ['deceased', OWN, { isSelf: true, deceased: true }, { deceased: false }],
  ['deceased', OWN, { isSelf: true, known: false }, { known: true }],
  ['case-party', CASE, {}, { isParty: true }],
  ['consent', CONSENT, {}, { consents: true }],
  ['jurisdiction', LOCAL, { inJurisdiction: false }, { inJurisdiction: true }],
  ['hidden', OPEN_TERMS, { protectionGrade: 1 }, { protectionGrade: 0 }],
  ['hidden', { ...OPEN_TERMS, protectedUpTo: 1 }, { protectionGrade: 2 }, { protectionGrade: 1 }],
  ['hidden', { ...OPEN_TERMS, protectedUpTo: 2 }, { protectionGrade: 3 }, { protectionGrade: 2 }],
  ['conflict-of-interest', OPEN_TERMS, { closeToOfficer: true }, { closeToOfficer: false }],
  ['deceased', LIVING, { deceased: true }, { deceased: false }],
  ['emergency-limit', OPEN_TERMS, { withinEmergency: false }, { withinEmergency: true }],
];

describe.each(RULES)('the verdict "%s"', (verdict, terms, facts, twin) => {
  it(`withholds under ${JSON.stringify(facts)}`, () => {
    expect(personVerdict({ ...RESIDENT, ...facts }, terms)).toBe(verdict);
  });

  it(`turns into "read" with ${JSON.stringify(twin)}`, () => {
    expect(personVerdict({ ...RESIDENT, ...facts, ...twin }, terms)).toBe('read');
  });
});

describe('existence', () => {
  const protectedPerson: SubjectFacts = { ...RESIDENT, protectionGrade: 1 };

  it('under a limited grant, nobody, a protected resident and a stranger are one and the same', () => {
    const verdicts = [NOBODY, protectedPerson, { ...RESIDENT, inJurisdiction: false }].map((facts) =>
      personVerdict(facts, LOCAL),
    );
    expect(verdicts).toEqual(['jurisdiction', 'jurisdiction', 'jurisdiction']);
    expect(personVerdict(RESIDENT, LOCAL)).toBe('read');
  });

  it('under an unlimited grant, nobody and somebody protected are one and the same', () => {
    expect([NOBODY, protectedPerson].map((facts) => personVerdict(facts, OPEN_TERMS))).toEqual([
      'hidden',
      'hidden',
    ]);
    expect(personVerdict(RESIDENT, OPEN_TERMS)).toBe('read');
  });

  it('is told neither by death, nor by kinship with the officer, nor by an emergency that is full', () => {
    const telling = { deceased: true, closeToOfficer: true, withinEmergency: false };
    for (const terms of [LIVING, { ...LIVING, jurisdiction: ['00004'] }]) {
      expect(personVerdict({ ...protectedPerson, ...telling }, terms)).toBe(personVerdict(NOBODY, terms));
    }
    expect(personVerdict({ ...RESIDENT, ...telling }, LIVING)).toBe('conflict-of-interest');
  });

  it('is no condition of one’s own record: a protected person reads it, and a guardian the minor’s', () => {
    const facts = { ...RESIDENT, protectionGrade: 3 };
    expect(personVerdict({ ...facts, isSelf: true }, OWN)).toBe('read');
    expect(personVerdict({ ...facts, minorOfGuardian: true }, OWN)).toBe('read');
    expect(personVerdict(facts, OWN)).toBe('own-record');
  });
});

describe('an enterprise', () => {
  it('is open, but where only parties to the case are', () => {
    expect(businessVerdict({ isParty: false }, OPEN_TERMS)).toBe('read');
    expect(businessVerdict({ isParty: false }, CASE)).toBe('case-party');
    expect(businessVerdict({ isParty: true }, CASE)).toBe('read');
  });
});

/** What the register of persons alone knows: by none of it may a stranger and nobody be told apart. */
const registered = fc.record({
  known: fc.boolean(),
  inJurisdiction: fc.boolean(),
  protectionGrade: fc.nat({ max: 3 }),
  deceased: fc.boolean(),
  closeToOfficer: fc.boolean(),
  minorOfGuardian: fc.boolean(),
});
const stated = fc.record({
  isSelf: fc.boolean(),
  isParty: fc.boolean(),
  consents: fc.boolean(),
  withinEmergency: fc.boolean(),
});
const anyTerms: fc.Arbitrary<SubjectTerms> = fc.record({
  jurisdiction: fc.constantFrom<SubjectTerms['jurisdiction'][]>('national', ['00004']),
  subject: fc.constantFrom<SubjectTerms['subject'][]>('any', 'self', 'case-party'),
  consentRequired: fc.boolean(),
  deceased: fc.constantFrom<SubjectTerms['deceased'][]>('included', 'excluded'),
  protectedUpTo: fc.constantFrom<SubjectTerms['protectedUpTo'][]>(0, 1, 2),
});

describe('of all facts and terms', () => {
  it('whoever must not be found gets the verdict of nobody', () => {
    fc.assert(
      fc.property(registered, stated, anyTerms, (person, request, terms) => {
        fc.pre(terms.subject !== 'self');
        const isVisible = person.known && person.protectionGrade <= terms.protectedUpTo;
        const isThere = terms.jurisdiction === 'national' || person.inJurisdiction;
        fc.pre(!(isVisible && isThere));
        expect(personVerdict({ ...person, ...request }, terms)).toBe(
          personVerdict({ ...UNKNOWN_PERSON, ...request }, terms),
        );
      }),
    );
  });

  it('"read" needs each condition of the terms', () => {
    fc.assert(
      fc.property(registered, stated, anyTerms, (person, request, terms) => {
        const facts = { ...person, ...request };
        const own =
          (facts.isSelf && facts.known && !facts.deceased) || (!facts.isSelf && facts.minorOfGuardian);
        const others =
          facts.known &&
          facts.protectionGrade <= terms.protectedUpTo &&
          (terms.jurisdiction === 'national' || facts.inJurisdiction) &&
          (terms.subject !== 'case-party' || facts.isParty) &&
          (!terms.consentRequired || facts.consents) &&
          (terms.deceased === 'included' || !facts.deceased) &&
          !facts.closeToOfficer &&
          facts.withinEmergency;
        expect(personVerdict(facts, terms) === 'read').toBe(terms.subject === 'self' ? own : others);
      }),
    );
  });

  it('a narrower term never opens what a wider one closes', () => {
    const wider = (terms: SubjectTerms): readonly SubjectTerms[] => [
      { ...terms, jurisdiction: 'national' },
      { ...terms, consentRequired: false },
      { ...terms, deceased: 'included' },
      { ...terms, protectedUpTo: 2 },
      ...(terms.subject === 'case-party' ? [{ ...terms, subject: 'any' } as const] : []),
    ];
    fc.assert(
      fc.property(registered, stated, anyTerms, (person, request, terms) => {
        const facts = { ...person, ...request };
        fc.pre(personVerdict(facts, terms) === 'read');
        for (const each of wider(terms)) expect(personVerdict(facts, each)).toBe('read');
      }),
    );
  });

  it('it is one of the verdicts that a pass can carry', () => {
    const verdicts: readonly string[] = ['read', 'hidden', ...SUBJECT_RULES];
    fc.assert(
      fc.property(registered, stated, anyTerms, (person, request, terms) => {
        expect(verdicts).toContain(personVerdict({ ...person, ...request }, terms));
      }),
    );
  });

  it('facts of an enterprise alone never let it pass as a person', () => {
    fc.assert(
      fc.property(anyTerms, fc.boolean(), (terms, isParty) => {
        expect(personVerdict({ ...NO_PERSON, isParty }, terms)).not.toBe('read');
      }),
    );
  });
});
