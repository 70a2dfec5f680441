import { describe, expect, it } from 'vitest';
import { compareGrants } from '../support/compare-grants.ts';
import { compareWithNaive } from '../support/compare-with-naive.ts';

const SEED = Number(process.env['SEED'] ?? 2026);
const CASES = Number(process.env['CASES'] ?? 250);
const OPERATIONS = Number(process.env['OPERATIONS'] ?? 40);

/** A difference says how to see it alone: `SEED=2026 ONLY=17.3 npm run test:deep -- random-operations`. */
const ONLY = process.env['ONLY'];

describe('ten thousand random operations under random agreements', () => {
  it('get what a naive authorisation of the whole answer gives, and what was foretold', {
    timeout: 3_600_000,
  }, async () => {
    const started = Date.now();
    const figures = await compareWithNaive({
      seed: SEED,
      cases: CASES,
      operations: OPERATIONS,
      only: ONLY,
      onProgress: ({ cases, operations }) => {
        if (cases % 25 === 0) process.stdout.write(`${operations} random operations so far\n`);
      },
    });
    const { differences, ...counts } = figures;
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`Random operations: ${JSON.stringify({ seed: SEED, ...counts, seconds })}\n`);
    expect(differences).toEqual([]);
    if (ONLY !== undefined) return;
    expect(figures.operations).toBe(CASES * OPERATIONS);
    expect(figures.whole).toBeGreaterThan(figures.operations / 50);
    expect(figures.unavailable).toBeLessThan(figures.operations / 100);
    expect(figures.hidden).toBeGreaterThan(figures.operations / 50);
  });

  it('are granted what a naive reader of the agreements finds in them', { timeout: 600_000 }, async () => {
    expect(await compareGrants(SEED, 5_000)).toEqual([]);
  });
});
