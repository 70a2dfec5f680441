import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_FRONTIER,
  extended,
  type Frontier,
  FrontierBuilder,
  packFrontier,
  rootOf,
  unpackFrontier,
} from './frontier.ts';
import { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './hashes.ts';
import { hugeTree, leavesOf, naiveRoot, REFERENCE_ENTRIES, REFERENCE_ROOTS } from './tree.fixture.ts';

const MOST = 70;
const LEAVES = leavesOf(MOST);
const leafCount = fc.nat({ max: MOST });

const onesOf = (size: number) => [...size.toString(2)].filter((digit) => digit === '1').length;

describe('a tree that grows', () => {
  it('has the roots of the reference tree, entry by entry', () => {
    const builder = new FrontierBuilder();
    const roots = REFERENCE_ENTRIES.map((entry) => {
      builder.add(leafHash(entry));
      return builder.root();
    });
    expect(roots).toEqual(REFERENCE_ROOTS);
  });

  it('has the root of nothing before its first leaf', () => {
    expect(rootOf(EMPTY_FRONTIER)).toEqual(EMPTY_ROOT);
    expect(new FrontierBuilder().root()).toEqual(EMPTY_ROOT);
    expect(rootOf(extended(EMPTY_FRONTIER, LEAVES.slice(0, 1)))).toEqual(LEAVES[0]);
  });

  it('has the root of RFC 9162 at every size, and one hash for each 1 in the size', () => {
    for (let size = 0; size <= MOST; size += 1) {
      const frontier = extended(EMPTY_FRONTIER, LEAVES.slice(0, size));
      expect(frontier.size).toBe(size);
      expect(frontier.hashes).toHaveLength(onesOf(size));
      expect(rootOf(frontier)).toEqual(naiveRoot(LEAVES.slice(0, size)));
    }
  });

  it('is the same in however many steps it grew', () => {
    fc.assert(
      fc.property(leafCount, leafCount, leafCount, (a, b, c) => {
        const [first = 0, second = 0, size = 0] = [a, b, c].sort((x, y) => x - y);
        const steps = [LEAVES.slice(0, first), LEAVES.slice(first, second), LEAVES.slice(second, size)];
        expect(
          steps.reduce<Frontier>((frontier, leaves) => extended(frontier, leaves), EMPTY_FRONTIER),
        ).toEqual(extended(EMPTY_FRONTIER, LEAVES.slice(0, size)));
      }),
    );
  });

  it('leaves what it grew from as it was', () => {
    const before = extended(EMPTY_FRONTIER, LEAVES.slice(0, 7));
    const builder = new FrontierBuilder(undefined, before);
    const middle = builder.frontier();
    for (const leaf of LEAVES.slice(7, 20)) builder.add(leaf);
    for (const frontier of [before, middle]) {
      expect(frontier).toEqual(extended(EMPTY_FRONTIER, LEAVES.slice(0, 7)));
    }
    expect(builder.size).toBe(20);
    expect(builder.root()).toEqual(naiveRoot(LEAVES.slice(0, 20)));
  });

  it.each([2, 3])('takes hashes only, and stays what it was when one is refused: with %i leaves', (size) => {
    const builder = new FrontierBuilder(undefined, extended(EMPTY_FRONTIER, LEAVES.slice(0, size)));
    for (const length of [0, HASH_BYTES - 1, HASH_BYTES + 1]) {
      expect(() => builder.add(Buffer.alloc(length))).toThrow(`has 32 bytes, this one ${length}`);
    }
    expect(builder.root()).toEqual(naiveRoot(LEAVES.slice(0, size)));
    builder.add(Buffer.alloc(HASH_BYTES));
    expect(builder.root()).toEqual(naiveRoot([...LEAVES.slice(0, size), Buffer.alloc(HASH_BYTES)]));
  });

  it('cannot grow beyond the numbers that are exact', () => {
    const size = Number.MAX_SAFE_INTEGER;
    const full: Frontier = { size, hashes: leavesOf(53) };
    expect(() => extended(full, LEAVES.slice(0, 1))).toThrow('No complete subtree of level 0 can follow');
    const last: Frontier = { size: size - 1, hashes: leavesOf(52) };
    expect(extended(last, LEAVES.slice(0, 1)).size).toBe(size);
  });
});

describe('the subtrees that a leaf finishes', () => {
  const nodesOf = (from: number, to: number) => {
    const nodes: (readonly [level: number, index: number, hash: Buffer])[] = [];
    const before = extended(EMPTY_FRONTIER, LEAVES.slice(0, from));
    extended(before, LEAVES.slice(from, to), (...node) => nodes.push(node));
    return nodes;
  };

  it('are told in the order in which they are finished', () => {
    expect(nodesOf(0, 8).map(([level, index]) => [level, index])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [1, 2],
      [1, 3],
      [2, 1],
      [3, 0],
    ]);
  });

  it('are each the root of their leaves, and exactly those that were not complete before', () => {
    fc.assert(
      fc.property(leafCount, leafCount, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const nodes = nodesOf(from, to);
        const wrong = nodes.filter(([level, index, hash]) => {
          const [start, end] = [index * 2 ** level, (index + 1) * 2 ** level];
          return end <= from || end > to || !hash.equals(naiveRoot(LEAVES.slice(start, end)));
        });
        expect(wrong).toEqual([]);
        expect(new Set(nodes.map(([level, index]) => `${level}/${index}`)).size).toBe(nodes.length);
        expect(nodes).toHaveLength(to - onesOf(to) - (from - onesOf(from)));
      }),
    );
  });

  it('cost one node hash each: twenty thousand leaves fewer than twenty thousand', () => {
    const count = 20_000;
    let completed = 0;
    const builder = new FrontierBuilder(() => {
      completed += 1;
    });
    const { leaf, root } = hugeTree(13_333);
    for (let position = 0; position < count; position += 1) builder.add(leaf(position));
    expect(completed).toBe(count - onesOf(count));
    expect(builder.root()).toEqual(root(0, count));
  });

  it('a leaf whose subtrees could not be stored is not added', () => {
    let isFull = true;
    const builder = new FrontierBuilder(
      () => {
        if (isFull) throw new Error('full');
      },
      extended(EMPTY_FRONTIER, LEAVES.slice(0, 3)),
    );
    expect(() => builder.add(LEAVES[3] as Buffer)).toThrow('full');
    expect(builder.frontier()).toEqual(extended(EMPTY_FRONTIER, LEAVES.slice(0, 3)));
    isFull = false;
    builder.add(LEAVES[3] as Buffer);
    expect(builder.root()).toEqual(naiveRoot(LEAVES.slice(0, 4)));
  });
});

