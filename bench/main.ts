/** `npm run bench`: measured comparisons, as tables of ratios within this run; `--json FILE` writes all figures. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { runCommand } from '../commands/command-line.ts';
import { type Claim, claimsTable, countryClaims, shopClaims } from './claims.ts';
import { measureConditions } from './conditions.ts';
import { compareInCountry, estimateCountrySeconds } from './country/compare.ts';
import { COUNTRY_PEERS } from './country/peers.ts';
import { type CountryRow, countryRowsOf, countryTable } from './country/report.ts';
import { measureDecisions } from './decisions.ts';
import { assertMeasurable, ROOT, stepAside } from './harness/child.ts';
import { installPeers } from './install.ts';
import { estimateLifetimeSeconds, type Lifetime, measureLifetime } from './lifetime/compare.ts';
import { lifetimeTable } from './lifetime/report.ts';
import { type Measure, tableOf } from './measure.ts';
import { type BenchOptions, OPTIONS, readBenchOptions } from './options.ts';
import { countryPace, lifetimePace, shopPace } from './paces.ts';
import { compare, estimateSeconds } from './shop/compare.ts';
import { arePeersInstalled, PEERS } from './shop/peers.ts';
import { type Row, rowsOf, shopTable } from './shop/report.ts';

const OWN = { decisions: measureDecisions, conditions: measureConditions } as const;

/** Measured: both of our own figures together, with the country that they need. */
const OWN_SECONDS = 25;

await runCommand(
  {
    usage: 'npm run bench --',
    summary:
      'Measures gateways over the same databases, static ones (A, B, C) and those of a sample country (D, E), and our ' +
      'own decisions, in ratios within one run.',
    options: OPTIONS,
  },
  async (given) => {
    const options = readBenchOptions(given);
    const isComparison = options.scenarios.some((name) => !(name in OWN));
    if (isComparison) assertMeasurable();
    const measures = await measureOwn(options);
    if (measures.length > 0) print(tableOf(measures));
    if (isComparison) stepAside();
    const shop = await measureShop(options);
    if (shop.length > 0) print(shopTable(shop));
    const country = await measureCountry(options);
    if (country.length > 0) print(countryTable(country));
    const lifetime = await measureLives(options);
    if (lifetime !== undefined) print(lifetimeTable(lifetime, lifetimePace(options).memorySeconds));
    const claims: readonly Claim[] = [...shopClaims(shop), ...countryClaims(country)];
    if (claims.length > 0) print(claimsTable(claims));
    if (options.json !== undefined) {
      const asked = { ...options, peers: [...options.peers] };
      const rows = [...shop, ...country];
      const figures = { machine: machine(), asked, rows, lifetime, measures, claims };
      await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    }
    const failures = [
      ...[...shop, ...country].flatMap(failureOf),
      ...(lifetime?.memory ?? []).flatMap(failureOf),
    ];
    if (failures.length > 0) throw new Error(failures.join('\n'));
  },
);

async function measureShop(options: BenchOptions): Promise<readonly Row[]> {
  const scenarios = (['A', 'B', 'C'] as const).filter((name) => options.scenarios.includes(name));
  const peers = PEERS.filter(({ name }) => options.peers.has(name));
  if (scenarios.length === 0 || peers.length === 0) return [];
  const pace = shopPace(options);
  announce(scenarios, peers, estimateSeconds(peers, scenarios, pace));
  await makeReady(peers);
  return rowsOf(await compare(peers, scenarios, pace, say));
}

async function measureCountry(options: BenchOptions): Promise<readonly CountryRow[]> {
  const scenarios = (['D', 'E'] as const).filter((name) => options.scenarios.includes(name));
  const peers = COUNTRY_PEERS.filter(({ name }) => options.peers.has(name));
  if (scenarios.length === 0 || peers.length === 0) return [];
  const pace = countryPace(options);
  announce(scenarios, peers, estimateCountrySeconds(peers, scenarios, pace));
  await makeReady(peers);
  return countryRowsOf(await compareInCountry(peers, scenarios, pace, say));
}

async function measureLives(options: BenchOptions): Promise<Lifetime | undefined> {
  if (!options.scenarios.includes('F')) return undefined;
  const pace = lifetimePace(options);
  const peers = COUNTRY_PEERS.filter(({ name }) => options.peers.has(name));
  announce(['F'], peers, estimateLifetimeSeconds(pace));
  await makeReady(peers);
  return await measureLifetime(options.peers, pace, say);
}

function announce(scenarios: readonly string[], peers: readonly unknown[], seconds: number): void {
  say(`${peers.length} gateways in ${scenarios.join(', ')}: about ${(seconds / 60).toFixed(1)} minutes.`);
}

async function makeReady(peers: readonly { readonly isFromNpm: boolean }[]): Promise<void> {
  if (!peers.some(({ isFromNpm }) => isFromNpm) || arePeersInstalled(ROOT)) return;
  say('Installing the peers, once: npm ci --prefix bench/peers');
  await installPeers();
}

async function measureOwn({ scenarios }: BenchOptions): Promise<readonly Measure[]> {
  const names = (['decisions', 'conditions'] as const).filter((name) => scenarios.includes(name));
  if (names.length > 0) say(`Our own ${names.join(' and ')}: at most ${OWN_SECONDS} seconds.`);
  const measures: Measure[] = [];
  for (const name of names) measures.push(...(await OWN[name]()));
  return measures;
}

function machine(): object {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    at: new Date().toISOString(),
  };
}

/** What went wrong, in a line; nothing for whoever has answered all as expected. */
function failureOf(one: {
  readonly scenario?: string;
  readonly name: string;
  readonly failure: string | null;
}): readonly string[] {
  return one.failure === null ? [] : [`${one.scenario ?? 'F'}, ${one.name}: ${one.failure}`];
}

function print(table: string): void {
  process.stdout.write(`\n${table}\n`);
}

/** Progress: not a part of the tables, so that those can be kept by themselves. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
