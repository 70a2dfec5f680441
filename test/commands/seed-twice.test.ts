import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCountry } from '../../commands/country.ts';
import { type Installation, openInstallation } from '../../commands/installation.ts';
import { loadSecrets, startPostgres } from '../../embedded/index.ts';
import { runCommand } from '../support/command.ts';

const PATIENCE_MS = 120_000;

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-seed-'));
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function seed(): Promise<void> {
  const { code, stdout, stderr } = await runCommand('seed', ['--citizens', '200', '--seed', '7'], {
    DATA_DIR: dataDir,
  });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('A synthetic country of 200 citizens (seed 7)');
}

async function whileRunning(work: (installation: Installation) => Promise<void>): Promise<void> {
  const secrets = await loadSecrets(dataDir);
  const postgres = await startPostgres({ dataDir });
  try {
    await work(await openInstallation({ adminUrl: postgres.adminUrl, secrets }));
  } finally {
    await postgres.stop();
  }
}

/** One digest of all rows for each table of each database. */
async function digests({ databases }: Installation): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const [name, { ownerUrl }] of databases) {
    const client = new Client({ connectionString: ownerUrl });
    await client.connect();
    const tables = await client.query<{ table: string }>(
      `select tablename as table from pg_tables
       where schemaname = 'public' and tablename not in ('source_state', 'schema_migrations') order by 1`,
    );
    for (const { table } of tables.rows) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) as digest from ${table} t`,
      );
      found[`${name}.${table}`] = rows[0]?.digest ?? '';
    }
    await client.end();
  }
  return found;
}

describe('npm run seed', () => {
  it(
    'gives the same rows for the same seed, and other people for another',
    async () => {
      await seed();
      await whileRunning(async (installation) => {
        const first = await digests(installation);
        expect(Object.keys(first).length).toBeGreaterThan(20);
        expect(first['population.citizens']).toMatch(/^[23]\d\d /);
        // The second time in another process than the first, and over a country that is already there.
        await loadCountry(installation, { citizens: 200, seed: 7 });
        expect(await digests(installation)).toEqual(first);
        await loadCountry(installation, { citizens: 200, seed: 8 });
        const other = await digests(installation);
        expect(other['population.citizens']).not.toBe(first['population.citizens']);
        expect(other['catalogue.administrative_units']).toBe(first['catalogue.administrative_units']);
      });
    },
    PATIENCE_MS,
  );
});
