/** Times of two kinds of requests, in milliseconds, and whether they can be told apart. */
export interface TimingComparison {
  readonly pairs: number;
  readonly medians: readonly [number, number];
  readonly means: readonly [number, number];
  /** Welch's t of all times. */
  readonly t: number;
  /** The same without the slowest tenth of both together, where the noise of the machine is. */
  readonly tOfFaster: number;
}

/**
 * Compares two samples as test vector leakage assessment does (TVLA; Goodwill, Jun, Jaffe, Rohatgi, 2011): the times
 * are told apart when Welch's t is 4.5 or more, either way. The cropped statistic is that of dudect (Reparaz, Balasch,
 * Verbauwhede, 2017), which finds small differences below noise.
 */
export function compareTimes(a: readonly number[], b: readonly number[]): TimingComparison {
  const limit = quantile([...a, ...b], 0.9);
  const faster = [a, b].map((times) => times.filter((time) => time <= limit)) as [number[], number[]];
  return {
    pairs: Math.min(a.length, b.length),
    medians: [quantile(a, 0.5), quantile(b, 0.5)],
    means: [mean(a), mean(b)],
    t: welch(a, b),
    tOfFaster: welch(...faster),
  };
}

/** What a comparison found, in one line. */
export function timingLine(what: string, { pairs, medians, means, t, tOfFaster }: TimingComparison): string {
  const pair = (values: readonly number[]) => values.map((value) => value.toFixed(3)).join(' / ');
  return `${what}: ${pairs} pairs, medians ${pair(medians)} ms, means ${pair(means)} ms, t ${t.toFixed(2)}, without the slowest tenth ${tOfFaster.toFixed(2)}\n`;
}

function welch(a: readonly number[], b: readonly number[]): number {
  const error = Math.sqrt(variance(a) / a.length + variance(b) / b.length);
  return error === 0 ? 0 : (mean(a) - mean(b)) / error;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
