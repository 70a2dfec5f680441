import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../harness/child.ts';
import { shopSdl } from './answers.ts';
import type { CallSet } from './floors/call-sets.ts';
import type { ShopScenario } from './operations.ts';
import { SHOP_DATABASES } from './resolvers.ts';
import type { ShopSite } from './site.ts';

/** What a gateway shares between requests; floors are no gateways. */
export type Sharing = 'nothing shared' | 'work shared' | 'floor';

/** A gateway, or something to measure gateways by. */
export interface Peer {
  /** For `--peers`. */
  readonly name: string;
  readonly title: string;
  readonly sharing: Sharing;
  /** Whether it needs the packages of `bench/peers`. */
  readonly isFromNpm: boolean;
  /** The one scenario in which it is different from another; all when left out. */
  readonly onlyIn?: ShopScenario;
  /** What to start so that it serves `POST /graphql` on this port. */
  start(site: ShopSite, port: number): Promise<Command>;
}

const PEERS_FOLDER = 'bench/peers';
const HIVE = `${PEERS_FOLDER}/node_modules/@graphql-hive/gateway/dist/bin.js`;
const GRAFBASE = `${PEERS_FOLDER}/node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase`;

/** What the product starts its gateway with, and therefore the floors that it is compared with. */
const OUR_NODE = ['--max-semi-space-size=64', '--import', 'tsx'];

/** Everyone, the baseline first. */
export const PEERS: readonly Peer[] = [
  {
    name: 'apollo',
    title: '@apollo/gateway, stock',
    sharing: 'nothing shared',
    isFromNpm: true,
    start: async ({ supergraphFile }, port) =>
      node([`${PEERS_FOLDER}/apollo.mjs`, '--port', `${port}`, '--supergraph', supergraphFile]),
  },
  {
    name: 'mercurius',
    title: '@mercuriusjs/gateway',
    sharing: 'nothing shared',
    isFromNpm: true,
    start: async ({ subgraphsFile }, port) =>
      node([`${PEERS_FOLDER}/mercurius.mjs`, '--port', `${port}`, '--subgraphs', subgraphsFile]),
  },
  hive('hive-js', 'Hive Gateway', 'nothing shared', ['--jit']),
  hive('hive-rust', 'Hive Gateway, Rust planner', 'nothing shared', ['--hive-router-runtime']),
  grafbase('grafbase', 'Grafbase (Rust)', 'nothing shared'),
  ours('lien-thong', 'Liên thông, executor alone', 'nothing'),
  hive('hive-js-shared', 'Hive Gateway', 'work shared', ['--jit']),
  hive('hive-rust-shared', 'Hive Gateway, Rust planner', 'work shared', ['--hive-router-runtime']),
  grafbase('grafbase-shared', 'Grafbase (Rust)', 'work shared'),
  ours('lien-thong-batched', 'Liên thông, calls batched', 'batched'),
  ours('lien-thong-shared', 'Liên thông, batched and shared', 'shared'),
  { ...merge('merge-16', 'by hand, 16 calls', '16', 'undici'), onlyIn: 'A' },
  merge('merge-executor', 'by hand, the calls of our executor', 'executor', 'undici'),
  { ...merge('merge-7', 'by hand, 7 calls', '7', 'undici'), onlyIn: 'A' },
  merge('merge-7-lean', 'by hand, 7 calls, lean client', '7', 'lean'),
  {
    name: 'bytes',
    title: 'node:http, finished bytes',
    sharing: 'floor',
    isFromNpm: false,
    start: async (_site, port) => node([...OUR_NODE, 'bench/shop/floors/bytes.ts', '--port', `${port}`]),
  },
];

/** Whether the peers' own packages are installed. */
export function arePeersInstalled(root: string): boolean {
  return existsSync(join(root, PEERS_FOLDER, 'node_modules', '@apollo', 'gateway'));
}

function node(words: readonly string[]): Command {
  return { command: process.execPath, words };
}

function hive(name: string, title: string, sharing: Sharing, more: readonly string[]): Peer {
  const config = sharing === 'work shared' ? 'hive-shared.config.mjs' : 'hive-alone.config.mjs';
  return {
    name,
    title,
    sharing,
    isFromNpm: true,
    start: async ({ supergraphFile }, port) =>
      node([
        ...[HIVE, 'supergraph', supergraphFile, ...more],
        ...['--config-path', `${PEERS_FOLDER}/${config}`, '--host', '127.0.0.1', '--port', `${port}`],
      ]),
  };
}

function grafbase(name: string, title: string, sharing: Sharing): Peer {
  return {
    name,
    title,
    sharing,
    isFromNpm: true,
    async start({ folder, urlOf }, port) {
      const subgraphs = await Promise.all(
        SHOP_DATABASES.map(async (database) => {
          const file = join(folder, `${database}.graphql`);
          await writeFile(file, shopSdl(database));
          return `[subgraphs.${database}]\nurl = "${urlOf(database)}"\nschema_path = "${file}"\n`;
        }),
      );
      const config = join(folder, `${name}.toml`);
      await writeFile(
        config,
        `[graph]\nintrospection = false\n[traffic_shaping]\n` +
          `inflight_deduplication = ${sharing === 'work shared'}\n${subgraphs.join('')}`,
      );
      const address = `127.0.0.1:${port}`;
      return {
        command: GRAFBASE,
        words: ['--home', folder, 'dev', '--config', config, '--listen-address', address],
      };
    },
  };
}

function ours(name: string, title: string, sharing: 'nothing' | 'batched' | 'shared'): Peer {
  const file = 'bench/launch/lien-thong-plan.ts';
  return {
    name,
    title,
    sharing: sharing === 'nothing' ? 'nothing shared' : 'work shared',
    isFromNpm: false,
    start: async ({ supergraphFile }, port) =>
      node([...OUR_NODE, file, '--port', `${port}`, '--supergraph', supergraphFile, '--sharing', sharing]),
  };
}

function merge(name: string, title: string, calls: CallSet, client: 'undici' | 'lean'): Peer {
  const file = 'bench/shop/floors/merge.ts';
  return {
    name,
    title,
    sharing: 'floor',
    isFromNpm: false,
    start: async ({ subgraphsPort }, port) =>
      node([
        ...[...OUR_NODE, file, '--port', `${port}`, '--subgraphs', `${subgraphsPort}`],
        ...['--calls', calls, '--client', client],
      ]),
  };
}
