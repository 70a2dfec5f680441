import type { LoadResult } from './load/job.ts';

/** One figure over all rounds. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** A figure of each round, summed up. */
export function spreadOf(rounds: readonly LoadResult[], value: (round: LoadResult) => number): Spread {
  const values = rounds.map(value);
  const sorted = values.toSorted((a, b) => a - b);
  return { least: sorted[0] ?? 0, median: medianOf(values), most: sorted.at(-1) ?? 0 };
}

/** The middle of some values; of an even number of them, the mean of the two in the middle. 0 of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** A number as a table shows it: no more digits than mean something. */
export function rounded(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
