/** For tests only: registers of a test file's own, on real PostgreSQL with the two roles of production. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { inject } from 'vitest';
import { dropDatabase, type ProvisionedDatabase, provisionDatabase } from '../../embedded/index.ts';
import { createPostgresRegisters, type Registers } from './index.ts';

const MIGRATION = readFileSync(new URL('./migrations/001-registers.sql', import.meta.url), 'utf8');

/** Registers that stand alone, and the URLs of their database. */
export interface OwnRegisters extends ProvisionedDatabase {
  readonly registers: Registers;
  drop(): Promise<void>;
}

/** Makes the database and opens the registers over its serving role. */
export async function ownRegisters(): Promise<OwnRegisters> {
  const which = {
    adminUrl: inject('postgresUrl'),
    name: `registers-${randomBytes(5).toString('hex')}`,
    prefix: 'test_',
  };
  const urls = await provisionDatabase({ ...which, secret: 'for the tests only', serving: 'append-only' });
  await runSql(urls.ownerUrl, MIGRATION);
  const registers = createPostgresRegisters(urls.servingUrl);
  return {
    ...urls,
    registers,
    async drop() {
      await registers.close();
      await dropDatabase(which);
    },
  };
}

/** Runs SQL as the role of a URL and answers its rows. */
export async function runSql(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
