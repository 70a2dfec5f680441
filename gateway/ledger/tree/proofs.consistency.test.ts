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
import { type ConsistencyClaim, checkConsistency, consistencyPath } from './proofs.ts';
import { flipped, naiveConsistency, naiveRoot, REFERENCE_ROOTS } from './tree.fixture.ts';

/** For each pair of different sizes: the proof that the tree gives. */
const consistencies: ConsistencyClaim[] = [];

beforeAll(async () => {
  for (let second = 2; second <= MOST; second += 1) {
    const rangeRoot = rangesOf(LEAVES.slice(0, second));
    for (let first = 1; first < second; first += 1) {
      const path = await consistencyPath(first, second, rangeRoot);
      consistencies.push({ first, firstRoot: rootAt(first), second, secondRoot: rootAt(second), path });
    }
  }
});

describe('a consistency proof', () => {
  it.each([
    [1, 1, []],
    [1, 8, ['96a296d2', '5f083f0a', '6b47aaf2']],
    [6, 8, ['0ebc5d34', 'ca854ea1', 'd37ee418']],
    [2, 5, ['5f083f0a', 'bc1a0643']],
  ])('from %i to %i is that of the reference tree (kSHA256Proofs)', async (first, second, expected) => {
    const path = await consistencyPath(first, second, rangesOf(REFERENCE_LEAVES));
    expect(digitsOf(path).map((digits) => digits.slice(0, 8))).toEqual(expected);
    const [firstRoot = EMPTY_ROOT, secondRoot = EMPTY_ROOT] = [
      REFERENCE_ROOTS[first - 1],
      REFERENCE_ROOTS[second - 1],
    ];
    expect(checkConsistency({ first, firstRoot, second, secondRoot, path })).toBe(true);
  });

  it('is that of RFC 9162 for each pair of sizes, and holds', () => {
    for (const claim of consistencies) {
      const expected = naiveConsistency(claim.first, LEAVES.slice(0, claim.second));
      expect(digitsOf(claim.path)).toEqual(digitsOf(expected));
      expect(checkConsistency(claim)).toBe(true);
    }
  });

  it('does not hold for other roots, nor between other trees', () => {
    const held: unknown[] = [];
    for (const claim of consistencies) {
      const others = Array.from({ length: MOST + 2 }, (_, number) => number);
      const altered: readonly ConsistencyClaim[] = [
        { ...claim, firstRoot: flipped(claim.firstRoot, claim.first) },
        { ...claim, firstRoot: STRANGE },
        { ...claim, secondRoot: flipped(claim.secondRoot, claim.second) },
        { ...claim, secondRoot: STRANGE },
        { ...claim, firstRoot: claim.secondRoot, secondRoot: claim.firstRoot },
        { ...claim, first: claim.second, second: claim.first },
        ...others
          .filter((each) => each !== claim.first)
          .map((first) => ({ ...claim, first, firstRoot: rootAt(first) })),
        ...others
          .filter((each) => each !== claim.second)
          .map((second) => ({ ...claim, second, secondRoot: rootAt(second) })),
      ];
      held.push(...altered.filter(checkConsistency));
    }
    expect(held).toEqual([]);
  });

  it('does not hold with any other path: altered, too short, too long', () => {
    const held: unknown[] = [];
    for (const claim of consistencies) {
      for (const path of wrongPaths(claim.path)) if (checkConsistency({ ...claim, path })) held.push(claim);
      if (checkConsistency({ ...claim, path: [] })) held.push(claim);
    }
    expect(held).toEqual([]);
  });

  it('does not hold with more hashes than the sizes allow, nor fewer, even where they lead to the roots', () => {
    const held: unknown[] = [];
    for (const claim of consistencies) {
      const path = [...claim.path, STRANGE];
      const [firstRoot, secondRoot] = [claim.firstRoot, claim.secondRoot];
      const longer: readonly ConsistencyClaim[] = [
        { ...claim, path, secondRoot: nodeHash(secondRoot, STRANGE) },
        { ...claim, path, secondRoot: nodeHash(STRANGE, secondRoot) },
        {
          ...claim,
          path,
          firstRoot: nodeHash(STRANGE, firstRoot),
          secondRoot: nodeHash(STRANGE, secondRoot),
        },
      ];
      held.push(...longer.filter(checkConsistency));
    }
    expect(held).toEqual([]);
    const two = {
      first: 1,
      firstRoot: rootAt(1),
      second: 2,
      secondRoot: rootAt(2),
      path: LEAVES.slice(1, 2),
    };
    expect(checkConsistency({ ...two, second: 8 })).toBe(false);
    expect(checkConsistency(two)).toBe(true);
  });

  it('is not possible when one earlier entry was altered, removed or moved', async () => {
    const rewrite = (position: number): readonly (readonly Buffer[])[] => [
      LEAVES.with(position, STRANGE),
      LEAVES.toSpliced(position, 1),
      LEAVES.toSpliced(position, 0, STRANGE),
      LEAVES.toSpliced(position, 2, ...LEAVES.slice(position, position + 2).toReversed()),
    ];
    const first = 19;
    const check = async (leaves: readonly Buffer[]) => {
      const second = leaves.length;
      const path = await consistencyPath(first, second, rangesOf(leaves));
      const secondRoot = naiveRoot(leaves);
      return checkConsistency({ first, firstRoot: rootAt(first), second, secondRoot, path });
    };
    for (let position = 0; position < first; position += 1) {
      for (const leaves of rewrite(position)) expect(await check(leaves)).toBe(false);
    }
    for (const leaves of rewrite(first)) expect(await check(leaves)).toBe(true);
  });

  it('is empty between trees of one size, which must be the same', async () => {
    expect(await consistencyPath(5, 5, rangesOf(LEAVES))).toEqual([]);
    const claim = { first: 5, firstRoot: rootAt(5), second: 5, secondRoot: rootAt(5), path: [] };
    expect(checkConsistency(claim)).toBe(true);
    expect(checkConsistency({ ...claim, secondRoot: rootAt(6) })).toBe(false);
    expect(checkConsistency({ ...claim, path: [rootAt(5)] })).toBe(false);
  });

  it('is empty from the tree without leaves, which has but one root', async () => {
    expect(await consistencyPath(0, 0, rangesOf(LEAVES))).toEqual([]);
    expect(await consistencyPath(0, 6, rangesOf(LEAVES))).toEqual([]);
    const claim = { first: 0, firstRoot: EMPTY_ROOT, second: 6, secondRoot: rootAt(6), path: [] };
    expect(checkConsistency(claim)).toBe(true);
    expect(checkConsistency({ ...claim, second: 0, secondRoot: EMPTY_ROOT })).toBe(true);
    expect(checkConsistency({ ...claim, firstRoot: STRANGE })).toBe(false);
    expect(checkConsistency({ ...claim, second: 0, secondRoot: STRANGE })).toBe(false);
    expect(checkConsistency({ ...claim, firstRoot: STRANGE, second: 0, secondRoot: STRANGE })).toBe(false);
    expect(checkConsistency({ ...claim, path: [EMPTY_ROOT] })).toBe(false);
  });

  it('does not hold when anything of it is malformed', async () => {
    const path = await consistencyPath(3, 7, rangesOf(LEAVES));
    const claim: ConsistencyClaim = {
      first: 3,
      firstRoot: rootAt(3),
      second: 7,
      secondRoot: rootAt(7),
      path,
    };
    const malformed = [
      ...NO_PATHS.map((each) => ({ ...claim, path: each })),
      ...NO_HASHES.flatMap((each) => [
        { ...claim, firstRoot: each },
        { ...claim, secondRoot: each },
        { ...claim, path: path.toSpliced(1, 1, each as Buffer) },
      ]),
      ...NO_COUNTS.flatMap((each) => [
        { ...claim, first: each },
        { ...claim, second: each },
        { ...claim, first: each, second: each, secondRoot: claim.firstRoot, path: [] },
      ]),
    ];
    expect(malformed.filter((each) => checkConsistency(each as ConsistencyClaim))).toEqual([]);
    expect(checkConsistency(claim)).toBe(true);
  });

  it.each([
    [3, 2],
    [-1, 3],
    [0.5, 3],
    [1, Number.NaN],
    [1, 2 ** 53],
  ])('cannot be made from %d to %d', async (first, second) => {
    await expect(consistencyPath(first, second, rangesOf(LEAVES))).rejects.toThrow(
      new RangeError(`A tree of ${second} leaves cannot begin with one of ${first}.`),
    );
  });
});
