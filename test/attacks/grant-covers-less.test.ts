import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askSubgraph, claimsFor, PROBES, signedGrant } from '../support/subgraph-calls.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

beforeEach(() => system.clearStatements());

/** SQL that read records; how fresh a database is, it may always say. */
function reads(database: string): readonly string[] {
  return (system.statements.get(database) ?? []).filter((sql) => !sql.includes('source_state'));
}

describe.each(PROBES)('a good grant for $database', (probe) => {
  const ask = async (elements: readonly string[]) =>
    await askSubgraph(
      system.subgraphUrl(probe.database),
      probe,
      await signedGrant(system, claimsFor({ database: probe.database, elements })),
    );

  it('that covers the operation is answered', async () => {
    const answer = await ask(probe.elements);
    expect(answer.status).toBe(200);
    expect(answer.codes).toEqual([]);
    expect(reads(probe.database).length).toBeGreaterThan(0);
  });

  it.each(probe.elements)(
    'that lacks %s refuses the whole operation before anything is read',
    async (lacking) => {
      const answer = await ask(probe.elements.filter((element) => element !== lacking));
      expect(answer.status).toBe(403);
      expect(answer.codes).toEqual(['GRANT_INSUFFICIENT']);
      expect(answer.data ?? null).toBeNull();
      expect(JSON.stringify(answer.errors[0]?.extensions['lacking'])).toContain(lacking);
      expect(reads(probe.database)).toEqual([]);
    },
  );

  it('that names the elements of another database covers nothing', async () => {
    const elsewhere = probe.elements.map((element) => `x${element}`);
    expect((await ask(elsewhere)).codes).toEqual(['GRANT_INSUFFICIENT']);
    expect((await ask(['*', `${probe.database}.*`])).codes).toEqual(['GRANT_INSUFFICIENT']);
  });
});

describe('one field too many', () => {
  const [population] = PROBES;
  const query = 'query ($id: PersonalId!) { citizen(personalId: $id) { name { full } phone } }';
  const question = { query, variables: { id: population?.variables['personalId'] } };
  const granted = population?.elements ?? [];

  it('refuses those that are covered too: a database does not guess what the gateway meant', async () => {
    const short = await signedGrant(system, claimsFor({ database: 'population', elements: granted }));
    const answer = await askSubgraph(system.subgraphUrl('population'), question, short);
    expect(answer.codes).toEqual(['GRANT_INSUFFICIENT']);
    expect(answer.text).not.toContain('Nguyễn');
    const elements = [...granted, 'population.contact.phone'];
    const whole = await signedGrant(system, claimsFor({ database: 'population', elements }));
    expect((await askSubgraph(system.subgraphUrl('population'), question, whole)).text).toContain('Nguyễn');
  });

  it.each([
    ['under an alias', '{ citizen(personalId: "ID") { name: phone } }'],
    ['in a fragment', 'query { citizen(personalId: "ID") { ...F } } fragment F on Citizen { phone }'],
    ['in an inline fragment', '{ citizen(personalId: "ID") { ... on Citizen { ... { phone } } } }'],
    ['in a condition that holds', '{ citizen(personalId: "ID") { phone @include(if: true) } }'],
    [
      'in an operation that is not the one asked',
      'query A { __typename } query B { citizen(personalId: "ID") { phone } }',
    ],
    ['through a search', '{ citizenByOldIdNumber(oldIdNumber: "990000001") { name { full } } }'],
  ])('is found %s', async (_where, text) => {
    const grant = await signedGrant(system, claimsFor({ database: 'population', elements: granted }));
    const asked = { query: text.replace('ID', String(population?.variables['personalId'])) };
    const answer = await askSubgraph(system.subgraphUrl('population'), asked, grant);
    expect(answer.codes.length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/\+84|Nguyễn/);
  });
});
