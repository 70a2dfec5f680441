import { type Given, textOf, UsageError, wholeNumber } from '../commands/command-line.ts';
import { COUNTRY_PEERS } from './country/peers.ts';
import { PEERS } from './shop/peers.ts';

/** Everything that can be measured. */
export const SCENARIOS = ['A', 'B', 'C', 'D', 'E', 'F', 'decisions', 'conditions'] as const;

/** Name of something that can be measured. */
export type Scenario = (typeof SCENARIOS)[number];

/** Names of everyone who can be measured; some of them stand for themselves in several scenarios. */
const NAMES: readonly string[] = [...new Set([...PEERS, ...COUNTRY_PEERS].map(({ name }) => name))];

/** Left out of a short run, because nothing that the project says of itself hangs on them. */
const SLOW: ReadonlySet<string> = new Set([
  ...['mercurius', 'hive-js', 'hive-js-shared', 'lien-thong-batched', 'merge-16', 'merge-7', 'merge-7-lean'],
]);

/** What a run was asked for. */
export interface BenchOptions {
  readonly scenarios: readonly Scenario[];
  readonly peers: ReadonlySet<string>;
  /** Whether it was asked to be short. */
  readonly isQuick: boolean;
  readonly rounds: number | undefined;
  readonly seconds: number | undefined;
  /** Numbers of clients that ask at the same time. */
  readonly connections: readonly number[] | undefined;
  /** File that takes all figures. */
  readonly json: string | undefined;
}

/** For the command's help. */
export const OPTIONS = {
  quick: { help: 'takes about four minutes: fine to see whether all is well, too short for figures' },
  only: { value: 'NAMES', help: `some of ${SCENARIOS.join(',')}` },
  peers: { value: 'NAMES', help: `some of ${NAMES.join(',')}` },
  rounds: { value: 'N', help: 'measured rounds of each gateway; 3 when left out' },
  seconds: { value: 'N', help: 'length of a round; 10 in A to C, 6 in D and E when left out' },
  connections: { value: 'NUMBERS', help: 'clients at the same time: 50 in A to C, 1,16,64,256 in D' },
  json: { value: 'FILE', help: 'writes the figures to FILE as well' },
} as const;

/** @throws UsageError for a name or a number that is none of those expected */
export function readBenchOptions(given: Given): BenchOptions {
  const isQuick = given['quick'] === true;
  const peers = chosen(given, 'peers', NAMES);
  return {
    scenarios: chosen(given, 'only', SCENARIOS),
    peers: new Set(isQuick && given['peers'] === undefined ? peers.filter((name) => !SLOW.has(name)) : peers),
    isQuick,
    rounds: numberIn(given, 'rounds', 100),
    seconds: numberIn(given, 'seconds', 600),
    connections: numbersIn(given, 'connections', 1_000),
    json: textOf(given, 'json'),
  };
}

function chosen<Name extends string>(given: Given, option: string, known: readonly Name[]): readonly Name[] {
  const names = textOf(given, option)?.split(',');
  const unknown = names?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) {
    throw new UsageError(`--${option}: received "${unknown}", expected some of ${known.join(',')}`);
  }
  return names === undefined ? known : known.filter((name) => names.includes(name));
}

function numberIn(given: Given, option: string, most: number): number | undefined {
  return given[option] === undefined ? undefined : wholeNumber(given, option, 1, 1, most);
}

function numbersIn(given: Given, option: string, most: number): readonly number[] | undefined {
  return textOf(given, option)
    ?.split(',')
    .map((text) => wholeNumber({ [option]: text }, option, 1, 1, most));
}
