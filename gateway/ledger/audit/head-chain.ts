import type { JWK } from 'jose';
import { headDigest, NO_PREVIOUS_HEAD, type SignedHead, verifyHead } from '../tree/index.ts';
import { type Finding, headFinding, nameOf } from './finding.ts';

/** Goes through the heads of a ledger, from the oldest to the newest. */
export interface HeadChain {
  /** The next head that one of the keys has signed; `undefined` when there is none. */
  next(): Promise<SignedHead | undefined>;
  /** Goes on to the end. */
  rest(): Promise<void>;
  /** How many heads there were so far. */
  count(): number;
  /** What was wrong so far, each kind of fault once. */
  findings(): readonly Finding[];
}

/** How often one kind of fault was met. */
interface Fault {
  readonly text: string;
  readonly more: number;
}

/**
 * Checks of each head that its signature is one of `keys`, and that it goes on from the head before: states it as its
 * predecessor, and is not older.
 *
 * @param onHead told of each head, and whether one of the keys has signed it
 */
export function checkHeads(
  heads: AsyncIterable<SignedHead>,
  keys: readonly JWK[],
  onHead: (head: SignedHead, isGood: boolean) => void,
): HeadChain {
  const faults = new Map<string, Fault>();
  const iterator = heads[Symbol.asyncIterator]();
  let before: SignedHead | 'none' | 'bad' = 'none';
  let read = 0;
  const blame = (kind: string, text: string): void => {
    const known = faults.get(kind);
    faults.set(kind, known === undefined ? { text, more: 0 } : { ...known, more: known.more + 1 });
  };
  const check = (head: SignedHead): SignedHead | undefined => {
    const reason = refusalOf(head, keys);
    if (reason !== undefined) {
      before = 'bad';
      blame('signature', capitalised(`${nameOf(head)} is not signed, or was altered: ${reason}`));
      return undefined;
    }
    // What follows a head that was altered says nothing more.
    if (before !== 'bad') blameSequence(before, head, blame);
    before = head;
    return head;
  };
  const chain: HeadChain = {
    async next() {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done === true) return undefined;
        read += 1;
        const good = check(value);
        onHead(value, good !== undefined);
        if (good !== undefined) return good;
      }
    },
    async rest() {
      while ((await chain.next()) !== undefined);
    },
    count: () => read,
    findings: () => [...faults.values()].map(({ text, more }) => headFinding(text, more)),
  };
  return chain;
}

/** Why nobody vouches for a head; `undefined` when one of the keys does. */
export function refusalOf(head: SignedHead, keys: readonly JWK[]): string | undefined {
  try {
    verifyHead(head, keys);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function blameSequence(
  before: SignedHead | 'none',
  head: SignedHead,
  blame: (kind: string, text: string) => void,
): void {
  const name = capitalised(nameOf(head));
  if (before === 'none') {
    if (head.previous !== NO_PREVIOUS_HEAD) {
      blame('chain', `${name} follows another one, but none is before it: heads were removed.`);
    }
    return;
  }
  if (head.previous !== headDigest(before)) {
    blame('chain', `${name} does not follow ${nameOf(before)}: a head between them was removed or replaced.`);
  }
  if (head.at < before.at) blame('time', `${name} is older than ${nameOf(before)}, on which it goes on.`);
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
