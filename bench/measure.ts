import { columns } from './table.ts';

/** One figure of a bench, in milliseconds. */
export interface Measure {
  readonly what: string;
  /** Median of all rounds. */
  readonly median: number;
  /** 99th percentile of all rounds. */
  readonly p99: number;
  readonly rounds: number;
  /** What it must stay below; `null` for a figure that others are compared with. */
  readonly limit: number | null;
  /** How it stands to the baseline of the same run; `null` for the baseline itself. */
  readonly ratio: { readonly to: string; readonly value: number } | null;
}

/** Median and 99th percentile of times. */
export function summary(times: readonly number[]): Pick<Measure, 'median' | 'p99' | 'rounds'> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p99: at(0.99), rounds: sorted.length };
}

/** How long each of some rounds of a piece of work takes, after as many rounds that only warm it up. */
export async function timesOf(rounds: number, work: (round: number) => unknown): Promise<readonly number[]> {
  for (let round = 0; round < rounds; round += 1) await work(round);
  const times: number[] = [];
  for (let round = rounds; round < 2 * rounds; round += 1) {
    const started = performance.now();
    await work(round);
    times.push(performance.now() - started);
  }
  return times;
}

/** The figures as a table. */
export function tableOf(measures: readonly Measure[]): string {
  const rows = measures.map(({ what, median, p99, rounds, limit, ratio }) => [
    what,
    milliseconds(median),
    milliseconds(p99),
    String(rounds),
    limit === null ? '' : milliseconds(limit),
    limit === null ? '' : `${((100 * median) / limit).toFixed(0)} %`,
    ratio === null ? '1' : `${ratio.value.toFixed(3)} × ${ratio.to}`,
  ]);
  return columns([['', 'median ms', 'p99 ms', 'rounds', 'limit ms', 'of limit', 'ratio'], ...rows]);
}

function milliseconds(value: number): string {
  return value < 1 ? value.toFixed(4) : value.toFixed(2);
}
