import { Contest, type Outcome, type Pace } from '../harness/contest.ts';
import { writeAsks } from './asks.ts';
import { growthText, measureGrowth } from './ledger-growth.ts';
import type { CountryScenario } from './operations.ts';
import { type CountryPeer, countryContestant } from './peers.ts';
import { openCountry } from './site.ts';

/** How long and how hard each gateway is asked. */
export interface CountryPace extends Pace {
  /** Connections in D, one after the other. */
  readonly levels: readonly number[];
}

/** What was measured of one gateway in one scenario with so many connections. */
export interface CountryMeasured extends Outcome {
  readonly scenario: CountryScenario;
  readonly connections: number;
  readonly peer: CountryPeer;
}

/** In E one request is a hundred persons. */
const CONNECTIONS_OF_E = 8;
/** Connections before anything is counted. */
const WARMING = 16;
/** Measured: the databases with their country, and a gateway until it answers. */
const SITE_SECONDS = 15;
const START_SECONDS = 4;

/** How long a comparison takes, roughly. */
export function estimateCountrySeconds(
  peers: readonly CountryPeer[],
  scenarios: readonly CountryScenario[],
  { rounds, roundSeconds, warmUpSeconds, levels }: CountryPace,
): number {
  const heats = scenarios.reduce((sum, scenario) => sum + (scenario === 'D' ? levels.length : 1), 0);
  const turns = heats * (warmUpSeconds + rounds * roundSeconds) + scenarios.length * warmUpSeconds;
  return SITE_SECONDS + peers.length * (START_SECONDS + turns);
}

/** Measures gateways over the six databases. */
export async function compareInCountry(
  peers: readonly CountryPeer[],
  scenarios: readonly CountryScenario[],
  pace: CountryPace,
  say: (line: string) => void,
): Promise<readonly CountryMeasured[]> {
  const site = await openCountry();
  const contest = new Contest(say);
  try {
    await contest.start(peers.map((peer) => countryContestant(peer, site)));
    const measured: CountryMeasured[] = [];
    for (const scenario of scenarios) {
      const heat = {
        names: peers.map(({ name }) => name),
        asksFile: await writeAsks(site, scenario),
        others: site.others,
        countersPort: site.countersPort,
      };
      // Whoever has been asked a few times only is slow for another reason than how many ask.
      const title = `${scenario}, first questions`;
      await contest.measure({ ...heat, title, connections: WARMING, pace: { ...pace, rounds: 0 } });
      for (const connections of scenario === 'D' ? pace.levels : [CONNECTIONS_OF_E]) {
        const outcomes = await contest.measure({
          ...heat,
          title: `${scenario} at ${connections}`,
          connections,
          pace,
        });
        for (const outcome of outcomes) {
          const peer = peers.find(({ name }) => name === outcome.name);
          if (peer !== undefined) measured.push({ ...outcome, scenario, connections, peer });
        }
      }
    }
    say(growthText(await measureGrowth(site.ledgerUrl)));
    return measured;
  } finally {
    contest.stop();
    await site.stop();
  }
}
