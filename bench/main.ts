/** `npm run bench`: measured comparisons, as tables of ratios within this run; `--json FILE` writes all figures. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { type Given, runCommand, textOf, UsageError, wholeNumber } from '../commands/command-line.ts';
import { measureConditions } from './conditions.ts';
import { measureDecisions } from './decisions.ts';
import { assertMeasurable, ROOT } from './harness/child.ts';
import { installPeers } from './install.ts';
import { type Measure, tableOf } from './measure.ts';
import { compare, estimateSeconds, type Pace } from './shop/compare.ts';
import type { ShopScenario } from './shop/operations.ts';
import { arePeersInstalled, PEERS, type Peer } from './shop/peers.ts';
import { type Row, rowsOf, shopTable } from './shop/report.ts';

const SHOP: readonly ShopScenario[] = ['A', 'B', 'C'];
const OWN = { decisions: measureDecisions, conditions: measureConditions } as const;
const OWN_NAMES = ['decisions', 'conditions'] as const;
const SCENARIOS = [...SHOP, ...OWN_NAMES] as const;

type Scenario = (typeof SCENARIOS)[number];

/** Measured: both of our own figures together, with the country that they need. */
const OWN_SECONDS = 25;

const FULL: Pace = { rounds: 3, roundSeconds: 10, warmUpSeconds: 5, connections: 50 };
const QUICK: Pace = { rounds: 3, roundSeconds: 0.5, warmUpSeconds: 0.5, connections: 50 };

await runCommand(
  {
    usage: 'npm run bench --',
    summary:
      'Measures gateways over the same databases (A, B, C) and our own decisions, in ratios within one run.',
    options: {
      quick: { help: 'takes about three minutes: fine to see whether all is well, too short for figures' },
      only: { value: 'NAMES', help: `some of ${SCENARIOS.join(',')}` },
      peers: { value: 'NAMES', help: `some of ${PEERS.map(({ name }) => name).join(',')}` },
      rounds: { value: 'N', help: `measured rounds of each gateway; ${FULL.rounds} when left out` },
      seconds: { value: 'N', help: `length of a round; ${FULL.roundSeconds} when left out` },
      connections: {
        value: 'N',
        help: `clients that ask at the same time; ${FULL.connections} when left out`,
      },
      json: { value: 'FILE', help: 'writes the figures to FILE as well' },
    },
  },
  async (given) => {
    const scenarios = chosen(given, 'only', SCENARIOS);
    const names = chosen(
      given,
      'peers',
      PEERS.map(({ name }) => name),
    );
    const peers = PEERS.filter(({ name }) => names.includes(name));
    const pace = paceOf(given);
    const rows = await measureShop(
      peers,
      SHOP.filter((name) => scenarios.includes(name)),
      pace,
    );
    const measures = await measureOwn(scenarios);
    if (rows.length > 0) process.stdout.write(`\n${shopTable(rows)}\n`);
    if (measures.length > 0) process.stdout.write(`\n${tableOf(measures)}\n`);
    const file = textOf(given, 'json');
    if (file !== undefined) {
      await writeFile(file, `${JSON.stringify({ machine: machine(), pace, rows, measures }, null, 2)}\n`);
    }
    const failed = rows.filter(({ failure }) => failure !== null);
    if (failed.length > 0) throw new Error(failed.map(failureLine).join('\n'));
  },
);

async function measureShop(
  peers: readonly Peer[],
  scenarios: readonly ShopScenario[],
  pace: Pace,
): Promise<readonly Row[]> {
  if (scenarios.length === 0) return [];
  assertMeasurable();
  const minutes = estimateSeconds(peers, scenarios, pace) / 60;
  say(`${peers.length} gateways in ${scenarios.join(', ')}: about ${minutes.toFixed(1)} minutes.`);
  if (peers.some(({ isFromNpm }) => isFromNpm) && !arePeersInstalled(ROOT)) {
    say('Installing the peers, once: npm ci --prefix bench/peers');
    await installPeers();
  }
  return rowsOf(await compare(peers, scenarios, pace, say));
}

async function measureOwn(scenarios: readonly Scenario[]): Promise<readonly Measure[]> {
  const names = OWN_NAMES.filter((name) => scenarios.includes(name));
  if (names.length > 0) say(`Our own ${names.join(' and ')}: at most ${OWN_SECONDS} seconds.`);
  const measures: Measure[] = [];
  for (const name of names) measures.push(...(await OWN[name]()));
  return measures;
}

/** @throws UsageError for a name that is none of those known */
function chosen<Name extends string>(given: Given, option: string, known: readonly Name[]): readonly Name[] {
  const names = textOf(given, option)?.split(',');
  const unknown = names?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) {
    throw new UsageError(`--${option}: received "${unknown}", expected some of ${known.join(',')}`);
  }
  return names === undefined ? known : known.filter((name) => names.includes(name));
}

function paceOf(given: Given): Pace {
  const usual = given['quick'] === true ? QUICK : FULL;
  return {
    ...usual,
    rounds: wholeNumber(given, 'rounds', usual.rounds, 1, 100),
    roundSeconds: wholeNumber(given, 'seconds', usual.roundSeconds, 1, 600),
    connections: wholeNumber(given, 'connections', usual.connections, 1, 1_000),
  };
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

function failureLine({ scenario, name, failure }: Row): string {
  return `${scenario}, ${name}: ${failure}`;
}

/** Progress: not a part of the tables, so that those can be kept by themselves. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
