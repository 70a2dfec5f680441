import { describe, expect, it } from 'vitest';
import { createRandom, weighted } from './random.ts';

function draws(seed: number, count: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
}

describe('repeatable randomness', () => {
  it('gives the same numbers for the same seed, on every machine', () => {
    expect(draws(7, 5)).toEqual(draws(7, 5));
    expect(draws(1, 3).map((value) => Math.floor(value * 1e9))).toMatchInlineSnapshot(`
      [
        807327944,
        64461195,
        272572239,
      ]
    `);
  });

  it('gives other numbers for another seed', () => {
    expect(draws(7, 5)).not.toEqual(draws(8, 5));
  });

  it('spreads evenly over [0, 1)', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (const value of draws(3, 20_000))
      counts[Math.floor(value * 10)] = (counts[Math.floor(value * 10)] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draws whole numbers with both ends included', () => {
    const random = createRandom(5);
    const values = new Set(Array.from({ length: 200 }, () => random.integer(3, 5)));
    expect([...values].sort()).toEqual([3, 4, 5]);
  });

  it('draws about normally, within bounds', () => {
    const random = createRandom(5);
    const values = Array.from({ length: 5000 }, () => random.normal(27, 5));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(27, 0);
    expect(Math.max(...values.map((value) => Math.abs(value - 27)))).toBeLessThan(3.47 * 5);
  });

  it('shuffles without loss and leaves the original alone', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = createRandom(2).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('forks streams that do not depend on what was drawn before', () => {
    const fresh = createRandom(9);
    const used = createRandom(9);
    used.next();
    expect(used.fork('land').next()).toBe(fresh.fork('land').next());
    expect(fresh.fork('land').next()).not.toBe(fresh.fork('people').next());
  });

  it('picks from a list, and says so when the list is empty', () => {
    expect(createRandom(1).pick(['only'])).toBe('only');
    expect(() => createRandom(1).pick([])).toThrow('expected at least one item');
  });
});

describe('a weighted table', () => {
  it('draws items as often as their weights say', () => {
    const draw = weighted([
      ['often', 9],
      ['seldom', 1],
      ['never', 0],
    ]);
    const random = createRandom(4);
    const items = Array.from({ length: 10_000 }, () => draw(random));
    expect(items.filter((item) => item === 'seldom').length / 10_000).toBeCloseTo(0.1, 1);
    expect(items).not.toContain('never');
  });

  it('refuses weights that add up to nothing', () => {
    expect(() => weighted([['never', 0]])).toThrow('expected more than 0');
  });
});
