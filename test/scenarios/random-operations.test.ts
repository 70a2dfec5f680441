import { describe, expect, it } from 'vitest';
import { compareWithNaive } from '../support/compare-with-naive.ts';

describe('random operations under random grants', () => {
  it('get the answer that a naive authorisation of the whole answer gives', { timeout: 60_000 }, async () => {
    const { operations, withheld, whole } = await compareWithNaive(60, 7);
    expect(operations).toBe(60);
    expect(withheld).toBeGreaterThan(10);
    expect(whole).toBeGreaterThan(3);
  });
});
