import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Contest, type Outcome, type Pace } from '../harness/contest.ts';
import type { Contestant } from '../harness/gateways.ts';
import type { Ask } from '../load/job.ts';
import { SHOP_OPERATIONS, type ShopScenario } from './operations.ts';
import type { Peer } from './peers.ts';
import { openShop, type ShopSite } from './site.ts';
import { expectedData } from './whole.ts';

/** How long and how hard each gateway is asked. */
export interface ShopPace extends Pace {
  readonly connections: number;
}

/** What was measured of one gateway in one scenario. */
export interface Measured extends Outcome {
  readonly scenario: ShopScenario;
  readonly peer: Peer;
}

/** Longest of the waits beside the rounds that {@link estimateSeconds} assumes: start, drain, measured in practice. */
const START_SECONDS = 2;
const SLOWEST_ROUND_OF_A = 4;

/** How long a comparison takes, roughly. */
export function estimateSeconds(
  peers: readonly Peer[],
  scenarios: readonly ShopScenario[],
  { rounds, roundSeconds, warmUpSeconds }: Pace,
): number {
  const slow = peers.filter(({ name }) => ['apollo', 'mercurius', 'hive-js'].includes(name)).length;
  const extra = scenarios.includes('A') ? slow * (rounds + 1) * SLOWEST_ROUND_OF_A : 0;
  const turns = peers.flatMap(({ onlyIn }) => scenarios.filter((one) => (onlyIn ?? one) === one));
  return peers.length * START_SECONDS + turns.length * (warmUpSeconds + rounds * roundSeconds) + extra;
}

/** Measures gateways over the shop. */
export async function compare(
  peers: readonly Peer[],
  scenarios: readonly ShopScenario[],
  pace: ShopPace,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const site = await openShop();
  const contest = new Contest(say);
  try {
    await contest.start(peers.map((peer) => contestantOf(peer, site)));
    const measured: Measured[] = [];
    for (const scenario of scenarios) {
      const fit = peers.filter(({ onlyIn = scenario }) => onlyIn === scenario);
      const outcomes = await contest.measure({
        title: scenario,
        names: fit.map(({ name }) => name),
        asksFile: await writeAsks(site, scenario),
        connections: pace.connections,
        others: {},
        countersPort: site.subgraphsPort,
        pace,
      });
      measured.push(
        ...fit.flatMap((peer) =>
          outcomes.filter(({ name }) => name === peer.name).map((one) => ({ ...one, scenario, peer })),
        ),
      );
    }
    return measured;
  } finally {
    contest.stop();
    site.stop();
  }
}

/** A peer over the shop's databases. */
export function contestantOf(peer: Peer, site: ShopSite): Contestant {
  return {
    name: peer.name,
    headers: {},
    countsItself: false,
    start: (port) => peer.start(site, port),
  };
}

/** The one request of a scenario, in a file for the load. */
export async function writeAsks({ folder }: ShopSite, scenario: ShopScenario): Promise<string> {
  const file = join(folder, `asks-${scenario}.json`);
  const ask: Ask = {
    body: JSON.stringify({ query: SHOP_OPERATIONS[scenario] }),
    expected: JSON.stringify(expectedData(scenario)),
  };
  await writeFile(file, JSON.stringify([ask]));
  return file;
}
