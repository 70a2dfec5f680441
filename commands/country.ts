import { type Codes, communesForNation, loadCodes } from '../governance/index.ts';
import { createNation, type Nation } from '../nation/index.ts';
import { sample as business } from '../subgraphs/business/sample.ts';
import { sample as catalogue } from '../subgraphs/catalogue/sample.ts';
import { sample as civilStatus } from '../subgraphs/civil-status/sample.ts';
import { sample as insurance } from '../subgraphs/insurance/sample.ts';
import { distrustContent, loadedContent, loadRows, type TableRows } from '../subgraphs/kit/index.ts';
import { sample as land } from '../subgraphs/land/sample.ts';
import { sample as population } from '../subgraphs/population/sample.ts';
import type { Installation } from './installation.ts';

/** Citizens of the sample country that `npm start` makes the first time. */
export const DEFAULT_CITIZENS = 10_000;
/** Seed of the sample country: the same for everyone, so that examples work everywhere. */
export const DEFAULT_SEED = 1;

/** Which country to load. */
export interface CountryOptions {
  readonly citizens: number;
  readonly seed: number;
}

/** Told of each piece of work done, for a progress bar. */
export type CountryProgress = (progress: {
  readonly database: string;
  readonly done: number;
  readonly of: number;
}) => void;

type Rows = TableRows<Record<string, unknown>>;
type Sample = (nation: Nation, codes: Codes) => Rows;

/** How each database turns the country, or the official lists, into its rows. */
const SAMPLES: ReadonlyMap<string, Sample> = new Map<string, Sample>([
  ['catalogue', (_nation, codes) => catalogue(codes) as Rows],
  ['population', (nation) => population(nation) as Rows],
  ['civil-status', (nation) => civilStatus(nation) as Rows],
  ['business', (nation) => business(nation) as Rows],
  ['insurance', (nation) => insurance(nation) as Rows],
  ['land', (nation) => land(nation) as Rows],
]);

/** The synthetic country of some size, made from the communes in force. */
export function makeNation({ citizens, seed }: CountryOptions, codes: Codes = loadCodes()): Nation {
  return createNation({ citizens, seed, communes: communesForNation(codes) });
}

/** What an installation holds of a country. */
export interface CountryState {
  /** Databases that hold no complete country: never loaded, or a load that was interrupted. */
  readonly empty: readonly string[];
  /** The country that the others hold; `undefined` when all are empty. */
  readonly country: CountryOptions | undefined;
}

/** Looks which databases hold the country. A load that began has emptied all first, so the others hold one country. */
export async function countryState({ databases }: Installation): Promise<CountryState> {
  const contents = await Promise.all(
    [...databases].map(async ([name, { ownerUrl }]) => [name, await loadedContent(ownerUrl)] as const),
  );
  const [loaded] = contents.flatMap(([, content]) => (content === undefined ? [] : [content]));
  return {
    empty: contents.filter(([, content]) => content === undefined).map(([name]) => name),
    country: loaded === undefined ? undefined : (JSON.parse(loaded) as CountryOptions),
  };
}

/** Replaces the country in all databases. When it is interrupted, the next start goes on with the same country. */
export async function replaceCountry(
  installation: Installation,
  options: CountryOptions,
  onProgress?: CountryProgress,
): Promise<void> {
  await Promise.all([...installation.databases.values()].map(({ ownerUrl }) => distrustContent(ownerUrl)));
  await loadCountry(installation, options, onProgress);
}

/** Fills the databases named by `only`, or all, with the country; each one in one transaction. */
export async function loadCountry(
  { databases }: Installation,
  options: CountryOptions,
  onProgress: CountryProgress = () => undefined,
  only: readonly string[] = [...SAMPLES.keys()],
): Promise<void> {
  const codes = loadCodes();
  const nation = makeNation(options, codes);
  const content = JSON.stringify({ citizens: options.citizens, seed: options.seed } satisfies CountryOptions);
  let done = 0;
  for (const [database, sample] of SAMPLES) {
    const urls = databases.get(database);
    if (urls === undefined || !only.includes(database)) continue;
    onProgress({ database, done, of: only.length });
    await loadRows(urls.ownerUrl, sample(nation, codes), content);
    done += 1;
    onProgress({ database, done, of: only.length });
  }
}
