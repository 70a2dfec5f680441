import { EMPTY_ROOT, leafHash } from './hashes.ts';
import type { RangeRoot } from './proofs.ts';
import { flipped, leavesOf, naiveRoot, REFERENCE_ENTRIES } from './tree.fixture.ts';

/** Leaves of the largest tree of which every proof is tried. */
export const MOST = 21;
export const LEAVES = leavesOf(MOST);
const ROOTS = Array.from({ length: MOST + 1 }, (_, size) => naiveRoot(LEAVES.slice(0, size)));
export const REFERENCE_LEAVES = REFERENCE_ENTRIES.map(leafHash);
export const STRANGE = naiveRoot(leavesOf(40));

/** The root of the first leaves. */
export function rootAt(size: number): Buffer {
  return ROOTS[size] ?? STRANGE;
}

/** The ranges of a tree of these leaves. */
export function rangesOf(leaves: readonly Buffer[]): RangeRoot {
  return async (from, to) => naiveRoot(leaves.slice(from, to));
}

/** A path to be compared and shown. */
export function digitsOf(path: readonly Buffer[]): readonly string[] {
  return path.map((hash) => hash.toString('hex'));
}

/** Paths that are not the one that was proved, each wrong in one way. */
export function* wrongPaths(path: readonly Buffer[]): Generator<readonly Buffer[]> {
  for (const [index, hash] of path.entries()) {
    yield path.with(index, flipped(hash, 8 * index));
    yield path.with(index, STRANGE);
    yield path.toSpliced(index, 1);
    if (index > 0) yield path.with(index, path[index - 1] ?? hash).with(index - 1, hash);
  }
  for (const extra of [STRANGE, EMPTY_ROOT, ...path.slice(0, 1), ...path.slice(-1)]) {
    yield [...path, extra];
    yield [extra, ...path];
  }
}

/** Values that are no path of hashes, and numbers that are no count, whatever the types say. */
export const NO_PATHS: readonly unknown[] = [
  undefined,
  null,
  '',
  {},
  7,
  [undefined],
  new Array(3),
  ['00'],
  [Buffer.alloc(31)],
  [[]],
];
export const NO_HASHES: readonly unknown[] = [
  undefined,
  null,
  '',
  'a'.repeat(32),
  Buffer.alloc(0),
  Buffer.alloc(33),
];
export const NO_COUNTS: readonly unknown[] = [
  -1,
  0.5,
  Number.NaN,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  '3',
  undefined,
];
