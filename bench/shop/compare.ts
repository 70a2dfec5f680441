import { type Load, startLoad } from '../load/driver.ts';
import type { LoadResult } from '../load/job.ts';
import { type RunningGateway, startGateway } from './gateways.ts';
import { SHOP_OPERATIONS, type ShopScenario } from './operations.ts';
import type { Peer } from './peers.ts';
import { openShop, type ShopSite } from './site.ts';
import { expectedData } from './whole.ts';

/** How long and how hard each gateway is asked. */
export interface Pace {
  readonly rounds: number;
  readonly roundSeconds: number;
  /** Before the first round of a scenario, for compilers and caches; not counted. */
  readonly warmUpSeconds: number;
  readonly connections: number;
}

/** What was measured of one gateway in one scenario. */
export interface Measured {
  readonly scenario: ShopScenario;
  readonly peer: Peer;
  readonly startSeconds: number;
  readonly rounds: readonly LoadResult[];
  /** Why there is nothing, or not all. */
  readonly failure: string | null;
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

/** Measures gateways in turn, one at a time on its core, in rounds so that the machine's moods reach all alike. */
export async function compare(
  peers: readonly Peer[],
  scenarios: readonly ShopScenario[],
  pace: Pace,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const site = await openShop();
  const bench = new Bench(site, pace, say);
  try {
    await bench.start(peers);
    const measured: Measured[] = [];
    for (const scenario of scenarios) measured.push(...(await bench.measure(scenario)));
    return measured;
  } finally {
    bench.stop();
    site.stop();
  }
}

interface Entry {
  readonly peer: Peer;
  readonly gateway: RunningGateway | undefined;
  failure: string | null;
}

class Bench {
  readonly #site: ShopSite;
  readonly #pace: Pace;
  readonly #say: (line: string) => void;
  readonly #entries: Entry[] = [];
  #load: Load = startLoad();

  constructor(site: ShopSite, pace: Pace, say: (line: string) => void) {
    this.#site = site;
    this.#pace = pace;
    this.#say = say;
  }

  /** Starts every gateway and puts it to sleep, so that each has its core to itself when its turn comes. */
  async start(peers: readonly Peer[]): Promise<void> {
    for (const peer of peers) {
      try {
        const gateway = await startGateway(peer, this.#site);
        gateway.child.pause();
        this.#entries.push({ peer, gateway, failure: null });
      } catch (error) {
        const failure = `did not start: ${(error as Error).message}`;
        this.#say(`${peer.name} ${failure}`);
        this.#entries.push({ peer, gateway: undefined, failure });
      }
    }
  }

  async measure(scenario: ShopScenario): Promise<readonly Measured[]> {
    const entries = this.#entries.filter(({ peer: { onlyIn = scenario } }) => onlyIn === scenario);
    const rounds = new Map<Entry, LoadResult[]>(entries.map((entry) => [entry, []]));
    const failures = new Map<Entry, string>();
    for (let round = 0; round <= this.#pace.rounds; round += 1) {
      this.#say(`${scenario}: ${round === 0 ? 'warming up' : `round ${round} of ${this.#pace.rounds}`}`);
      // To and fro, so that what grows slower over a round does not always meet the same ones.
      for (const entry of round % 2 === 0 ? entries : entries.toReversed()) {
        if (entry.gateway === undefined || failures.has(entry)) continue;
        const seconds = round === 0 ? this.#pace.warmUpSeconds : this.#pace.roundSeconds;
        const result = await this.#ask(entry.gateway, scenario, seconds);
        if (typeof result === 'string') failures.set(entry, result);
        else if (round > 0) rounds.get(entry)?.push(result);
      }
    }
    return entries.map((entry) => ({
      scenario,
      peer: entry.peer,
      startSeconds: entry.gateway?.startSeconds ?? 0,
      rounds: rounds.get(entry) ?? [],
      failure: entry.failure ?? failures.get(entry) ?? null,
    }));
  }

  /** One turn of one gateway; a text when it went wrong. */
  async #ask(
    { peer, port, child }: RunningGateway,
    scenario: ShopScenario,
    seconds: number,
  ): Promise<LoadResult | string> {
    child.resume();
    try {
      const result = await Promise.race([
        this.#load.run({
          port,
          path: '/graphql',
          headers: {},
          asks: [
            {
              body: JSON.stringify({ query: SHOP_OPERATIONS[scenario] }),
              expected: JSON.stringify(expectedData(scenario)),
            },
          ],
          connections: this.#pace.connections,
          seconds,
          gatewayPid: child.pid,
          countersPort: this.#site.subgraphsPort,
        }),
        child.ended,
      ]);
      if (result.wrong === 0) return result;
      throw new Error(`${result.wrong} of ${result.answers} answers were wrong: ${result.firstWrong}`);
    } catch (error) {
      const failure = (error as Error).message;
      this.#say(`${peer.name} in ${scenario}: ${failure}`);
      // The load may still wait for answers that never come.
      this.#load.stop();
      this.#load = startLoad();
      return failure;
    } finally {
      child.pause();
    }
  }

  stop(): void {
    this.#load.stop();
    for (const { gateway } of this.#entries) gateway?.child.stop();
  }
}
