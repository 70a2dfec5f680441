import { EMPTY_ROOT, isHash, nodeHash } from './hashes.ts';

/**
 * The Merkle tree hash of the leaves `from` up to `to`, without the latter, as a tree of their own: MTH(D[from:to]) of
 * RFC 9162, section 2.1.1.
 */
export type RangeRoot = (from: number, to: number) => Promise<Buffer>;

/** What an inclusion proof is checked against. */
export interface InclusionClaim {
  readonly leafHash: Buffer;
  /** Position of the leaf, the first being 0. */
  readonly position: number;
  /** Leaves of the tree; to be taken from the same signed head as `root`. */
  readonly size: number;
  /** What {@link inclusionPath} gave. */
  readonly path: readonly Buffer[];
  readonly root: Buffer;
}

/** What a consistency proof is checked against. */
export interface ConsistencyClaim {
  /** Leaves of the earlier tree; to be taken from the same signed head as `firstRoot`. */
  readonly first: number;
  readonly firstRoot: Buffer;
  /** Leaves of the later tree; to be taken from the same signed head as `secondRoot`. */
  readonly second: number;
  readonly secondRoot: Buffer;
  /** What {@link consistencyPath} gave. */
  readonly path: readonly Buffer[];
}

/** Leaves from the first to the second, without the latter. */
type Range = readonly [from: number, to: number];

/**
 * Proves that a leaf is in a tree: the hashes beside the way from the leaf up to the root, PATH(m, D_n) of RFC 9162,
 * section 2.1.3.1. Asks for the ranges of these hashes only, one after the other.
 *
 * @throws RangeError when the tree has no such position
 */
export async function inclusionPath(
  position: number,
  size: number,
  rangeRoot: RangeRoot,
): Promise<readonly Buffer[]> {
  if (!isCount(position) || !isCount(size) || position >= size) {
    throw new RangeError(`A tree of ${size} leaves has no position ${position}.`);
  }
  const ranges: Range[] = [];
  let [from, to]: Range = [0, size];
  while (to - from > 1) {
    const middle = from + leftSize(to - from);
    if (position < middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
    }
  }
  return rootsFromBelow(ranges, rangeRoot);
}

/**
 * Proves that a tree begins with all leaves of an earlier one, unchanged and in the same order: PROOF(m, D_n) of
 * RFC 9162, section 2.1.4.1. Asks for the ranges of the proof only, one after the other. The path is empty when both
 * trees are the same or the earlier one has no leaves: neither case needs a proof.
 *
 * @throws RangeError when the earlier tree would be the larger one
 */
export async function consistencyPath(
  first: number,
  second: number,
  rangeRoot: RangeRoot,
): Promise<readonly Buffer[]> {
  if (!isCount(first) || !isCount(second) || first > second) {
    throw new RangeError(`A tree of ${second} leaves cannot begin with one of ${first}.`);
  }
  if (first === 0) return [];
  const ranges: Range[] = [];
  let [from, to]: Range = [0, second];
  while (to !== first) {
    const middle = from + leftSize(to - from);
    if (first <= middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
    }
  }
  // A range that begins with the first leaf is the whole earlier tree, whose root the verifier has.
  if (from > 0) ranges.push([from, to]);
  return rootsFromBelow(ranges, rangeRoot);
}

/**
 * Whether the path proves that the leaf stands at this position of the tree with this root (RFC 9162,
 * section 2.1.3.2); `false` for anything malformed. The size counts by the form of the path alone, which several sizes
 * can share: what binds it to the root is the signature of the head that states both.
 */
export function checkInclusion({ leafHash, position, size, path, root }: InclusionClaim): boolean {
  if (!isCount(position) || !isCount(size) || position >= size) return false;
  if (![leafHash, root].every(isHash) || !isPath(path)) return false;
  let fn = position;
  let sn = size - 1;
  let r = leafHash;
  for (const p of path) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = nodeHash(r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && r.equals(root);
}

/**
 * Whether the path proves that the later tree begins with the earlier one (RFC 9162, section 2.1.4.2); `false` for
 * anything malformed. Trees of the same size must have the same root, and one without leaves {@link EMPTY_ROOT}; then
 * the path must be empty. Every tree begins with the empty one, so that this says nothing about the later root.
 */
export function checkConsistency({ first, firstRoot, second, secondRoot, path }: ConsistencyClaim): boolean {
  if (!isCount(first) || !isCount(second) || first > second) return false;
  if (![firstRoot, secondRoot].every(isHash) || !isPath(path)) return false;
  if (first === 0 && !firstRoot.equals(EMPTY_ROOT)) return false;
  if (first === second) return path.length === 0 && firstRoot.equals(secondRoot);
  if (first === 0) return path.length === 0;
  if (path.length === 0) return false;
  return isProvenConsistent({ first, firstRoot, second, secondRoot, path });
}

/** Steps 2 to 7 of section 2.1.4.2, for 0 < first < second. */
function isProvenConsistent({ first, firstRoot, second, secondRoot, path }: ConsistencyClaim): boolean {
  const [start = firstRoot, ...rest] = isPowerOfTwo(first) ? [firstRoot, ...path] : path;
  let fn = first - 1;
  let sn = second - 1;
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let fr = start;
  let sr = start;
  for (const c of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
}

/** The way down found the ranges; a path goes up. One at a time: a proof is no reason to occupy a whole pool. */
async function rootsFromBelow(ranges: readonly Range[], rangeRoot: RangeRoot): Promise<readonly Buffer[]> {
  const roots: Buffer[] = [];
  for (const [from, to] of ranges.toReversed()) roots.push(await rangeRoot(from, to));
  return roots;
}

/** Leaves of the left subtree: the largest power of two smaller than `size`, which is at least 2. */
function leftSize(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

// Bitwise operators would cut sizes to 32 bits.
function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return value === 2 ** Math.round(Math.log2(value));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isPath(path: unknown): path is readonly Buffer[] {
  // Spread, because `every` passes over the holes of an array.
  return Array.isArray(path) && [...path].every(isHash);
}
