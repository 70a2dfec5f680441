import { describe, expect, it } from 'vitest';
import { ASKS_CONDITIONS, UNKNOWN_PERSON } from '../contract/subject-conditions.ts';
import type { PolicyGrant } from '../governance/index.ts';
import { type AdmissionParts, admit } from './admission.ts';
import { TERMS } from './conditions/fixture.ts';
import type { ExecutionRequest, PlanRunner } from './execution/index.ts';
import type { Caller } from './identity/index.ts';
import { refusalOfAsync } from './refusal-case.ts';
import type { Admission, AdmissionQuestion, Registers } from './registers/index.ts';

const ANN = 'Citizen 901000000001';

const POLICY: PolicyGrant = {
  agency: 'WARD',
  purpose: 'TTHC:1.001193',
  elements: new Set(['population.identity.fullName', 'land.parcel.address']),
  terms: new Map([['population', TERMS]]),
  officerRequired: false,
  caseRequired: false,
  emergencyRequired: false,
  agreements: ['a-01'],
  legalBases: [],
};
const CALLER: Caller = {
  agency: 'WARD',
  client: 'desk',
  purposes: ['TTHC:1.001193'],
  purpose: 'TTHC:1.001193',
  officer: 'CB-0001',
  caseId: undefined,
  emergencyId: undefined,
  subject: undefined,
  policy: POLICY,
  on: '2026-11-21',
  lacks: undefined,
};

/** What a caller states beyond {@link CALLER}, what the registers say to it, and how the register of persons fares. */
interface Setting {
  readonly caller?: Partial<Caller>;
  readonly policy?: Partial<PolicyGrant>;
  readonly says?: Partial<Admission> | Error;
  readonly population?: 'answers' | 'not in the graph';
}

const IN_FORCE: Admission = {
  officer: '901000000008',
  parties: new Set([ANN]),
  emergency: { id: 'e-1', persons: 3 },
};

async function admitted({ caller = {}, policy = {}, says = IN_FORCE, population = 'answers' }: Setting) {
  const asked: AdmissionQuestion[] = [];
  const granted: PolicyGrant[] = [];
  const registers: Pick<Registers, 'admit'> = {
    async admit(question) {
      asked.push(question);
      if (says instanceof Error) throw says;
      return { officer: undefined, parties: undefined, emergency: undefined, ...says };
    },
  };
  const register = {
    async conditions(request: ExecutionRequest, { personalIds }: { personalIds: readonly string[] }) {
      granted.push(request.policy);
      return personalIds.map(() => ({ ...UNKNOWN_PERSON, known: true }));
    },
  };
  const runner: Pick<PlanRunner, 'database'> = {
    database: (name) =>
      name === 'population' && population === 'answers'
        ? (register as unknown as ReturnType<PlanRunner['database']>)
        : undefined,
  };
  const whole: Caller = { ...CALLER, ...caller, policy: { ...POLICY, ...policy } };
  const request: ExecutionRequest = {
    requestId: 'r-1',
    policy: whole.policy,
    subject: whole.subject,
    officer: whole.officer,
    caseId: whole.caseId,
    gate: undefined,
    asked: new Set(),
    signal: new AbortController().signal,
  };
  const gate = await admit(
    { registers, runner, now: () => new Date() } as unknown as AdmissionParts,
    whole,
    request,
  );
  return { gate, asked, granted, policy: whole.policy };
}

const refused = (setting: Setting) => refusalOfAsync(() => admitted(setting));

describe('admission', () => {
  it('asks the registers once for everything that the request states', async () => {
    const caller = { caseId: 'H-1', emergencyId: 'e-1' };
    const { asked } = await admitted({ caller });
    expect(asked).toEqual([
      {
        agency: 'WARD',
        purpose: 'TTHC:1.001193',
        officer: 'CB-0001',
        caseId: 'H-1',
        emergencyId: 'e-1',
        on: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
      },
    ]);
  });

  it('asks nothing when the request states nothing', async () => {
    const { asked, gate } = await admitted({ caller: { officer: undefined } });
    expect(asked).toEqual([]);
    expect(await gate.verdicts('population', [ANN])).toEqual(new Map([[ANN, 'read']]));
  });

  it('of registers that do not answer is no admission', async () => {
    await expect(admitted({ says: new Error('connection refused') })).rejects.toMatchObject({
      name: 'ConditionsUnavailable',
      source: 'registers',
    });
  });
});

