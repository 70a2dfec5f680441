import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_FRONTIER, extended } from './frontier.ts';
import { EMPTY_ROOT } from './hashes.ts';
import { checkConsistency, checkInclusion, consistencyPath, inclusionPath } from './proofs.ts';
import { createRangeRoot, type TreeStore } from './range-root.ts';
import { hugeTree, leavesOf, naiveRoot } from './tree.fixture.ts';

const MOST = 200;
const LEAVES = leavesOf(MOST);

/** Every complete node, by `level/index`, as a tree that grows tells them. */
const NODES = new Map<string, Buffer>();
extended(EMPTY_FRONTIER, LEAVES, (level, index, hash) => NODES.set(`${level}/${index}`, hash));

/** A store of the leaves and of the nodes of some levels, without those that are missing. */
function storeOf(
  storedLevels: readonly number[],
  isMissing: (node: string) => boolean = () => false,
): TreeStore {
  return {
    storedLevels,
    leaves: async (from, to) => LEAVES.slice(from, to),
    nodes: async (level, from, to) =>
      Array.from({ length: to - from }, (_, offset) => {
        const node = `${level}/${from + offset}`;
        return isMissing(node) ? undefined : NODES.get(node);
      }),
  };
}

/** A store of millions of leaves that notes how many hashes each reading is of. */
function hugeStore(size: number, isMissing: (level: number, index: number) => boolean = () => false) {
  const tree = hugeTree(Math.floor(size / 3));
  const readings: number[] = [];
  const note = <Hash>(from: number, to: number, hash: (index: number) => Hash): readonly Hash[] => {
    readings.push(to - from);
    return Array.from({ length: to - from }, (_, offset) => hash(from + offset));
  };
  const rangeRoot = createRangeRoot({
    storedLevels: [8, 16],
    leaves: async (from, to) => note(from, to, tree.leaf),
    nodes: async (level, from, to) =>
      note(from, to, (index) => {
        const [start, end] = [index * 2 ** level, (index + 1) * 2 ** level];
        return end > size || isMissing(level, index) ? undefined : tree.root(start, end);
      }),
  });
  const readHashes = () => readings.splice(0).reduce((sum, count) => sum + count, 0);
  return { tree, rangeRoot, readHashes };
}

describe('the root of a range', () => {
  const range = fc
    .tuple(fc.nat({ max: MOST }), fc.nat({ max: MOST }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const levels = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 4 });

  it('is that of RFC 9162, whatever the range, the levels that are stored, and the nodes that are missing', async () => {
    await fc.assert(
      fc.asyncProperty(range, levels, fc.func(fc.boolean()), async ([from, to], storedLevels, isMissing) => {
        const root = await createRangeRoot(storeOf(storedLevels, isMissing))(from, to);
        expect(root.equals(naiveRoot(LEAVES.slice(from, to)))).toBe(true);
      }),
    );
  });

  it('makes proofs that hold, for each position and each earlier size', async () => {
    const size = 101;
    const rangeRoot = createRangeRoot(storeOf([2, 4]));
    const root = naiveRoot(LEAVES.slice(0, size));
    for (const [position, leafHash] of LEAVES.slice(0, size).entries()) {
      const path = await inclusionPath(position, size, rangeRoot);
      expect(checkInclusion({ leafHash, position, size, path, root })).toBe(true);
      const firstRoot = naiveRoot(LEAVES.slice(0, position));
      const proof = await consistencyPath(position, size, rangeRoot);
      const claim = { first: position, firstRoot, second: size, secondRoot: root, path: proof };
      expect(checkConsistency(claim)).toBe(true);
    }
  });

  it('of no leaves is the root of nothing', async () => {
    expect(await createRangeRoot(storeOf([2]))(8, 8)).toEqual(EMPTY_ROOT);
  });

  it('is made of stored nodes alone where they cover it', async () => {
    const store = { ...storeOf([3, 5]), leaves: () => Promise.reject(new Error('No leaf is needed.')) };
    const rangeRoot = createRangeRoot(store);
    expect(await rangeRoot(0, 104)).toEqual(naiveRoot(LEAVES.slice(0, 104)));
    await expect(rangeRoot(0, 105)).rejects.toThrow('No leaf is needed.');
  });

  it('believes what is stored: a node that is wrong is not found out here, but by whoever checks', async () => {
    const wrong = { ...storeOf([3]), nodes: async () => [EMPTY_ROOT] };
    expect(await createRangeRoot(wrong)(8, 16)).toEqual(EMPTY_ROOT);
    expect(await createRangeRoot(storeOf([3]))(8, 16)).toEqual(naiveRoot(LEAVES.slice(8, 16)));
  });
});

