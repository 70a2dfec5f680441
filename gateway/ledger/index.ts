/** Who read what, about whom, why: durable before the answer leaves. */
export type { Ledger, LedgerEntry, LedgerSubject } from './ledger.ts';
export { createPostgresLedger, type PostgresLedgerOptions, subjectDigest } from './postgres-ledger.ts';
