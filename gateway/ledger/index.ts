/** Who read what, about whom, why: durable before the answer leaves, in a tree that shows every change. */

export { type AskedBy, type AskedRequest, askedBy } from './asked-by.ts';
export {
  checkProof,
  compareHeads,
  type Days,
  type EntryName,
  type ExportedEntry,
  exportEntries,
  type Finding,
  type FindingKind,
  type HeadComparison,
  headText,
  type KeptHead,
  type LedgerProof,
  type LedgerStats,
  ledgerStats,
  newestHead,
  type ProvenEntry,
  parseHead,
  proveEntries,
  readRows,
  type SignedHead,
  type Snapshot,
  type TableSize,
  type Verification,
  type VerifyOptions,
  type Volume,
  verifyLedger,
  withSnapshot,
} from './audit/index.ts';
export type { AnswerRecord, Ledger, ReadSubject, WithheldElements } from './ledger.ts';
export { createPostgresLedger, type PostgresLedgerOptions } from './postgres-ledger.ts';
export { createSubjectVault } from './subject-vault.ts';
export { createHeadSigner } from './tree/index.ts';
export {
  type AccessRecordsOptions,
  createAccessRecords,
  type OpenAccessRecords,
} from './view/access-records.ts';
