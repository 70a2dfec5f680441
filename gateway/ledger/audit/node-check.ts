import { STORED_LEVELS } from '../head-keeper.ts';
import type { OnComplete } from '../tree/index.ts';
import { type Finding, nodeFinding } from './finding.ts';
import type { StoredNode } from './ledger-rows.ts';

/** Compares the nodes that are stored with those that the leaves add up to. */
export interface NodeCheck {
  /** To be told of the nodes that leaves complete. */
  readonly onComplete: OnComplete;
  /** Compares those that were completed since the last time. */
  compare(): Promise<void>;
  /** When all leaves have been there: nothing may be stored beyond them. */
  finish(): Promise<void>;
  /** The first node that is not as it should be. */
  finding(): Finding | undefined;
}

const NONE = 'is none that these entries complete';
const LEVELS: ReadonlySet<number> = new Set(STORED_LEVELS);

/** @param signed leaves under the newest head, up to which nodes must be stored */
export function checkNodes(stored: AsyncIterable<StoredNode>, signed: number): NodeCheck {
  const iterator = stored[Symbol.asyncIterator]();
  const completed: StoredNode[] = [];
  let waiting: StoredNode | undefined;
  let isOver = false;
  let first: Finding | undefined;
  const blame = ({ level, index }: StoredNode, what: string): void => {
    first ??= nodeFinding(level, index, what);
  };
  const storedNext = async (): Promise<StoredNode | undefined> => {
    if (waiting === undefined && !isOver) {
      const { done, value } = await iterator.next();
      isOver = done === true;
      waiting = done === true ? undefined : value;
    }
    return waiting;
  };
  const compareOne = async (node: StoredNode): Promise<void> => {
    let candidate = await storedNext();
    while (candidate !== undefined && isBefore(candidate, node)) {
      blame(candidate, NONE);
      waiting = undefined;
      candidate = await storedNext();
    }
    const isThere = candidate !== undefined && !isBefore(node, candidate);
    if (isThere) waiting = undefined;
    if (isThere && candidate?.hash.equals(node.hash) === false) {
      blame(node, 'is not what the entries below it add up to');
    }
    if (!isThere && endOf(node) <= signed) blame(node, 'is missing');
  };
  return {
    onComplete(level, index, hash) {
      if (LEVELS.has(level)) completed.push({ level, index, hash });
    },
    async compare() {
      for (const node of completed.splice(0)) await compareOne(node);
    },
    async finish() {
      const beyond = await storedNext();
      if (beyond !== undefined) blame(beyond, NONE);
    },
    finding: () => first,
  };
}

/** The order in which nodes are completed. */
function isBefore(one: StoredNode, other: StoredNode): boolean {
  const [end, otherEnd] = [endOf(one), endOf(other)];
  return end < otherEnd || (end === otherEnd && one.level < other.level);
}

function endOf({ level, index }: StoredNode): number {
  return (index + 1) * 2 ** level;
}
