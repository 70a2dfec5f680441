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

/** More citizens have relations that one lacks; a call that only these need costs a question and a read at most. */
const FURTHER_STATEMENTS = 2;

let system: TestSystem;
let citizens: readonly string[];

beforeAll(async () => {
  // Four hundred whole profiles are more than one operation may cost.
  const config = { maxCost: 200_000 };
  system = await startTestSystem({ governance: governanceGrantingEverything(), config });
  citizens = await livingCitizens();
});

afterAll(() => system.stop());

describe('SQL statements of the unified profile', () => {
  it('are bounded by the operation, however many citizens it asks about', async () => {
    const one = await statementsOf(ONE, { personalId: PROFILE });
    const counted = new Map<number, Map<string, number>>();
    for (const size of [10, 100, 400]) {
      counted.set(size, await statementsOf(MANY, { personalIds: [PROFILE, ...citizens.slice(1, size)] }));
    }
    const table = [...one].map(([database, count]) => ({
      database,
      1: count,
      ...Object.fromEntries([...counted].map(([size, of]) => [size, of.get(database)])),
    }));
    process.stdout.write(`SQL statements by citizens: ${JSON.stringify(table)}\n`);
    for (const [database, count] of one) {
      expect(count).toBeGreaterThan(0);
      for (const of of counted.values()) {
        expect(of.get(database)).toBeLessThanOrEqual(count + FURTHER_STATEMENTS);
      }
      // A hundred have every relation that four hundred have: from there nothing grows at all.
      expect(counted.get(400)?.get(database)).toBe(counted.get(100)?.get(database));
    }
  });

  it('answer every one of the hundred, in the order of the numbers', async () => {
    const hundred = citizens.slice(0, 100);
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

/** Living citizens whom the caller may read: nobody who is protected in the grade that no agreement opens. */
async function livingCitizens(): Promise<readonly string[]> {
  const client = new Client({ connectionString: inject('databases')['population']?.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ personal_id: string }>(
    `select personal_id from citizens where death_or_missing_kind is null and protection_grade = 0
     order by personal_id limit 400`,
  );
  await client.end();
  return rows.map(({ personal_id }) => personal_id);
}
