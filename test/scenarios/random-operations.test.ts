import { describe, expect, it } from 'vitest';
import { compareWithNaive } from '../support/compare-with-naive.ts';

describe('random operations under random agreements', () => {
  it('get what a naive authorisation of the whole answer gives, and what was foretold', {
    timeout: 60_000,
  }, async () => {
    const figures = await compareWithNaive({ seed: 7, cases: 16, operations: 5 });
    expect(figures.differences).toEqual([]);
    expect(figures.operations).toBe(80);
  });
});
