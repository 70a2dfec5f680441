import { describe, expect, it } from 'vitest';
import {
  type ConditionsQuestion,
  type PersonConditions,
  UNKNOWN_PERSON,
} from '../../contract/subject-conditions.ts';
import type { DatabaseTerms, PolicyGrant } from '../../governance/index.ts';
import type { Admission, ConsentQuestion, OpenEmergency } from '../registers/index.ts';
import { TERMS } from './fixture.ts';
import { ConditionsUnavailable, createSubjectGate, type SubjectGateOptions } from './gate.ts';

const ANN = '901000000001';
const BEN = '901000000002';
const CHI = '901000000003';
const GHOST = '901000000009';
const FIRM = 'Business 9900000001';

const NO_ADMISSION: Admission = { officer: undefined, parties: undefined, emergency: undefined };

/** Ann and Ben live here, Chi is protected; nobody knows the ghost. */
const PEOPLE: Readonly<Record<string, PersonConditions>> = {
  [ANN]: { ...UNKNOWN_PERSON, known: true, inJurisdiction: true },
  [BEN]: { ...UNKNOWN_PERSON, known: true, inJurisdiction: true },
  [CHI]: { ...UNKNOWN_PERSON, known: true, inJurisdiction: true, protectionGrade: 2 },
};

/** What a test changes about the gate, and what its registers were asked. */
interface Setting {
  readonly terms?: Readonly<Record<string, Partial<DatabaseTerms>>>;
  readonly policy?: Partial<PolicyGrant>;
  readonly subject?: string;
  readonly admission?: Partial<Admission>;
  readonly consenting?: readonly string[];
  readonly counted?: (emergency: OpenEmergency, subjects: readonly string[]) => readonly string[];
  readonly failing?: 'population' | 'consents' | 'emergencies';
}

function gateOf(setting: Setting = {}) {
  const questions: ConditionsQuestion[] = [];
  const consents: ConsentQuestion[] = [];
  const counts: (readonly string[])[] = [];
  const terms = setting.terms ?? { population: {} };
  const policy: PolicyGrant = {
    agency: 'WARD',
    purpose: 'TTHC:1.001193',
    elements: new Set(['population.identity.fullName']),
    terms: new Map(Object.entries(terms).map(([database, changed]) => [database, { ...TERMS, ...changed }])),
    officerRequired: false,
    caseRequired: false,
    emergencyRequired: false,
    agreements: ['a-01'],
    legalBases: [],
    ...setting.policy,
  };
  const options: SubjectGateOptions = {
    policy,
    subject: setting.subject,
    admission: { ...NO_ADMISSION, ...setting.admission },
    async ask(question) {
      questions.push(question);
      if (setting.failing === 'population') throw new Error('connection refused');
      return question.personalIds.map((personalId) => PEOPLE[personalId] ?? UNKNOWN_PERSON);
    },
    registers: {
      async consenting(question) {
        consents.push(question);
        if (setting.failing === 'consents') throw new Error('connection refused');
        return new Set(setting.consenting);
      },
      async countUnder(emergency, subjects) {
        counts.push(subjects);
        if (setting.failing === 'emergencies') throw new Error('connection refused');
        return new Set(setting.counted?.(emergency, subjects) ?? subjects);
      },
    },
  };
  const gate = createSubjectGate(options);
  const judge = async (database: string, ...names: string[]) =>
    Object.fromEntries(await gate.verdicts(database, names));
  return { gate, judge, questions, consents, counts };
}

const citizen = (personalId: string): string => `Citizen ${personalId}`;

