import { describe, expect, it } from 'vitest';
import { compareExecutors } from './compare.ts';

describe('a hundred and fifty random operations', () => {
  it('get from our executor what they get from that of ApolloGateway, with fewer calls', {
    timeout: 300_000,
  }, async () => {
    const figures = await compareExecutors({ seed: 2026, operations: 150 });
    expect(figures.differences).toEqual([]);
    // What is compared is worth it: many errors, few deviations.
    expect(figures.withErrors).toBeGreaterThan(50);
    expect(figures.errors).toBeGreaterThan(150);
    expect(Object.values(figures.deviations).reduce((sum, count) => sum + count, 0)).toBeLessThan(40);
    expect(figures.calls.ours).toBeLessThan(figures.calls.apollo * 0.85);
  });
});
