import type { LoadResult } from './load/job.ts';

/** One figure over all rounds. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** A figure of each round, summed up. */
export function spreadOf(rounds: readonly LoadResult[], value: (round: LoadResult) => number): Spread {
  const sorted = rounds.map(value).sort((a, b) => a - b);
  return {
    least: sorted[0] ?? 0,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    most: sorted.at(-1) ?? 0,
  };
}

/** A number as a table shows it: no more digits than mean something. */
export function rounded(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
