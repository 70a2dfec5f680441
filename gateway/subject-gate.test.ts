import { describe, expect, it } from 'vitest';
import type { DatabaseTerms, PolicyGrant } from '../governance/index.ts';
import type { DatabaseSource, ExecutionRequest, PlanRunner } from './execution/index.ts';
import { readableSubjects } from './subject-gate.ts';

const TERMS: DatabaseTerms = {
  jurisdiction: ['00004'],
  subject: 'any',
  officerRequired: false,
  caseRequired: false,
  agreements: ['a'],
  legalBases: [],
};

function request(terms: Partial<DatabaseTerms>, subject?: string): ExecutionRequest {
  return requestUnder(new Map([['population', { ...TERMS, ...terms }]]), subject);
}

function requestUnder(terms: ReadonlyMap<string, DatabaseTerms>, subject?: string): ExecutionRequest {
  const policy: PolicyGrant = {
    agency: 'A',
    purpose: 'P',
    elements: new Set(['civil-status.marriage.entry']),
    terms,
    officerRequired: false,
    caseRequired: false,
    agreements: ['a'],
    legalBases: [],
    awaitingConsent: [],
  };
  return {
    requestId: 'r-1',
    policy,
    subject,
    officer: undefined,
    caseId: undefined,
    signal: new AbortController().signal,
  };
}

interface Population {
  readonly runner: PlanRunner;
  /** The grants under which it was asked. */
  readonly policies: PolicyGrant[];
  /** The numbers of each call. */
  readonly calls: (readonly string[])[];
}

/** A population database that knows residents by what `answer` says of one number. */
function population(answer: (personalId: string) => unknown): Population {
  const calls: (readonly string[])[] = [];
  const policies: PolicyGrant[] = [];
  const source: Partial<DatabaseSource> = {
    call: async ({ policy }, _query, variables) => {
      policies.push(policy);
      const personalIds = variables['personalIds'] as readonly string[];
      calls.push(personalIds);
      return { data: { citizens: personalIds.map(answer) } };
    },
  };
  const database = (name: string) => (name === 'population' ? (source as DatabaseSource) : undefined);
  return { runner: { database } as PlanRunner, calls, policies };
}

const resident = (personalId: string) => ({
  personalId,
  outcome: personalId === 'an' ? 'FOUND' : 'NOT_FOUND',
});
const RESULT = {
  parcel: {
    owners: [
      { lienthong_personalId: 'an', father: { lienthong_personalId: 'binh' } },
      { lienthong_personalId: 'an' },
    ],
  },
};

describe('an agency with a territory', () => {
  it('may read who lives there, wherever in the answer they stand, and nobody else', async () => {
    const { runner, calls } = population(resident);
    const mayRead = await readableSubjects(runner, request({}), RESULT);
    expect([mayRead('Citizen', 'an'), mayRead('Citizen', 'binh')]).toEqual([true, false]);
    expect(calls).toEqual([['an', 'binh']]);
  });

  it('is asked about under its territory, even when only another database is limited to it', async () => {
    const national: DatabaseTerms = { ...TERMS, jurisdiction: 'national' };
    const terms = new Map([
      ['population', national],
      ['civil-status', TERMS],
    ]);
    const { runner, policies } = population(resident);
    const mayRead = await readableSubjects(runner, requestUnder(terms), RESULT);
    expect([mayRead('Citizen', 'an'), mayRead('Citizen', 'binh')]).toEqual([true, false]);
    expect(policies[0]?.terms.get('population')?.jurisdiction).toEqual(['00004']);
    expect([...(policies[0]?.elements ?? [])]).toEqual(['population.identity.personalId']);
  });

  it('may not read a citizen of whom no database said who it is', async () => {
    const mayRead = await readableSubjects(population(resident).runner, request({}), RESULT);
    expect(mayRead('Citizen', '')).toBe(false);
  });

  it('is asked about in calls of at most a thousand', async () => {
    const { runner, calls } = population((personalId) => ({ personalId, outcome: 'FOUND' }));
    const everyone = Array.from({ length: 2_001 }, (_none, index) => ({ lienthong_personalId: `p${index}` }));
    const mayRead = await readableSubjects(runner, request({}), { everyone });
    expect(calls.map(({ length }) => length)).toEqual([1_000, 1_000, 1]);
    expect(mayRead('Citizen', 'p2000')).toBe(true);
  });

  it('costs no call for an answer without citizens', async () => {
    const { runner, calls } = population(resident);
    await readableSubjects(runner, request({}), { unit: { name: 'Ba Đình' } });
    expect(calls).toEqual([]);
  });

  it('may read businesses: their territory is not the one of people', async () => {
    const mayRead = await readableSubjects(population(resident).runner, request({}), RESULT);
    expect(mayRead('Business', 'firm')).toBe(true);
  });
});

describe('nobody passes', () => {
  const silent: readonly (readonly [string, PlanRunner])[] = [
    [
      'when the population database fails',
      {
        database: () => ({ call: () => Promise.reject(new Error('down')) }) as unknown as DatabaseSource,
      } as unknown as PlanRunner,
    ],
    ['when there is none in the graph', { database: () => undefined } as unknown as PlanRunner],
    [
      'when it answers nothing',
      {
        database: () => ({ call: async () => ({ data: null }) }) as unknown as DatabaseSource,
      } as unknown as PlanRunner,
    ],
    ['when it answers in another form', population(() => ({ personalId: 5, outcome: 'FOUND' })).runner],
    [
      'when it does not say that they were found',
      population((personalId) => ({ personalId, outcome: 'found' })).runner,
    ],
  ];

  it.each(silent)('%s', async (_when, runner) => {
    const mayRead = await readableSubjects(runner, request({}), RESULT);
    expect(mayRead('Citizen', 'an')).toBe(false);
  });
});

describe('a citizen’s own token', () => {
  it('passes that citizen, without any call', async () => {
    const { runner, calls } = population(resident);
    const mayRead = await readableSubjects(runner, request({ subject: 'self' }, 'binh'), RESULT);
    expect([mayRead('Citizen', 'binh'), mayRead('Citizen', 'an'), mayRead('Citizen', '')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(calls).toEqual([]);
  });
});

describe('a national agreement', () => {
  it('passes everybody, without any call', async () => {
    const { runner, calls } = population(resident);
    const mayRead = await readableSubjects(runner, request({ jurisdiction: 'national' }), RESULT);
    expect([mayRead('Citizen', 'an'), mayRead('Citizen', 'binh')]).toEqual([true, true]);
    expect(calls).toEqual([]);
  });
});