describe('the gate', () => {
  it('says of each subject whether it may be read', async () => {
    const { judge } = gateOf();
    expect(await judge('population', citizen(ANN), citizen(CHI), citizen(GHOST), FIRM)).toEqual({
      [citizen(ANN)]: 'read',
      [citizen(CHI)]: 'hidden',
      [citizen(GHOST)]: 'hidden',
      [FIRM]: 'read',
    });
  });

  it('judges by the terms of the database that is asked', async () => {
    const { judge } = gateOf({ terms: { population: {}, insurance: { protectedUpTo: 2 } } });
    expect(await judge('population', citizen(CHI))).toEqual({ [citizen(CHI)]: 'hidden' });
    expect(await judge('insurance', citizen(CHI))).toEqual({ [citizen(CHI)]: 'read' });
  });

  it('does not tell by one database’s territory who is hidden by another', async () => {
    const { judge } = gateOf({ terms: { population: { jurisdiction: ['00004'] }, land: {} } });
    expect(await judge('population', citizen(CHI), citizen(GHOST), citizen(ANN))).toEqual({
      [citizen(CHI)]: 'hidden',
      [citizen(GHOST)]: 'hidden',
      [citizen(ANN)]: 'read',
    });
    const limited = gateOf({ terms: { population: { jurisdiction: ['00004'] } } });
    expect(await limited.judge('population', citizen(CHI), citizen(GHOST))).toEqual({
      [citizen(CHI)]: 'jurisdiction',
      [citizen(GHOST)]: 'jurisdiction',
    });
  });

  it('takes a database without terms for one that reaches nobody protected', async () => {
    const { judge } = gateOf({ terms: { population: { protectedUpTo: 2 } } });
    expect(await judge('catalogue', citizen(CHI), citizen(ANN))).toEqual({
      [citizen(CHI)]: 'hidden',
      [citizen(ANN)]: 'read',
    });
  });

  it('asks each register one question about everybody who is asked together, whatever the databases', async () => {
    const { gate, questions, consents } = gateOf({
      terms: { population: { consentRequired: true }, land: {} },
      consenting: [ANN],
    });
    const [ofPopulation, ofLand] = await Promise.all([
      gate.verdicts('population', [citizen(ANN), citizen(BEN), citizen(ANN)]),
      gate.verdicts('land', [citizen(BEN), citizen(GHOST), FIRM]),
    ]);
    expect(questions).toEqual([{ personalIds: [ANN, BEN, GHOST] }]);
    expect(consents).toEqual([{ agency: 'WARD', purpose: 'TTHC:1.001193', personalIds: [ANN, BEN, GHOST] }]);
    expect([...ofPopulation.values()]).toEqual(['read', 'consent']);
    expect([...ofLand.values()]).toEqual(['read', 'hidden', 'read']);
  });

  it('asks nothing twice, and nothing about enterprises', async () => {
    const { judge, questions } = gateOf();
    await judge('population', citizen(ANN));
    await judge('population', citizen(ANN), FIRM);
    await judge('land', citizen(ANN), citizen(BEN));
    expect(questions.map(({ personalIds }) => personalIds)).toEqual([[ANN], [BEN]]);
  });

  it('asks about nobody when nobody is asked about', async () => {
    const { judge, questions } = gateOf();
    expect(await judge('population')).toEqual({});
    expect(questions).toEqual([]);
  });

  it('does not ask for consent where no agreement needs it', async () => {
    const { judge, consents } = gateOf();
    await judge('population', citizen(ANN));
    expect(consents).toEqual([]);
  });

  it('names the officer as a person, and the citizen whose token asks', async () => {
    const { judge, questions } = gateOf({ admission: { officer: BEN }, subject: ANN });
    await judge('population', citizen(CHI));
    expect(questions).toEqual([{ personalIds: [CHI], officer: BEN, guardian: ANN }]);
  });

  it('lets citizens read themselves, and nobody else', async () => {
    const { judge } = gateOf({ terms: { population: { subject: 'self' } }, subject: ANN });
    expect(await judge('population', citizen(ANN), citizen(BEN))).toEqual({
      [citizen(ANN)]: 'read',
      [citizen(BEN)]: 'own-record',
    });
  });

  it('lets parties to the case be read, persons and enterprises, and nobody else', async () => {
    const { judge } = gateOf({
      terms: { business: { subject: 'case-party' } },
      admission: { parties: new Set([citizen(ANN), FIRM]) },
    });
    expect(await judge('business', citizen(ANN), citizen(BEN), FIRM, 'Business 9900000002')).toEqual({
      [citizen(ANN)]: 'read',
      [citizen(BEN)]: 'case-party',
      [FIRM]: 'read',
      'Business 9900000002': 'case-party',
    });
  });
});

describe('an emergency', () => {
  const emergency: OpenEmergency = { id: 'e-1', persons: 1 };
  const declared: Setting = { policy: { emergencyRequired: true }, admission: { emergency } };

  it('counts whoever may be read, and lets in as many as were declared', async () => {
    const { judge, counts } = gateOf({ ...declared, counted: ({ persons }, all) => all.slice(0, persons) });
    expect(await judge('population', citizen(ANN), citizen(BEN))).toEqual({
      [citizen(ANN)]: 'read',
      [citizen(BEN)]: 'emergency-limit',
    });
    expect(counts).toEqual([[citizen(ANN), citizen(BEN)]]);
  });

  it('does not count whom another rule withholds, nor who does not exist', async () => {
    const { judge, counts } = gateOf(declared);
    expect(await judge('population', citizen(CHI), citizen(GHOST), citizen(ANN))).toEqual({
      [citizen(CHI)]: 'hidden',
      [citizen(GHOST)]: 'hidden',
      [citizen(ANN)]: 'read',
    });
    expect(counts).toEqual([[citizen(ANN)]]);
  });

  it('asks the register of emergencies the same question about somebody protected as about nobody', async () => {
    const asked = await Promise.all(
      [CHI, GHOST].map(async (personalId) => {
        const { judge, counts } = gateOf(declared);
        await judge('population', citizen(personalId));
        return counts;
      }),
    );
    expect(asked[0]).toEqual(asked[1]);
  });

  it('that was not declared lets nobody in', async () => {
    const { judge, counts } = gateOf({ policy: { emergencyRequired: true } });
    expect(await judge('population', citizen(ANN))).toEqual({ [citizen(ANN)]: 'emergency-limit' });
    expect(counts).toEqual([]);
  });

  it('is nobody’s business for another purpose', async () => {
    const { judge, counts } = gateOf({ admission: { emergency } });
    expect(await judge('population', citizen(ANN))).toEqual({ [citizen(ANN)]: 'read' });
    expect(counts).toEqual([]);
  });
});

describe('a register that does not answer', () => {
  const settings: readonly (readonly [string, Setting])[] = [
    ['population', { failing: 'population' }],
    ['registers', { failing: 'consents', terms: { population: { consentRequired: true } } }],
    [
      'registers',
      {
        failing: 'emergencies',
        policy: { emergencyRequired: true },
        admission: { emergency: { id: 'e-1', persons: 9 } },
      },
    ],
  ];

  it.each(settings)('means that nobody may be read: %s', async (source, setting) => {
    const { judge } = gateOf(setting);
    const failure = await judge('population', citizen(ANN)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConditionsUnavailable);
    expect(failure).toMatchObject({ source, cause: expect.any(Error) as Error });
    expect((failure as Error).message).not.toContain(ANN);
  });

  it('is no reason to keep enterprises from anybody', async () => {
    const { judge } = gateOf({ failing: 'population' });
    expect(await judge('business', FIRM)).toEqual({ [FIRM]: 'read' });
  });
});
