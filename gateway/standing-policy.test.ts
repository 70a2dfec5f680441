import { describe, expect, it } from 'vitest';
import { CODES, edited, FIXTURE } from '../governance/fixture.ts';
import { compileGovernance, type Governance } from '../governance/index.ts';
import { callerUnder } from './identity/index.ts';
import { answerWhileStanding, type DecidedRequest, type StandingParts, stands } from './standing-policy.ts';

const changed = (piece: string, replacement: string) =>
  compileGovernance(edited('agreements/ward.yaml', piece, replacement), CODES);

const GOVERNANCE = compileGovernance(FIXTURE, CODES);
const LESS = changed('elements: [population.identity.*]', 'elements: [population.identity.sex]');
const WITH_CASE = changed('case: optional', 'case: required');

const ASKING = {
  agency: 'WARD',
  client: 'test',
  purposes: ['TTHC:1.001193'],
  purpose: 'TTHC:1.001193',
  officer: 'CB-1',
  caseId: 'H-1',
  emergencyId: undefined,
  subject: undefined,
};

/** A request that was identified on the last day of the ward's agreement, and the parts around it. */
function story(asking: typeof ASKING | (Omit<typeof ASKING, 'caseId'> & { caseId: undefined }) = ASKING) {
  let inForce: Governance = GOVERNANCE;
  let clock = new Date('2026-06-30T23:59:59+07:00');
  const parts: StandingParts = {
    policy: { current: () => inForce, onChange: () => () => undefined, stop: async () => undefined },
    now: () => clock,
  };
  const caller = callerUnder(asking, GOVERNANCE, '2026-06-30');
  const request: DecidedRequest = {
    governance: GOVERNANCE,
    caller,
    execution: {
      request: {
        requestId: 'r-1',
        policy: caller.policy,
        subject: undefined,
        officer: 'CB-1',
        caseId: 'H-1',
        gate: undefined,
        asked: new Set(['Citizen 901085100001']),
        signal: AbortSignal.timeout(60_000),
      },
      record: { sources: new Map([['population', null]]), failures: [] },
    },
  };
  return {
    parts,
    request,
    take: (governance: Governance) => {
      inForce = governance;
    },
    passMidnight: () => {
      clock = new Date('2026-07-01T00:00:00+07:00');
    },
  };
}

/** One run as the pipeline makes it: it ends with nothing when its policy did not stand; `meanwhile` is what happens. */
async function answered(
  { parts, request }: ReturnType<typeof story>,
  meanwhile: (run: number) => void = () => undefined,
): Promise<{ runs: number; elements: ReadonlySet<string> }> {
  let runs = 0;
  const elements = await answerWhileStanding(parts, request, async () => {
    const { policy } = request.caller;
    meanwhile(runs);
    runs += 1;
    return stands(parts, request) ? policy.elements : undefined;
  });
  return { runs, elements };
}

describe('a request', () => {
  it('runs once while its policy stands', async () => {
    const { runs, elements } = await answered(story());
    expect(runs).toBe(1);
    expect(elements).toContain('population.identity.fullName');
  });

  it('runs again, from its beginning, under a version that was taken while it ran', async () => {
    const told = story();
    const { runs, elements } = await answered(told, (run) => run === 0 && told.take(LESS));
    expect(runs).toBe(2);
    expect(elements).not.toContain('population.identity.fullName');
    expect(elements).toContain('population.identity.sex');
    const { governance, execution, caller } = told.request;
    expect(governance).toBe(LESS);
    expect(execution.request).toMatchObject({ policy: caller.policy, gate: undefined, asked: new Set() });
    expect(execution.record.sources.size).toBe(0);
  });

  it('runs again when its agreement ends at midnight', async () => {
    const told = story();
    const { runs, elements } = await answered(told, () => told.passMidnight());
    expect(runs).toBe(2);
    expect(elements).not.toContain('population.identity.sex');
  });

  it('is refused, and nothing of it released, when the policy changes with every run', async () => {
    const told = story();
    const versions = [LESS, GOVERNANCE, LESS];
    let runs = 0;
    const changing = answered(told, (run) => {
      runs += 1;
      told.take(versions[run] ?? GOVERNANCE);
    });
    await expect(changing).rejects.toMatchObject({ extensions: { code: 'POLICY_CHANGED' } });
    expect(runs).toBe(3);
  });

  it('is refused when the version in force requires what it does not state', async () => {
    const asking = {
      ...ASKING,
      purpose: 'QLNN:STATISTICS',
      purposes: ['QLNN:STATISTICS'],
      caseId: undefined,
    };
    const told = story(asking);
    await expect(answered(told)).resolves.toMatchObject({ runs: 1 });
    const requiring = answered(told, () => told.take(WITH_CASE));
    await expect(requiring).rejects.toMatchObject({ extensions: { code: 'CASE_REQUIRED' } });
  });
});
