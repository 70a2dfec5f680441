import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from './hashes.ts';
import { LEAVES, MOST, STRANGE } from './proofs.fixture.ts';
import { checkConsistency, checkInclusion, consistencyPath, inclusionPath } from './proofs.ts';
import { bytes, hugeTree, naiveRoot } from './tree.fixture.ts';

describe('a proof', () => {
  it('asks for the ranges of its own hashes only, one after the other', async () => {
    let isAsked = false;
    const asked: Buffer[] = [];
    const rangeRoot = async (from: number, to: number) => {
      expect(isAsked).toBe(false);
      isAsked = true;
      await Promise.resolve();
      isAsked = false;
      asked.push(naiveRoot(LEAVES.slice(from, to)));
      return asked.at(-1) ?? STRANGE;
    };
    expect(await inclusionPath(13, MOST, rangeRoot)).toEqual(asked.splice(0));
    expect(await consistencyPath(13, MOST, rangeRoot)).toEqual(asked.splice(0));
    expect(await consistencyPath(16, MOST, rangeRoot)).toEqual(asked.splice(0));
  });

  it('passes on that a range cannot be read', async () => {
    const rangeRoot = () => Promise.reject(new Error('gone'));
    await expect(inclusionPath(1, 2, rangeRoot)).rejects.toThrow('gone');
    await expect(consistencyPath(1, 2, rangeRoot)).rejects.toThrow('gone');
  });
});

describe('a tree beyond 32 bits', () => {
  const SHIFT = 2 ** 32;
  const largest = Number.MAX_SAFE_INTEGER;
  const power = fc.nat({ max: 51 }).map((exponent) => 2 ** exponent);
  // Sums of two powers: their lower 32 bits alone often look like a power themselves.
  const less = fc.oneof(
    fc.integer({ min: 1, max: largest - 1 }),
    power,
    fc.tuple(power, power).map(([a, b]) => a + b),
  );
  const lessAndSize = less.chain((number) =>
    fc.tuple(fc.constant(number), fc.integer({ min: number + 1, max: largest })),
  );

  it('has inclusion proofs that hold for their position alone', async () => {
    await fc.assert(
      fc.asyncProperty(lessAndSize, async ([position, size]) => {
        const { leaf, root } = hugeTree(position);
        const path = await inclusionPath(position, size, async (from, to) => root(from, to));
        const claim = { leafHash: leaf(position), position, size, path, root: root(0, size) };
        expect(path.length).toBeLessThanOrEqual(53);
        expect(checkInclusion(claim)).toBe(true);
        const others = [position - 1, position + 1, position % SHIFT, position + SHIFT, position - SHIFT];
        for (const other of others.filter((each) => each !== position)) {
          expect(checkInclusion({ ...claim, position: other })).toBe(false);
        }
      }),
    );
  });

  it('has consistency proofs that hold for these trees alone', async () => {
    await fc.assert(
      fc.asyncProperty(lessAndSize, async ([first, second]) => {
        const { root } = hugeTree(first - 1);
        const path = await consistencyPath(first, second, async (from, to) => root(from, to));
        const [firstRoot, secondRoot] = [root(0, first), root(0, second)];
        expect(checkConsistency({ first, firstRoot, second, secondRoot, path })).toBe(true);
        for (const other of [first - 1, first + 1, first % SHIFT].filter(
          (each) => each > 0 && each !== first,
        )) {
          const claim = { first: other, firstRoot: root(0, other), second, secondRoot, path };
          expect(checkConsistency(claim)).toBe(false);
        }
        const rewritten = hugeTree(0);
        expect(
          checkConsistency({ first, firstRoot, second, secondRoot: rewritten.root(0, second), path }),
        ).toBe(first === 1);
      }),
      { examples: [[[2 ** 32 + 1, 2 ** 33 + 5]], [[2 ** 32 - 1, 2 ** 32]]] },
    );
  });

  it('is a tree like any other: bytes of a small one say the same', () => {
    expect(hugeTree(-1).root(0, 1)).toEqual(leafHash(bytes('')));
  });
});
