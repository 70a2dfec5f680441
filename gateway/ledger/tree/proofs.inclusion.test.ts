import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_ROOT, nodeHash } from './hashes.ts';
import {
  digitsOf,
  LEAVES,
  MOST,
  NO_COUNTS,
  NO_HASHES,
  NO_PATHS,
  REFERENCE_LEAVES,
  rangesOf,
  rootAt,
  STRANGE,
  wrongPaths,
} from './proofs.fixture.ts';
import { checkInclusion, type InclusionClaim, inclusionPath } from './proofs.ts';
import { flipped, naiveInclusion, REFERENCE_ROOTS } from './tree.fixture.ts';

/** For each position of each size: the proof that the tree gives. */
const inclusions: InclusionClaim[] = [];

beforeAll(async () => {
  for (let size = 1; size <= MOST; size += 1) {
    const rangeRoot = rangesOf(LEAVES.slice(0, size));
    for (let position = 0; position < size; position += 1) {
      const path = await inclusionPath(position, size, rangeRoot);
      inclusions.push({ leafHash: LEAVES[position] ?? STRANGE, position, size, path, root: rootAt(size) });
    }
  }
});

describe('an inclusion proof', () => {
  it.each([
    [0, 1, []],
    [0, 8, ['96a296d2', '5f083f0a', '6b47aaf2']],
    [5, 8, ['bc1a0643', 'ca854ea1', 'd37ee418']],
    [2, 3, ['fac54203']],
    [1, 5, ['6e340b9c', '5f083f0a', 'bc1a0643']],
  ])(
    'of entry %i among %i is that of the reference tree (kSHA256Paths)',
    async (position, size, expected) => {
      const path = await inclusionPath(position, size, rangesOf(REFERENCE_LEAVES));
      expect(digitsOf(path).map((digits) => digits.slice(0, 8))).toEqual(expected);
      const [leaf = EMPTY_ROOT, root = EMPTY_ROOT] = [REFERENCE_LEAVES[position], REFERENCE_ROOTS[size - 1]];
      expect(checkInclusion({ leafHash: leaf, position, size, path, root })).toBe(true);
    },
  );

  it('is that of RFC 9162 for each position of each size, and holds', () => {
    for (const claim of inclusions) {
      const expected = naiveInclusion(claim.position, LEAVES.slice(0, claim.size));
      expect(digitsOf(claim.path)).toEqual(digitsOf(expected));
      expect(checkInclusion(claim)).toBe(true);
    }
  });

  it('does not hold for another leaf, root or position, nor for another tree', () => {
    const held: unknown[] = [];
    for (const claim of inclusions) {
      const others = Array.from({ length: MOST + 2 }, (_, number) => number);
      const altered: readonly InclusionClaim[] = [
        { ...claim, leafHash: flipped(claim.leafHash, claim.position) },
        { ...claim, leafHash: STRANGE },
        { ...claim, root: flipped(claim.root, 255) },
        { ...claim, root: STRANGE },
        ...others.filter((each) => each !== claim.position).map((position) => ({ ...claim, position })),
        ...others
          .filter((each) => each !== claim.size)
          .map((size) => ({ ...claim, size, root: rootAt(size) })),
      ];
      held.push(...altered.filter(checkInclusion));
    }
    expect(held).toEqual([]);
  });

  it('does not hold with any other path: altered, too short, too long', () => {
    const held: unknown[] = [];
    for (const claim of inclusions) {
      for (const path of wrongPaths(claim.path)) if (checkInclusion({ ...claim, path })) held.push(claim);
    }
    expect(held).toEqual([]);
  });

  it('does not hold with more hashes than the size allows, nor fewer, even where they lead to the root', () => {
    const held: unknown[] = [];
    for (const claim of inclusions) {
      for (const root of [nodeHash(STRANGE, claim.root), nodeHash(claim.root, STRANGE)]) {
        if (checkInclusion({ ...claim, path: [...claim.path, STRANGE], root })) held.push(claim);
      }
      if (claim.size > 1 && checkInclusion({ ...claim, path: [], root: claim.leafHash })) held.push(claim);
    }
    expect(held).toEqual([]);
  });

  it('does not bind the size by itself: three and four leaves give entry 0 a path of the same form', async () => {
    const path = await inclusionPath(0, 3, rangesOf(LEAVES));
    const claim = { leafHash: rootAt(1), position: 0, path, root: rootAt(3) };
    expect([2, 3, 4, 5].filter((size) => checkInclusion({ ...claim, size }))).toEqual([3, 4]);
    expect(checkInclusion({ ...claim, size: 4, root: rootAt(4) })).toBe(false);
  });

  it('does not hold when anything of it is malformed', async () => {
    const path = await inclusionPath(4, 7, rangesOf(LEAVES));
    const claim: InclusionClaim = {
      leafHash: LEAVES[4] ?? STRANGE,
      position: 4,
      size: 7,
      path,
      root: rootAt(7),
    };
    const malformed = [
      ...NO_PATHS.map((each) => ({ ...claim, path: each })),
      ...NO_HASHES.flatMap((each) => [
        { ...claim, leafHash: each },
        { ...claim, root: each },
        { ...claim, path: path.toSpliced(1, 1, each as Buffer) },
      ]),
      ...NO_COUNTS.flatMap((each) => [
        { ...claim, position: each },
        { ...claim, size: each },
      ]),
      { ...claim, size: 0 },
      { ...claim, position: 0, size: 0, path: [], root: EMPTY_ROOT },
    ];
    expect(malformed.filter((each) => checkInclusion(each as InclusionClaim))).toEqual([]);
    expect(checkInclusion(claim)).toBe(true);
  });

  it.each([
    [0, 0],
    [3, 3],
    [-1, 3],
    [0.5, 3],
    [1, Number.NaN],
    [1, 2 ** 53],
  ])('cannot be made for position %d of %d', async (position, size) => {
    await expect(inclusionPath(position, size, rangesOf(LEAVES))).rejects.toThrow(
      new RangeError(`A tree of ${size} leaves has no position ${position}.`),
    );
  });
});
