/** Whoever audits the ledger: needs to read it and its public key, and no secret. */
export { headText, parseHead, type SignedHead } from '../tree/index.ts';
export { compareHeads, type HeadComparison } from './compare-heads.ts';
export type { Days } from './days.ts';
export { type ExportedEntry, exportEntries } from './export.ts';
export type { Finding, FindingKind } from './finding.ts';
export type { KeptHead } from './kept-heads.ts';
export { checkProof, type EntryName, type LedgerProof, type ProvenEntry, proveEntries } from './proof.ts';
export { newestHead, readRows } from './reader.ts';
export { type Snapshot, withSnapshot } from './snapshot.ts';
export { type LedgerStats, ledgerStats, type TableSize, type Volume } from './stats.ts';
export { type Verification, type VerifyOptions, verifyLedger } from './verify-ledger.ts';