describe('an officer', () => {
  it('who does not serve at the agency today is refused, even where none is required', async () => {
    expect(await refused({ says: { ...IN_FORCE, officer: undefined } })).toMatchObject({
      code: 'OFFICER_NOT_POSTED',
      facts: { header: 'Officer-Id' },
    });
    await expect(admitted({})).resolves.toBeDefined();
  });
});

describe('a case', () => {
  const closed = { ...IN_FORCE, parties: undefined };

  it('that is not open is refused where an agreement asks for one', async () => {
    const setting = { caller: { caseId: 'H-1' }, policy: { caseRequired: true } };
    expect(await refused({ ...setting, says: closed })).toMatchObject({
      code: 'CASE_NOT_OPEN',
      facts: { header: 'Case-Id' },
    });
    await expect(admitted(setting)).resolves.toBeDefined();
  });

  it('that nobody asked for is stated for the record only', async () => {
    await expect(admitted({ caller: { caseId: 'H-1' }, says: closed })).resolves.toBeDefined();
  });

  it('opens the records of its parties, and of nobody else', async () => {
    const policy = { terms: new Map([['population', { ...TERMS, subject: 'case-party' as const }]]) };
    const { gate } = await admitted({ caller: { caseId: 'H-1' }, policy });
    const other = 'Citizen 901000000002';
    expect(await gate.verdicts('population', [ANN, other])).toEqual(
      new Map([
        [ANN, 'read'],
        [other, 'case-party'],
      ]),
    );
  });
});

describe('an emergency', () => {
  const policy = { emergencyRequired: true };

  it('must be stated for its purpose', async () => {
    expect(await refused({ policy })).toMatchObject({
      code: 'EMERGENCY_REQUIRED',
      facts: { header: 'Emergency-Id' },
    });
  });

  it('that is not in force for this officer is refused', async () => {
    const caller = { emergencyId: 'e-1' };
    expect(await refused({ policy, caller, says: { ...IN_FORCE, emergency: undefined } })).toMatchObject({
      code: 'EMERGENCY_NOT_OPEN',
      facts: { header: 'Emergency-Id' },
    });
    await expect(admitted({ policy, caller })).resolves.toBeDefined();
  });

  it('that is stated beside another purpose must be in force as well', async () => {
    const caller = { emergencyId: 'e-1' };
    expect(await refused({ caller, says: { ...IN_FORCE, emergency: undefined } })).toMatchObject({
      code: 'EMERGENCY_NOT_OPEN',
    });
    await expect(admitted({ caller })).resolves.toBeDefined();
  });
});

describe('the question to the register of persons', () => {
  it('is asked under a grant for nothing but the question', async () => {
    const { gate, granted } = await admitted({});
    await gate.verdicts('population', [ANN]);
    expect(granted.map(({ elements }) => [...elements])).toEqual([[ASKS_CONDITIONS]]);
    expect(granted[0]).toMatchObject({ agency: 'WARD', purpose: 'TTHC:1.001193' });
  });

  it('carries the jurisdiction of whichever database is limited', async () => {
    const terms = new Map([
      ['business', TERMS],
      ['land', { ...TERMS, jurisdiction: ['00004'] }],
    ]);
    const { gate, granted } = await admitted({ policy: { terms } });
    await gate.verdicts('land', [ANN]);
    expect(granted[0]?.terms.get('population')).toMatchObject({ jurisdiction: ['00004'], subject: 'any' });
  });

  it('uses one grant again for the same policy', async () => {
    const first = await admitted({ policy: {} });
    await first.gate.verdicts('population', [ANN]);
    await first.gate.verdicts('population', ['Citizen 901000000002']);
    expect(first.granted).toHaveLength(2);
    expect(first.granted[0]).toBe(first.granted[1]);
  });

  it('without a register of persons in the graph lets nobody be read', async () => {
    const { gate } = await admitted({ population: 'not in the graph' });
    await expect(gate.verdicts('population', [ANN])).rejects.toMatchObject({
      name: 'ConditionsUnavailable',
      source: 'population',
    });
  });
});
