import type { Contestant } from '../harness/gateways.ts';
import type { CountrySite } from './site.ts';

/** A gateway, or something to measure gateways by, over the six databases. */
export interface CountryPeer {
  /** For `--peers`. */
  readonly name: string;
  readonly title: string;
  /** Whether it needs the packages of `bench/peers`. */
  readonly isFromNpm: boolean;
  /** Whether it stands in the databases' place and asks PostgreSQL itself. */
  readonly isByHand?: boolean;
  contestant(site: CountrySite): Omit<Contestant, 'name' | 'countsItself'>;
}

/** What the product starts its gateway with, and therefore everything that it is compared with in Node. */
const OUR_NODE = ['--max-semi-space-size=64', '--import', 'tsx'];

/** Everyone, the product first. */
export const COUNTRY_PEERS: readonly CountryPeer[] = [
  {
    name: 'product',
    title: 'Liên thông, as npm start starts it',
    isFromNpm: false,
    contestant: ({ environment, token }) => ({
      headers: { authorization: `Bearer ${token}` },
      start: async (port) => ({
        command: process.execPath,
        words: [...OUR_NODE, 'gateway/main.ts'],
        environment: { ...environment, PORT: `${port}` },
      }),
    }),
  },
  {
    name: 'unrecorded',
    title: 'Liên thông without its ledger',
    isFromNpm: false,
    contestant: ({ environment, token }) => ({
      headers: { authorization: `Bearer ${token}` },
      start: async (port) => ({
        command: process.execPath,
        words: [...OUR_NODE, 'bench/launch/lien-thong-unrecorded.ts'],
        environment: { ...environment, PORT: `${port}` },
      }),
    }),
  },
  {
    name: 'off',
    title: 'Liên thông without authorisation, grants, ledger',
    isFromNpm: false,
    contestant: ({ environment, grantDeskPort }) => ({
      headers: {},
      start: async (port) => ({
        command: process.execPath,
        words: [...OUR_NODE, 'bench/launch/lien-thong-off.ts', '--grants', `${grantDeskPort}`],
        environment: { ...environment, PORT: `${port}` },
      }),
    }),
  },
  {
    name: 'apollo',
    title: '@apollo/gateway, stock',
    isFromNpm: true,
    contestant: ({ supergraphFile, grantDeskPort }) => ({
      headers: {},
      start: async (port) => ({
        command: process.execPath,
        words: [
          ...['bench/peers/apollo.mjs', '--port', `${port}`],
          ...['--supergraph', supergraphFile, '--grants', `${grantDeskPort}`],
        ],
      }),
    }),
  },
  {
    name: 'sql-by-hand',
    title: 'by hand, SQL itself, without authorisation',
    isFromNpm: false,
    isByHand: true,
    contestant: ({ databaseUrls }) => ({
      headers: {},
      start: async (port) => ({
        command: process.execPath,
        words: [...OUR_NODE, 'bench/country/by-hand/server.ts', '--port', `${port}`],
        environment: { BENCH_DATABASES: JSON.stringify(databaseUrls) },
      }),
    }),
  },
];

/** A peer over the country's databases. */
export function countryContestant(peer: CountryPeer, site: CountrySite): Contestant {
  return { name: peer.name, countsItself: peer.isByHand === true, ...peer.contestant(site) };
}
