import { createHmac } from 'node:crypto';
import { Pool } from 'pg';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** Settings of {@link createPostgresLedger}. */
export interface PostgresLedgerOptions {
  /** `postgresql://…` of a role that can only insert and select. */
  readonly url: string;
  /** Secret of the keyed digests by which subjects are named. */
  readonly digestSecret: string;
}

const COLUMNS = [
  'at',
  'request_id',
  'agency',
  'client',
  'officer',
  'case_id',
  'emergency_id',
  'purpose',
  'agreements',
  'legal_bases',
  'operation_hash',
  'operation_name',
  'outcome',
  'subjects',
  'withheld',
  'databases',
] as const;

const INSERT = `insert into entries (${COLUMNS.join(', ')}) values (${COLUMNS.map((_column, index) => `$${index + 1}`).join(', ')})`;

/** A ledger in an append-only table; see migrations/ for what the database itself refuses. */
export function createPostgresLedger({ url, digestSecret }: PostgresLedgerOptions): Ledger {
  const pool = new Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    query_timeout: 3_000,
  });
  pool.on('error', () => undefined);
  return {
    async append(entry) {
      await pool.query(INSERT, valuesOf(entry, digestSecret));
    },
    isReachable: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => pool.end(),
  };
}

/** HMAC-SHA-256 of a subject: whoever has the secret finds a person's entries, nobody else learns who was read. */
export function subjectDigest(secret: string, type: string, key: string): string {
  return createHmac('sha256', secret).update(`${type}:${key}`).digest('hex');
}

function valuesOf(entry: LedgerEntry, secret: string): unknown[] {
  const subjects = entry.subjects.map(({ type, key, elements }) => ({
    type,
    digest: subjectDigest(secret, type, key),
    elements: [...elements].sort(),
  }));
  return [
    entry.at,
    entry.requestId,
    entry.agency,
    entry.client,
    entry.officer,
    entry.caseId,
    entry.emergencyId,
    entry.purpose,
    entry.agreements,
    JSON.stringify(entry.legalBases),
    entry.operationHash,
    entry.operationName,
    entry.outcome,
    JSON.stringify(subjects),
    entry.withheld,
    entry.databases,
  ];
}
