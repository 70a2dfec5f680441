import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const ONE = readFileSync(new URL('../operations/unified-profile.graphql', import.meta.url), 'utf8');
const [, SELECTION = ''] = /citizen\(personalId: \$personalId\) (\{[\s\S]*\})\s*\}\s*$/.exec(ONE) ?? [];
const MANY = `query Profiles($personalIds: [PersonalId!]!) { citizens(personalIds: $personalIds) { outcome citizen ${SELECTION} } }`;

let system: TestSystem;
let hundred: readonly string[];

beforeAll(async () => {
  system = await startTestSystem({ governance: governanceGrantingEverything() });
  hundred = await livingCitizens(100);
});

afterAll(() => system.stop());

describe('SQL statements of the unified profile', () => {
  it('are as many for a hundred citizens as for one', async () => {
    const one = await statementsOf(ONE, { personalId: PROFILE });
    const many = await statementsOf(MANY, { personalIds: [PROFILE, ...hundred.slice(1)] });
    const table = [...one].map(([database, count]) => ({
      database,
      one: count,
      hundred: many.get(database),
    }));
    process.stdout.write(`SQL statements, 1 and 100 citizens: ${JSON.stringify(table)}\n`);
    expect([...one.values()].every((count) => count > 0)).toBe(true);
    expect(many).toEqual(one);
  });

  it('answer every one of the hundred, in the order of the numbers', async () => {
    const { data, errors } = await system.ask(CALLERS.everything, MANY, { personalIds: hundred });
    const outcomes = data?.['citizens'] as { outcome: string; citizen: { personalId: string } }[];
    expect(errors).toEqual([]);
    expect(outcomes.map(({ citizen }) => citizen.personalId)).toEqual(hundred);
    expect(outcomes.every(({ outcome }) => outcome === 'FOUND')).toBe(true);
  });
});

async function statementsOf(query: string, variables: Record<string, unknown>): Promise<Map<string, number>> {
  system.clearStatements();
  const { errors } = await system.ask(CALLERS.everything, query, variables);
  expect(errors).toEqual([]);
  // How fresh a database is, is read at most once in ten seconds, whoever asks.
  const counted = [...system.statements].map(
    ([database, statements]) =>
      [database, statements.filter((sql) => !sql.includes('source_state')).length] as const,
  );
  return new Map(counted);
}

async function livingCitizens(count: number): Promise<readonly string[]> {
  const client = new Client({ connectionString: inject('databases')['population']?.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ personal_id: string }>(
    'select personal_id from citizens where death_or_missing_kind is null order by personal_id limit $1',
    [count],
  );
  await client.end();
  return rows.map(({ personal_id }) => personal_id);
}
