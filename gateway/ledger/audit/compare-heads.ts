import type { JWK } from 'jose';
import {
  checkConsistency,
  consistencyPath,
  createRangeRoot,
  type SignedHead,
  verifyHead,
} from '../tree/index.ts';
import { nameOf } from './finding.ts';
import { countEntries, readLogId, readTree } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

/** What two heads say of each other. */
export interface HeadComparison {
  /**
   * `same` tree; one `extends` the other; `two-histories`, which no honest ledger shows; `other-ledgers`, so that
   * nothing can be said.
   */
  readonly verdict: 'same' | 'extends' | 'two-histories' | 'other-ledgers';
  /** One sentence. */
  readonly text: string;
}

/**
 * Compares two heads that were kept by two witnesses, or at two times. For heads of different sizes, the ledger has to
 * prove that the larger tree begins with the smaller one (RFC 9162, section 2.1.4).
 *
 * @param withLedger reads the ledger; called only when a proof is needed
 * @throws Error when a head is not signed by one of the keys, or the ledger is another one
 */
export async function compareHeads(
  [one, other]: readonly [SignedHead, SignedHead],
  keys: readonly JWK[],
  withLedger: (read: (snapshot: Snapshot) => Promise<boolean>) => Promise<boolean>,
): Promise<HeadComparison> {
  for (const head of [one, other]) verifyHead(head, keys);
  const [first, second] = one.size <= other.size ? [one, other] : [other, one];
  const names = `${nameOf(first)} and ${nameOf(second)}`;
  if (first.logId !== second.logId) {
    return { verdict: 'other-ledgers', text: `Two ledgers: ${names} say nothing of each other.` };
  }
  if (first.size === second.size) {
    return first.root === second.root
      ? { verdict: 'same', text: `One history: ${names} stand over the same entries.` }
      : { verdict: 'two-histories', text: `Two histories: ${names} stand over different entries.` };
  }
  return (await withLedger((snapshot) => isProven(snapshot, first, second)))
    ? { verdict: 'extends', text: `One history: ${nameOf(second)} goes on from ${nameOf(first)}.` }
    : {
        verdict: 'two-histories',
        text: `Two histories: the ledger cannot prove that ${nameOf(second)} goes on from ${nameOf(first)}.`,
      };
}

/** @throws Error when it is another ledger */
async function isProven(snapshot: Snapshot, first: SignedHead, second: SignedHead): Promise<boolean> {
  if ((await readLogId(snapshot)) !== first.logId) {
    throw new Error('The heads are those of another ledger than the one that was named.');
  }
  if ((await countEntries(snapshot, second.size)) !== second.size) return false;
  const tree = readTree(snapshot);
  // The stored nodes are not signed: when they do not fit, the leaves have the last word.
  for (const store of [tree, { ...tree, storedLevels: [] }]) {
    const path = await consistencyPath(first.size, second.size, createRangeRoot(store));
    const claim = {
      first: first.size,
      firstRoot: Buffer.from(first.root, 'hex'),
      second: second.size,
      secondRoot: Buffer.from(second.root, 'hex'),
      path,
    };
    if (checkConsistency(claim)) return true;
  }
  return false;
}
