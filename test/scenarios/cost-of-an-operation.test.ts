import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../nation/random.ts';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { randomOperation } from '../support/random-operations.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

const read = (name: string) =>
  readFileSync(new URL(`../operations/${name}.graphql`, import.meta.url), 'utf8');
const UNIFIED = read('unified-profile');
const BY_KEY = `query ByKey($ids: [PersonalId!]!) {
  citizens(personalIds: $ids) {
    outcome
    citizen { name { full } birthDate permanentResidence { place { detail unit { name province { name } } } } }
  }
}`;
const PREVIEW = `query Preview($operation: String!, $variables: AccessVariables) {
  accessPreview(operation: $operation, variables: $variables) {
    cost { requested limit withinLimit heaviest wouldSuffice assumes }
  }
}`;

const ids = (count: number) => ({ ids: Array.from({ length: count }, () => PROFILE) });
const costIn = ({ extensions }: Answer) =>
  (extensions.lienthong as { readonly cost?: unknown } | undefined)?.cost;

let system: TestSystem;
/** The same with a limit that a few persons reach. */
let strict: TestSystem;

beforeAll(async () => {
  const governance = governanceGrantingEverything();
  system = await startTestSystem({ governance });
  strict = await startTestSystem({ governance, config: { maxCost: 70 } });
});

afterAll(async () => {
  await system.stop();
  await strict.stop();
});

/** What `accessPreview` says of the cost. */
async function previewed(
  asked: TestSystem,
  operation: string,
  variables?: Readonly<Record<string, unknown>>,
) {
  const { data, errors } = await asked.ask(CALLERS.everything, PREVIEW, { operation, variables });
  expect(errors).toEqual([]);
  const { accessPreview } = data as { readonly accessPreview: { readonly cost: Record<string, unknown> } };
  return accessPreview.cost;
}

describe('an operation of the six databases', () => {
  it('says with its answer what it costs, the largest that a portal asks for among them', async () => {
    for (const [query, requested] of [
      [UNIFIED, 293],
      [read('large-profile'), 642],
    ] as const) {
      const answer = await system.ask(CALLERS.everything, query, { personalId: PROFILE });
      expect([answer.status, costIn(answer)]).toEqual([200, { requested, limit: 50_000 }]);
    }
  });

  it('may ask for as many persons by key as a look-up takes, with much of each', async () => {
    const answer = await system.ask(CALLERS.everything, BY_KEY, ids(1_000));
    expect([answer.status, costIn(answer)]).toEqual([200, { requested: 7_000, limit: 50_000 }]);
    expect(answer.data?.['citizens']).toHaveLength(1_000);
  });

  it('costs the same, whatever of it is withheld', async () => {
    const answer = await system.ask(CALLERS.withoutAgreement, UNIFIED, { personalId: PROFILE });
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(costIn(answer)).toEqual({ requested: 293, limit: 50_000 });
  });

  it('says what it costs, too, when the gateway answers it itself', async () => {
    const answer = await system.ask(CALLERS.everything, '{ __typename }');
    expect(costIn(answer)).toEqual({ requested: 0, limit: 50_000 });
  });
});

describe('an operation above the limit', () => {
  it('is refused before any database is asked, and with what would suffice it is answered', async () => {
    strict.clearStatements();
    const { status, data, errors } = await strict.ask(CALLERS.everything, BY_KEY, ids(20));
    expect([status, data]).toEqual([400, undefined]);
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      {
        code: 'OPERATION_TOO_COSTLY',
        received: 140,
        expected: 'a cost of at most 70',
        heaviest: expect.arrayContaining(['citizens', 'citizen']),
        wouldSuffice: 'at most 10 by the argument "personalIds" at citizens',
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain(PROFILE);
    expect([...strict.statements.values()].flat()).toEqual([]);
    const answer = await strict.ask(CALLERS.everything, BY_KEY, ids(10));
    expect([answer.status, costIn(answer)]).toEqual([200, { requested: 70, limit: 70 }]);
  });

  it('is refused before it is recorded or decided, so that a preview can still show its fields', async () => {
    const cost = await previewed(strict, BY_KEY, ids(11));
    expect(cost).toMatchObject({ requested: 77, limit: 70, withinLimit: false });
    expect(cost['wouldSuffice']).toContain('at most 10 ');
  });

  it('is foretold without naming anybody: for as many keys as a look-up takes', async () => {
    expect(await previewed(strict, BY_KEY)).toMatchObject({
      requested: 7_000,
      withinLimit: false,
      assumes: ['ids'],
    });
    expect(await previewed(system, UNIFIED)).toMatchObject({
      requested: 293,
      withinLimit: true,
      assumes: [],
    });
  });
});

describe('random operations', () => {
  it('are refused exactly where the preview says so, and cost what it says', async () => {
    const text = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
    const schema = buildASTSchema(parse(text), { assumeValidSDL: true });
    const keys = {
      personalId: [PROFILE],
      personalIds: [[PROFILE, personaId('landless')], [PROFILE]],
      enterpriseCode: [personaId('joint-stock')],
      first: [1, 5, 50],
      amount: ['500000'],
      on: ['2026-01-01'],
      day: ['2026-01-01'],
    };
    const outcomes = new Map<boolean, number>();
    for (let seed = 1; seed <= 25; seed += 1) {
      const { query, variables } = randomOperation(schema, keys, createRandom(seed), {
        roots: ['citizen', 'citizens'],
        variables: 0.5,
      });
      const cost = await previewed(strict, query, variables);
      const answer = await strict.ask(CALLERS.everything, query, variables);
      const refused = answer.errors.find(({ extensions }) => extensions.code === 'OPERATION_TOO_COSTLY');
      expect([query, refused === undefined]).toEqual([query, cost['withinLimit']]);
      const enforced = refused
        ? refused.extensions['received']
        : (costIn(answer) as { requested: number }).requested;
      expect([query, enforced]).toEqual([query, cost['requested']]);
      outcomes.set(refused === undefined, (outcomes.get(refused === undefined) ?? 0) + 1);
    }
    expect(outcomes.get(true)).toBeGreaterThan(5);
    expect(outcomes.get(false)).toBeGreaterThan(5);
  });
});
