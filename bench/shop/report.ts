import type { LoadResult } from '../load/job.ts';
import { rounded, type Spread, spreadOf } from '../spread.ts';
import { columns } from '../table.ts';
import type { Measured } from './compare.ts';
import type { ShopScenario } from './operations.ts';
import type { Sharing } from './peers.ts';

/** The gateway that all others are measured by. */
const BASELINE = 'apollo';

/** One gateway in one scenario, summed up. */
export interface Row {
  readonly scenario: ShopScenario;
  readonly name: string;
  readonly title: string;
  readonly sharing: Sharing;
  readonly requestsPerSecond: Spread;
  /** Median requests per second over those of the stock gateway. */
  readonly timesStock: number | null;
  /** Milliseconds of the gateway's core for one request. */
  readonly cpuMs: Spread;
  /** CPU of the stock gateway for one request over this one's. */
  readonly cpuTimesStock: number | null;
  readonly callsPerRequest: number;
  /** GraphQL operations in those calls. */
  readonly operationsPerRequest: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMb: number;
  readonly startSeconds: number;
  /** All of them compared with the expected answer. */
  readonly answers: number;
  readonly failure: string | null;
  readonly rounds: readonly LoadResult[];
}

/** Sums up what was measured. */
export function rowsOf(measured: readonly Measured[]): readonly Row[] {
  const rows = measured.map(rowOf);
  return rows.map((row) => {
    const stock = rows.find(
      ({ name, scenario, failure }) => name === BASELINE && scenario === row.scenario && failure === null,
    );
    const isMeasured = stock !== undefined && row.answers > 0;
    return {
      ...row,
      timesStock: isMeasured ? row.requestsPerSecond.median / stock.requestsPerSecond.median : null,
      cpuTimesStock: isMeasured && row.cpuMs.median > 0 ? stock.cpuMs.median / row.cpuMs.median : null,
    };
  });
}

function rowOf({ scenario, peer, startSeconds, rounds, failure }: Measured): Row {
  const { name, title, sharing } = peer;
  const answers = rounds.reduce((sum, round) => sum + round.answers, 0);
  return {
    ...{ scenario, name, title, sharing, startSeconds, failure, rounds, answers },
    requestsPerSecond: spreadOf(rounds, (round) => round.answers / round.seconds),
    timesStock: null,
    cpuMs: spreadOf(rounds, (round) => round.cpuMs / round.answers),
    cpuTimesStock: null,
    callsPerRequest: spreadOf(rounds, (round) => (round.counts.calls ?? 0) / round.answers).median,
    operationsPerRequest: spreadOf(rounds, (round) => (round.counts.operations ?? 0) / round.answers).median,
    p50Ms: spreadOf(rounds, ({ p50Ms }) => p50Ms).median,
    p99Ms: spreadOf(rounds, ({ p99Ms }) => p99Ms).median,
    residentMb: spreadOf(rounds, ({ residentMb }) => residentMb).most,
  };
}

const TITLES: Readonly<Record<ShopScenario, string>> = {
  A: 'A  the federation benchmark query, 88 kB from 4 databases',
  B: 'B  one fetch',
  C: 'C  two hops over 50 entities',
};

const HEAD = [
  ...['requests/s', 'least', 'most', '× stock', 'CPU ms', '× stock'],
  ...['calls', 'operations', 'p50 ms', 'p99 ms', 'RSS MB'],
];

/** One table a scenario: who shares nothing, who shares work, and the floors. */
export function shopTable(rows: readonly Row[]): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  return scenarios
    .map((scenario) => {
      const own = rows.filter((row) => row.scenario === scenario);
      const groups = [...new Set(own.map(({ sharing }) => sharing))];
      const lines = groups.flatMap((group) => [
        [group],
        ...own.filter(({ sharing }) => sharing === group).map(cellsOf),
      ]);
      return columns([[TITLES[scenario], ...HEAD], ...lines]);
    })
    .join('\n\n');
}

function cellsOf(row: Row): readonly string[] {
  const title = `  ${row.title}`;
  if (row.answers === 0) return [title, 'nothing measured'];
  const { requestsPerSecond: rate, cpuMs } = row;
  return [
    row.failure === null ? title : `${title} (failed)`,
    ...[rate.median, rate.least, rate.most].map(rounded),
    times(row.timesStock),
    cpuMs.median.toFixed(3),
    times(row.cpuTimesStock),
    ...[row.callsPerRequest, row.operationsPerRequest, row.p50Ms, row.p99Ms].map(rounded),
    row.residentMb.toFixed(0),
  ];
}

function times(value: number | null): string {
  return value === null ? '' : value.toFixed(value < 10 ? 2 : 1);
}
