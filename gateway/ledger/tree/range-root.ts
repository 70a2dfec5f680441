import { FrontierBuilder } from './frontier.ts';
import type { RangeRoot } from './proofs.ts';

/** Where {@link createRangeRoot} reads hashes. */
export interface TreeStore {
  /** Hashes of the leaves `from` up to `to`, without the latter; all of them must be there. */
  readonly leaves: (from: number, to: number) => Promise<readonly Buffer[]>;
  /**
   * Roots of the complete subtrees `from` up to `to`, without the latter, of a stored level: the one with the number
   * `index` covers the 2^`level` leaves from `index` * 2^`level` on. `undefined` in the place of each that is not there.
   */
  readonly nodes: (level: number, from: number, to: number) => Promise<readonly (Buffer | undefined)[]>;
  /** Levels of which nodes are stored, such as 8 and 16; in any order. */
  readonly storedLevels: readonly number[];
}

/** Most hashes of one reading: 128 KiB, whatever is asked for and however many nodes are missing. */
const MOST = 4_096;

/**
 * Merkle tree hashes of ranges of leaves, from as few stored hashes as there can be. A range that a proof asks for
 * begins at a multiple of its own length, or of the next power of two: with levels 8 and 16 it costs at most 255
 * leaves, 255 nodes of level 8, and one node for each 65,536 leaves. Any other range is right too, but may be read leaf
 * by leaf. A node that is missing is made from what lies below it.
 *
 * @throws Error when a level is not a whole number from 1 on; the result rejects with a RangeError for what is no range,
 *   and with an Error when the store gives another number of hashes than it was asked for
 */
export function createRangeRoot({ leaves, nodes, storedLevels }: TreeStore): RangeRoot {
  for (const level of storedLevels) {
    if (!Number.isSafeInteger(level) || level < 1) throw new Error(`No tree has nodes of level ${level}.`);
  }
  const fromTop = storedLevels.toSorted((a, b) => b - a);

  return async (from, to) => {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from) {
      throw new RangeError(`There are no leaves from ${from} to ${to}.`);
    }
    // The subtrees of a range are those of the whole tree only where the range begins with one.
    const levels = fromTop.filter((level) => from % 2 ** level === 0);
    const range = new FrontierBuilder();
    await addLeaves(range, from, to, levels);
    return range.root();
  };

  /** Adds leaves that begin with a subtree of the highest of these levels: its whole subtrees, then what is left. */
  async function addLeaves(
    range: FrontierBuilder,
    from: number,
    to: number,
    [level, ...lower]: readonly number[],
  ): Promise<void> {
    if (level === undefined) return addEachLeaf(range, from, to);
    const width = 2 ** level;
    const end = Math.floor(to / width);
    const read = (first: number, last: number) => nodes(level, first, last);
    for await (const part of inParts(`nodes of level ${level}`, from / width, end, read)) {
      for (const [offset, hash] of part.hashes.entries()) {
        const start = (part.start + offset) * width;
        if (hash === undefined) await addLeaves(range, start, start + width, lower);
        else range.addSubtree(level, hash);
      }
    }
    await addLeaves(range, end * width, to, lower);
  }

  async function addEachLeaf(range: FrontierBuilder, from: number, to: number): Promise<void> {
    for await (const { hashes } of inParts('leaves', from, to, leaves)) {
      for (const hash of hashes) range.add(hash);
    }
  }
}

/** The hashes from one number up to another, without the latter, never more than {@link MOST} at a time. */
async function* inParts<Hash>(
  what: string,
  from: number,
  to: number,
  read: (from: number, to: number) => Promise<readonly Hash[]>,
): AsyncGenerator<{ readonly start: number; readonly hashes: readonly Hash[] }> {
  for (let start = from; start < to; start += MOST) {
    const end = Math.min(start + MOST, to);
    const hashes = await read(start, end);
    if (hashes.length !== end - start) {
      throw new Error(`The ${what} from ${start} to ${end} are ${end - start}, but ${hashes.length} came.`);
    }
    yield { start, hashes };
  }
}
