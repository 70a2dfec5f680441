import { createHmac } from 'node:crypto';
import { Pool } from 'pg';
import { groupCommit } from './group-commit.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** Settings of {@link createPostgresLedger}. */
export interface PostgresLedgerOptions {
  /** `postgresql://…` of a role that can only insert and select. */
  readonly url: string;
  /** Secret of the keyed digests by which subjects are named. */
  readonly digestSecret: string;
}

/** The columns of one entry, in the types of PostgreSQL. */
const COLUMNS = {
  at: 'timestamptz',
  request_id: 'text',
  agency: 'text',
  client: 'text',
  officer: 'text',
  case_id: 'text',
  emergency_id: 'text',
  purpose: 'text',
  agreements: 'text[]',
  legal_bases: 'jsonb',
  operation_hash: 'text',
  operation_name: 'text',
  outcome: 'text',
  subjects: 'jsonb',
  withheld: 'text[]',
  databases: 'text[]',
} as const;

/** One statement for a group of any size: the rows are one parameter. */
const INSERT = `insert into entries (${Object.keys(COLUMNS).join(', ')})
  select ${Object.keys(COLUMNS).join(', ')} from jsonb_to_recordset($1::jsonb)
  as entry(${Object.entries(COLUMNS)
    .map((column) => column.join(' '))
    .join(', ')})`;

/** Most entries of one flush; each has a few hundred bytes. */
const MOST = 500;

/** A ledger in an append-only table; see migrations/ for what the database itself refuses. */
export function createPostgresLedger({ url, digestSecret }: PostgresLedgerOptions): Ledger {
  const pool = new Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    query_timeout: 3_000,
  });
  pool.on('error', () => undefined);
  const append = groupCommit<LedgerEntry>({
    most: MOST,
    async write(entries) {
      const rows = entries.map((entry) => rowOf(entry, digestSecret));
      await pool.query({ name: 'append', text: INSERT, values: [JSON.stringify(rows)] });
    },
    // Data exception, integrity constraint violation (SQLSTATE classes 22 and 23).
    isOfEntry: (error) => /^2[23]/.test(String((error as { readonly code?: unknown }).code)),
  });
  return {
    append,
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

function rowOf(entry: LedgerEntry, secret: string): Readonly<Record<keyof typeof COLUMNS, unknown>> {
  return {
    at: entry.at,
    request_id: entry.requestId,
    agency: entry.agency,
    client: entry.client,
    officer: entry.officer,
    case_id: entry.caseId,
    emergency_id: entry.emergencyId,
    purpose: entry.purpose,
    agreements: entry.agreements,
    legal_bases: entry.legalBases,
    operation_hash: entry.operationHash,
    operation_name: entry.operationName,
    outcome: entry.outcome,
    subjects: entry.subjects.map(({ type, key, elements }) => ({
      type,
      digest: subjectDigest(secret, type, key),
      elements: [...elements].sort(),
    })),
    withheld: entry.withheld,
    databases: entry.databases,
  };
}