describe('a whole subtree', () => {
  const four = nodeHash(naiveRoot(LEAVES.slice(4, 6)), naiveRoot(LEAVES.slice(6, 8)));

  it('is added by its root alone, and finishes what its leaves would have', () => {
    const nodes: (readonly [level: number, index: number])[] = [];
    const builder = new FrontierBuilder(
      (level, index) => nodes.push([level, index]),
      extended(EMPTY_FRONTIER, LEAVES.slice(0, 4)),
    );
    builder.addSubtree(2, four);
    expect(builder.frontier()).toEqual(extended(EMPTY_FRONTIER, LEAVES.slice(0, 8)));
    expect(nodes).toEqual([[3, 0]]);
  });

  it.each([1, 2, 3, 5, 6])('of four leaves cannot follow %i', (size) => {
    const builder = new FrontierBuilder(undefined, extended(EMPTY_FRONTIER, LEAVES.slice(0, size)));
    expect(() => builder.addSubtree(2, four)).toThrow(`No complete subtree of level 2 can follow ${size}`);
  });
});

describe('a frontier that was stored', () => {
  it('is the same when it is read', () => {
    fc.assert(
      fc.property(leafCount, (size) => {
        const frontier = extended(EMPTY_FRONTIER, LEAVES.slice(0, size));
        expect(packFrontier(frontier)).toHaveLength(onesOf(size) * HASH_BYTES);
        expect(unpackFrontier(size, packFrontier(frontier))).toEqual(frontier);
      }),
    );
  });

  it('can be of any exact size', () => {
    for (const size of [2 ** 31, 2 ** 32 + 1, 2 ** 40 + 2 ** 33 + 5, Number.MAX_SAFE_INTEGER]) {
      const hashes = leavesOf(onesOf(size));
      expect(unpackFrontier(size, packFrontier({ size, hashes }))).toEqual({ size, hashes });
    }
  });

  it('does not change with the bytes that it was read from', () => {
    const packed = packFrontier(extended(EMPTY_FRONTIER, LEAVES.slice(0, 5)));
    const frontier = unpackFrontier(5, packed);
    packed.fill(0);
    expect(rootOf(frontier)).toEqual(naiveRoot(LEAVES.slice(0, 5)));
  });

  it('is refused when its length does not belong to its size', () => {
    expect(() => unpackFrontier(5, Buffer.alloc(63))).toThrow(
      'The frontier of 5 leaves has 64 bytes, not 63.',
    );
    expect(() => unpackFrontier(5, Buffer.alloc(96))).toThrow(
      'The frontier of 5 leaves has 64 bytes, not 96.',
    );
    expect(() => unpackFrontier(0, Buffer.alloc(32))).toThrow(
      'The frontier of 0 leaves has 0 bytes, not 32.',
    );
    expect(unpackFrontier(5, Buffer.alloc(64)).hashes).toHaveLength(2);
    expect(unpackFrontier(0, Buffer.alloc(0))).toEqual(EMPTY_FRONTIER);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('is refused for %d leaves', (size) => {
    expect(() => unpackFrontier(size, Buffer.alloc(32))).toThrow(`A tree cannot have ${size} leaves.`);
  });

  it('is refused wherever it is used with another number of hashes, or with no hashes', () => {
    const uses = [
      packFrontier,
      rootOf,
      (each: Frontier) => extended(each, []),
      (each: Frontier) => new FrontierBuilder(undefined, each),
    ];
    for (const use of uses) {
      expect(() => use({ size: 4, hashes: LEAVES.slice(0, 2) })).toThrow('of 4 leaves has 1 hashes, not 2');
      expect(() => use({ size: 4, hashes: [Buffer.alloc(31)] })).toThrow('this one 31');
      expect(() => use({ size: 4, hashes: LEAVES.slice(0, 1) })).not.toThrow();
    }
  });
});
