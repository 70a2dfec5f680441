import { describe, expect, it } from 'vitest';
import { compareGrants } from '../support/compare-grants.ts';
import { compareWithNaive } from '../support/compare-with-naive.ts';

describe('random operations under random agreements', () => {
  it('get what a naive authorisation of the whole answer gives, and what was foretold', {
    timeout: 60_000,
  }, async () => {
    const figures = await compareWithNaive({ seed: 7, cases: 20, operations: 4 });
    expect(figures.differences).toEqual([]);
    expect(figures.operations).toBe(80);
  });

  it('are granted what a naive reader of the agreements finds in them', { timeout: 60_000 }, async () => {
    expect(await compareGrants(7, 200)).toEqual([]);
  });
});