describe('reading for ranges of millions', () => {
  const SIZE = 10_000_019;

  it('costs a few hundred hashes for the whole tree, and for a whole proof', async () => {
    const { tree, rangeRoot, readHashes } = hugeStore(SIZE);
    expect(await rangeRoot(0, SIZE)).toEqual(tree.root(0, SIZE));
    expect(readHashes()).toBeLessThan(600);
    for (const position of [0, 5_000_000, SIZE - 1]) {
      await inclusionPath(position, SIZE, rangeRoot);
      expect(readHashes()).toBeLessThan(1_000);
      await consistencyPath(position, SIZE, rangeRoot);
      expect(readHashes()).toBeLessThan(1_000);
    }
  });

  it('costs 256 more for each node that is missing', async () => {
    const { tree, rangeRoot, readHashes } = hugeStore(
      SIZE,
      (level, index) => (level === 16 && index === 7) || (level === 8 && index === 7 * 256 + 9),
    );
    expect(await rangeRoot(0, SIZE)).toEqual(tree.root(0, SIZE));
    const whole = hugeStore(SIZE);
    await whole.rangeRoot(0, SIZE);
    expect(readHashes()).toBe(whole.readHashes() + 512);
  });

  it('never takes more than 4,096 at a time, however much there is to read', async () => {
    const { leaf, root } = hugeTree(6_000);
    const readings: number[] = [];
    const rangeRoot = createRangeRoot({
      storedLevels: [],
      leaves: async (from, to) => {
        readings.push(to - from);
        return Array.from({ length: to - from }, (_, offset) => leaf(from + offset));
      },
      nodes: () => Promise.reject(new Error('No node is stored.')),
    });
    expect(await rangeRoot(0, 10_000)).toEqual(root(0, 10_000));
    expect(readings).toEqual([4_096, 4_096, 1_808]);
  });
});

describe('what is refused', () => {
  it.each([[0], [-1], [1.5], [Number.NaN]])('is a level %d', (level) => {
    expect(() => createRangeRoot(storeOf([8, level]))).toThrow(`No tree has nodes of level ${level}.`);
    expect(() => createRangeRoot(storeOf([8, 1]))).not.toThrow();
  });

  it.each([
    [3, 2],
    [-1, 2],
    [0, 0.5],
    [Number.NaN, 2],
    [0, 2 ** 53],
  ])('is a range from %d to %d', async (from, to) => {
    const rangeRoot = createRangeRoot(storeOf([8]));
    await expect(rangeRoot(from, to)).rejects.toThrow(
      new RangeError(`There are no leaves from ${from} to ${to}.`),
    );
    expect(await rangeRoot(2, 3)).toEqual(LEAVES[2]);
  });

  it('is a store that gives fewer hashes than it was asked for, or more', async () => {
    const store = storeOf([3]);
    const rootOf = (changes: Partial<TreeStore>) => createRangeRoot({ ...store, ...changes })(0, 19);
    await expect(rootOf({ leaves: async () => LEAVES.slice(0, 2) })).rejects.toThrow(
      'The leaves from 16 to 19 are 3, but 2 came.',
    );
    await expect(rootOf({ nodes: async () => LEAVES.slice(0, 3) })).rejects.toThrow(
      'The nodes of level 3 from 0 to 2 are 2, but 3 came.',
    );
    expect(await rootOf({})).toEqual(naiveRoot(LEAVES.slice(0, 19)));
  });

  it('is a store that gives bytes that are no hash', async () => {
    const store = { ...storeOf([]), leaves: async () => [Buffer.alloc(31)] };
    await expect(createRangeRoot(store)(0, 1)).rejects.toThrow('has 32 bytes, this one 31');
  });
});
