import { describe, expect, it } from 'vitest';
import { compareWithNaive } from '../support/compare-with-naive.ts';

const OPERATIONS = 3_000;

describe('thousands of random operations under random grants', () => {
  it('get the answer that a naive authorisation of the whole answer gives', {
    timeout: 1_800_000,
  }, async () => {
    const figures = await compareWithNaive(OPERATIONS, 2026);
    process.stdout.write(`Random operations: ${JSON.stringify(figures)}, no difference\n`);
    expect(figures.operations).toBe(OPERATIONS);
    expect(figures.withheld).toBeGreaterThan(OPERATIONS / 10);
    expect(figures.whole).toBeGreaterThan(OPERATIONS / 30);
  });
});
