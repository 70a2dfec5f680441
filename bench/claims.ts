import type { CountryRow } from './country/report.ts';
import type { Row } from './shop/report.ts';
import { rounded } from './spread.ts';
import { columns } from './table.ts';

/** Something that the project says of itself, with what this run found. */
export interface Claim {
  readonly what: string;
  readonly target: string;
  readonly value: number;
  readonly isMet: boolean;
  /** The same by time on the gateway's core, which tells more on a machine that is busy; `null` where it is that already. */
  readonly byCpu: number | null;
}

/** What is known of a gateway in a scenario, as far as claims are about it. */
type Figures = Pick<Row | CountryRow, 'requestsPerSecond' | 'cpuMs'>;

/** Claims about the databases without data of their own: those for which all that they need was measured. */
export function shopClaims(rows: readonly Row[]): readonly Claim[] {
  const measured = rows.filter(({ answers, failure }) => answers > 0 && failure === null);
  return (['A', 'B', 'C'] as const).flatMap((scenario) => {
    const own = measured.filter((row) => row.scenario === scenario);
    const named = (name: string): Row | undefined => own.find((row) => row.name === name);
    const best = (sharing: Row['sharing']): Row | undefined =>
      fastest(own.filter((row) => row.sharing === sharing && !row.name.startsWith('lien-thong')));
    const alone = named('lien-thong');
    const shared = named('lien-thong-shared');
    const bestAlone = best('nothing shared');
    const bestShared = best('work shared');
    return [
      ...(scenario === 'A'
        ? [
            ...atLeast(`${scenario}, nothing shared: × stock @apollo/gateway`, 10, alone, named('apollo')),
            ...atLeast(
              `${scenario}, nothing shared: × ${bestAlone?.title}, the fastest peer`,
              1,
              alone,
              bestAlone,
            ),
          ]
        : []),
      ...atLeast(`${scenario}, sharing on: × ${bestShared?.title}, the best peer`, 1.5, shared, bestShared),
      ...atLeast(
        `${scenario}, plan alone: × the merge by hand with its calls`,
        0.9,
        alone,
        named('merge-executor'),
      ),
    ];
  });
}

/** Connections at which the country's claims are made, and those that they are compared with. */
const BUSY = 64;
const CALM = 1;

/** Claims about the country: those for which all that they need was measured. */
export function countryClaims(rows: readonly CountryRow[]): readonly Claim[] {
  const measured = rows.filter(({ answers, failure }) => answers > 0 && failure === null);
  const at = (name: string, connections: number): CountryRow | undefined =>
    measured.find((row) => row.scenario === 'D' && row.name === name && row.connections === connections);
  const product = at('product', BUSY);
  if (product === undefined) return [];
  const off = at('off', BUSY);
  const calm = at('product', CALM);
  return [
    ...(off === undefined
      ? []
      : [
          {
            what: `D at ${BUSY}: on costs against off, × CPU of the gateway`,
            ...atMost(1.25, product.cpuMs.median / off.cpuMs.median),
          },
          {
            what: `D at ${BUSY}: on costs against off, × time for one request`,
            ...atMost(1.25, off.requestsPerSecond.median / product.requestsPerSecond.median),
          },
        ]),
    {
      what: `D at ${BUSY}: SQL statements of the databases for one request`,
      ...below(1, product.statementsPerRequest),
    },
    ...(calm === undefined
      ? []
      : [
          {
            what: `D: CPU of the gateway for one request, ${BUSY} connections × ${CALM}`,
            ...atMost(0.5, product.cpuMs.median / calm.cpuMs.median),
          },
          {
            what: `D: CPU of all processes for one request, ${BUSY} connections × ${CALM}`,
            ...atMost(0.5, wholeCpuMs(product) / wholeCpuMs(calm)),
          },
        ]),
    ...ledgerClaims(product, at('unrecorded', BUSY)),
    ...atLeast(`D at ${BUSY}: × stock @apollo/gateway`, 5, product, at('apollo', BUSY)),
    ...atLeast(
      `D at ${BUSY}: × the server by hand that asks SQL itself`,
      0.5,
      product,
      at('sql-by-hand', BUSY),
    ),
  ];
}

/** What recording costs, by the two measures of it. */
function ledgerClaims(product: CountryRow, unrecorded: CountryRow | undefined): readonly Claim[] {
  if (unrecorded === undefined) return [];
  return [
    ...atLeast(`D at ${BUSY}: × the same without its ledger`, 0.85, product, unrecorded),
    {
      what: `D at ${BUSY}: the ledger adds to the 95th percentile, ms`,
      ...atMost(5, product.p95Ms - unrecorded.p95Ms),
    },
  ];
}

function wholeCpuMs({ cpuMs, subgraphsCpuMs, postgresCpuMs }: CountryRow): number {
  return cpuMs.median + subgraphsCpuMs + postgresCpuMs;
}

function fastest<One extends Figures>(rows: readonly One[]): One | undefined {
  return rows.toSorted((a, b) => b.requestsPerSecond.median - a.requestsPerSecond.median)[0];
}

function atLeast(
  what: string,
  least: number,
  ours: Figures | undefined,
  theirs: Figures | undefined,
): readonly Claim[] {
  if (ours === undefined || theirs === undefined) return [];
  const value = ours.requestsPerSecond.median / theirs.requestsPerSecond.median;
  const byCpu = theirs.cpuMs.median / ours.cpuMs.median;
  return [{ what, target: `≥ ${least}`, value, isMet: value >= least, byCpu }];
}

function atMost(most: number, value: number): Omit<Claim, 'what'> {
  return { target: `≤ ${most}`, value, isMet: value <= most, byCpu: null };
}

function below(limit: number, value: number): Omit<Claim, 'what'> {
  return { target: `< ${limit}`, value, isMet: value < limit, byCpu: null };
}

/** The claims as a table. */
export function claimsTable(claims: readonly Claim[]): string {
  return columns([
    ['what the project says of itself', 'target', 'found', 'by CPU', ''],
    ...claims.map(({ what, target, value, byCpu, isMet }) => [
      what,
      target,
      rounded(value),
      byCpu === null ? '' : rounded(byCpu),
      isMet ? 'met' : 'not met',
    ]),
  ]);
}
