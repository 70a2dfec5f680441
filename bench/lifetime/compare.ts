import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAsks as writeCountryAsks } from '../country/asks.ts';
import { COUNTRY_PEERS, type CountryPeer, countryContestant } from '../country/peers.ts';
import { type CountrySite, openCountry } from '../country/site.ts';
import type { Ask } from '../load/job.ts';
import { contestantOf, writeAsks as writeShopAsks } from '../shop/compare.ts';
import { PEERS } from '../shop/peers.ts';
import { openShop, type ShopSite } from '../shop/site.ts';
import { type Loaded, type Memory, measureMemory } from './memory.ts';
import { measureStarts, type Start } from './start.ts';

/** How often gateways are started, and how long they are kept under load. */
export interface LifetimePace {
  readonly starts: number;
  readonly memorySeconds: number;
}

/** What a life of a gateway looks like. */
export interface Lifetime {
  readonly starts: readonly Start[];
  /** Over the country, and over the shop. */
  readonly memory: readonly Memory[];
}

/** Who is looked at: over the country, and over the static shop, where a run makes many more requests. */
const IN_COUNTRY = ['product', 'off', 'apollo'];
const KEPT_UNDER_LOAD = ['product', 'apollo'];
const IN_SHOP = ['lien-thong-shared', 'apollo'];

/** Of this many operations in a mixed load over the country, one asks for a hundred persons. */
const ONE_LARGE_IN = 10;

/** Measured: the databases, a start with its first questions, and the starts before the load. */
const SITE_SECONDS = 20;
const START_SECONDS = 8;

/** How long it takes, roughly. */
export function estimateLifetimeSeconds({ starts, memorySeconds }: LifetimePace): number {
  return SITE_SECONDS + (IN_COUNTRY.length * starts + IN_SHOP.length) * START_SECONDS + memorySeconds;
}

/** @param names of those who take part, as far as they are looked at here */
export async function measureLifetime(
  names: ReadonlySet<string>,
  { starts, memorySeconds }: LifetimePace,
  say: (line: string) => void,
): Promise<Lifetime> {
  const [country, shop] = await Promise.all([openCountry(), openShop()]);
  try {
    const profiles = await writeCountryAsks(country, 'D');
    const peers = COUNTRY_PEERS.filter(({ name }) => names.has(name) && IN_COUNTRY.includes(name));
    say('F: starting and asking first questions');
    const contestants = peers.map((peer) => countryContestant(peer, country));
    const started = await measureStarts(contestants, profiles, starts);
    say(`F: under mixed load for ${memorySeconds} seconds`);
    const loaded = [
      ...(await loadedInCountry(
        peers.filter(({ name }) => KEPT_UNDER_LOAD.includes(name)),
        country,
        profiles,
      )),
      ...(await loadedInShop(names, shop)),
    ];
    return { starts: started, memory: await measureMemory(loaded, memorySeconds) };
  } finally {
    shop.stop();
    await country.stop();
  }
}

async function loadedInCountry(
  peers: readonly CountryPeer[],
  site: CountrySite,
  profilesFile: string,
): Promise<readonly Loaded[]> {
  const small = await readAsks(profilesFile);
  const large = await readAsks(await writeCountryAsks(site, 'E'));
  const mixed = small.flatMap((ask, index) => {
    const other = large[Math.floor(index / ONE_LARGE_IN) % large.length];
    return index % ONE_LARGE_IN === 0 && other !== undefined ? [ask, other] : [ask];
  });
  const asksFile = join(site.folder, 'asks-mixed.json');
  await writeFile(asksFile, JSON.stringify(mixed));
  return peers.map((peer) => ({
    contestant: countryContestant(peer, site),
    asksFile,
    countersPort: site.countersPort,
  }));
}

async function loadedInShop(names: ReadonlySet<string>, site: ShopSite): Promise<readonly Loaded[]> {
  const files = await Promise.all(
    (['A', 'B', 'C'] as const).map((scenario) => writeShopAsks(site, scenario)),
  );
  const asksFile = join(site.folder, 'asks-mixed.json');
  await writeFile(asksFile, JSON.stringify((await Promise.all(files.map(readAsks))).flat()));
  return PEERS.filter(({ name }) => names.has(name) && IN_SHOP.includes(name)).map((peer) => ({
    contestant: { ...contestantOf(peer, site), name: `${peer.name} (A to C)` },
    asksFile,
    countersPort: site.subgraphsPort,
  }));
}

async function readAsks(file: string): Promise<readonly Ask[]> {
  return JSON.parse(await readFile(file, 'utf8')) as readonly Ask[];
}
