import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { Client } from 'pg';
import { inject } from 'vitest';
import { dropDatabase, type ProvisionedDatabase, provisionDatabase } from '../../embedded/index.ts';
import type { AnswerRecord } from './ledger.ts';
import { createPostgresLedger, type PostgresLedgerOptions } from './postgres-ledger.ts';
import { createHeadSigner } from './tree/index.ts';

export const PERSON = '901085000001';
export const FIRM = '0100109106';

/** An answer that speaks of a person out of two databases, and of an enterprise out of one. */
export const RECORD: AnswerRecord = {
  at: '2026-03-04T05:06:07.000Z',
  requestId: 'r-0001',
  agency: 'GDT',
  client: 'tax-portal',
  officer: 'CB-1',
  caseId: 'H-1',
  emergencyId: 'a2f5d3c0-0000-4000-8000-000000000001',
  purpose: 'QLNN:TAX',
  agreements: ['gdt-pop-01', 'gdt-ent-01'],
  legalBases: [{ document: 'Law 26/2023/QH15', article: '10' }],
  policyVersion: 'f'.repeat(64),
  operationHash: 'a'.repeat(64),
  operationName: 'Profile',
  outcome: 'answered',
  searched: ['population.identity.personalId'],
  matches: 2,
  subjects: [
    {
      type: 'Citizen',
      key: PERSON,
      elements: ['population.identity.name', 'population.identity.birthDate', 'land.right.form'],
    },
    { type: 'Business', key: FIRM, elements: ['business.register.title'] },
  ],
  withheld: [{ rule: 'element-not-granted', elements: ['population.identity.religion'] }],
  databases: ['population', 'business', 'land'],
};

/** Keys of a ledger, for tests only. */
export const LEDGER_KEY = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;
export const SIGNER = createHeadSigner(LEDGER_KEY);

/** A ledger's database of a test's own, with the two roles of production. */
export interface LedgerDatabase extends ProvisionedDatabase {
  /** Of a superuser. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** Makes one, all migrations run. */
export async function ledgerDatabase(): Promise<LedgerDatabase> {
  const which = {
    adminUrl: inject('postgresUrl'),
    name: `ledger-${randomBytes(5).toString('hex')}`,
    prefix: 'test_',
  };
  const urls = await provisionDatabase({ ...which, secret: 'for the tests only', serving: 'append-only' });
  await runSql(urls.ownerUrl, MIGRATIONS);
  const admin = new URL(which.adminUrl);
  admin.pathname = new URL(urls.ownerUrl).pathname;
  return { ...urls, adminUrl: admin.href, drop: () => dropDatabase(which) };
}

const folder = new URL('migrations/', import.meta.url);
const MIGRATIONS = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

/** Runs statements on a connection of their own; the rows of the last one. */
export async function runSql(
  url: string,
  text: string,
  values?: readonly unknown[],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text, values && [...values]);
    return result.rows;
  } finally {
    await client.end();
  }
}

/** A ledger in that database; it signs heads only when it is closed, unless told otherwise. */
export function openTestLedger(url: string, more: Partial<PostgresLedgerOptions> = {}) {
  return createPostgresLedger({
    url,
    digestSecret: 'a secret of the digests, for tests only',
    masterKeys: [{ id: '1', key: Buffer.alloc(32, 7) }],
    signer: SIGNER,
    headEveryMs: 3_600_000,
    onFault: (error) => {
      throw error;
    },
    ...more,
  });
}
