import type { LoadResult } from '../load/job.ts';
import { rounded, type Spread, spreadOf } from '../spread.ts';
import { columns } from '../table.ts';
import type { CountryMeasured } from './compare.ts';
import type { CountryScenario } from './operations.ts';

/** One gateway in one scenario with so many connections, summed up. */
export interface CountryRow {
  readonly scenario: CountryScenario;
  readonly connections: number;
  readonly name: string;
  readonly title: string;
  readonly requestsPerSecond: Spread;
  /** Milliseconds of the gateway's core for one request. */
  readonly cpuMs: Spread;
  /** The same of the databases' services, and of PostgreSQL. */
  readonly subgraphsCpuMs: number;
  readonly postgresCpuMs: number;
  /** HTTP requests to databases for one request, and SQL statements that these or the gateway itself needed. */
  readonly callsPerRequest: number;
  readonly statementsPerRequest: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly residentMb: number;
  readonly startSeconds: number;
  /** All of them compared with the expected answer. */
  readonly answers: number;
  /** Share of all requests that were refused with the word when to ask again. */
  readonly refusedShare: number;
  readonly failure: string | null;
  readonly rounds: readonly LoadResult[];
}

/** Sums up what was measured. */
export function countryRowsOf(measured: readonly CountryMeasured[]): readonly CountryRow[] {
  return measured.map(({ scenario, connections, peer, startSeconds, rounds, failure }) => {
    const each = (value: (round: LoadResult) => number | undefined): Spread =>
      spreadOf(rounds, (round) => (value(round) ?? 0) / round.answers);
    return {
      ...{ scenario, connections, name: peer.name, title: peer.title, startSeconds, failure, rounds },
      requestsPerSecond: spreadOf(rounds, (round) => round.answers / round.seconds),
      cpuMs: each(({ cpuMs }) => cpuMs),
      subgraphsCpuMs: each(({ othersCpuMs }) => othersCpuMs['subgraphs']).median,
      postgresCpuMs: each(({ othersCpuMs }) => othersCpuMs['postgres']).median,
      callsPerRequest: each(({ counts }) => counts.calls).median,
      statementsPerRequest: each(({ counts }) => counts.statements).median,
      p50Ms: spreadOf(rounds, ({ p50Ms }) => p50Ms).median,
      p95Ms: spreadOf(rounds, ({ p95Ms }) => p95Ms).median,
      p99Ms: spreadOf(rounds, ({ p99Ms }) => p99Ms).median,
      residentMb: spreadOf(rounds, ({ residentMb }) => residentMb).most,
      answers: sumOf(rounds, ({ answers }) => answers),
      refusedShare:
        sumOf(rounds, ({ refused }) => refused) / sumOf(rounds, ({ answers, refused }) => answers + refused),
    };
  });
}

function sumOf(rounds: readonly LoadResult[], value: (round: LoadResult) => number): number {
  return rounds.reduce((sum, round) => sum + value(round), 0);
}

const TITLES: Readonly<Record<CountryScenario, string>> = {
  D: 'D  the unified profile of different persons, six databases',
  E: 'E  100 citizens over three databases in one operation',
};

const HEAD = [
  ...['requests/s', 'least', 'most', 'CPU ms', 'subgraphs', 'PostgreSQL'],
  ...['calls', 'SQL', 'p50 ms', 'p95 ms', 'p99 ms', 'RSS MB', 'refused'],
];

/** One table a scenario, in it one part for each number of connections. */
export function countryTable(rows: readonly CountryRow[]): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  return scenarios
    .map((scenario) => {
      const own = rows.filter((row) => row.scenario === scenario);
      const levels = [...new Set(own.map(({ connections }) => connections))];
      const lines = levels.flatMap((level) => [
        [level === 1 ? '1 connection' : `${level} connections`],
        ...own.filter(({ connections }) => connections === level).map(cellsOf),
      ]);
      return columns([[TITLES[scenario], ...HEAD], ...lines]);
    })
    .join('\n\n');
}

function cellsOf(row: CountryRow): readonly string[] {
  const title = `  ${row.title}`;
  if (row.answers === 0) return [title, 'nothing measured'];
  const { requestsPerSecond: rate, cpuMs } = row;
  return [
    row.failure === null ? title : `${title} (failed)`,
    ...[rate.median, rate.least, rate.most, cpuMs.median, row.subgraphsCpuMs, row.postgresCpuMs].map(rounded),
    ...[row.callsPerRequest, row.statementsPerRequest, row.p50Ms, row.p95Ms, row.p99Ms].map(rounded),
    row.residentMb.toFixed(0),
    row.refusedShare === 0 ? '' : `${(100 * row.refusedShare).toFixed(1)} %`,
  ];
}
