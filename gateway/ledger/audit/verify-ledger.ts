import type { JWK } from 'jose';
import type { SignedHead } from '../tree/index.ts';
import { walkEntries } from './entry-walk.ts';
import { type Finding, headFinding, strayFindings } from './finding.ts';
import { checkHeads } from './head-chain.ts';
import { checkKept, type KeptHead } from './kept-heads.ts';
import type { LedgerRows } from './ledger-rows.ts';
import { checkNodes } from './node-check.ts';

/** What {@link verifyLedger} needs. */
export interface VerifyOptions {
  readonly rows: LedgerRows;
  /** Public keys of which one must have signed each head: Ed25519. */
  readonly keys: readonly JWK[];
  /** Heads that somebody outside has kept. */
  readonly kept?: readonly KeptHead[];
  /** Told of entries that are done, and how many there are supposed to be. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What came out. */
export interface Verification {
  readonly logId: string | null;
  /** Entries that are in order, each by itself; all of them unless something was found. */
  readonly entries: number;
  readonly heads: number;
  /** The last head that one of the keys has signed. */
  readonly newest: SignedHead | null;
  /** Entries behind it, which the next head is for. */
  readonly unsigned: number;
  /** Time of the first of these. */
  readonly unsignedSince: string | null;
  /** Empty: nothing was altered, removed, inserted or reordered. */
  readonly findings: readonly Finding[];
}

/**
 * Recomputes a ledger from its contents: the hash of each answer and of each entry, each leaf, the tree. Compares it
 * with every signed head, with the heads that were kept outside, and with the stored nodes (RFC 9162, section 2.1). Needs
 * no secret: whoever has the public key and may read the rows comes to the same result. Memory does not grow with the
 * ledger.
 *
 * What it cannot see: a rewritten tail that no head of the ledger, and none that was kept, stands over.
 */
export async function verifyLedger({
  rows,
  keys,
  kept = [],
  onProgress,
}: VerifyOptions): Promise<Verification> {
  const logId = await rows.logId();
  const [expected, signed] = [await rows.expectedEntries(), await rows.signedEntries()];
  const own = checkKept(kept, logId, keys);
  let newest: SignedHead | undefined;
  const chain = checkHeads(rows.heads(), keys, (head, isGood) => {
    own.see(head);
    if (isGood) newest = head;
  });
  const nodes = checkNodes(rows.nodes(), signed);
  const walk = await walkEntries({
    pages: rows.entries(),
    chain,
    kept: own.comparable,
    nodes,
    expected,
    onEntries: (done) => onProgress?.(done, expected),
  });
  await chain.rest();
  const findings = [
    ...(logId === undefined ? [headFinding('The ledger does not say which one it is.', 0)] : []),
    ...chain.findings(),
    ...walk.findings,
    ...own.findings,
    ...own.missing(),
    ...[nodes.finding()].filter((finding) => finding !== undefined),
    ...strayFindings(await rows.strayAnswers(), 'answer'),
    ...strayFindings(await rows.strayNotes(), 'note that an answer did not arrive, of answer'),
  ];
  const unsigned = Math.max(0, walk.entries - (newest?.size ?? 0));
  return {
    logId: logId ?? null,
    entries: walk.entries,
    heads: chain.count(),
    newest: newest ?? null,
    unsigned,
    unsignedSince: unsigned === 0 ? null : (walk.firstUnsigned?.at ?? null),
    findings,
  };
}
