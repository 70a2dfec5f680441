import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { CORES, startChild } from '../harness/child.ts';
import { federationOneSdl, shopSdl } from './answers.ts';
import { SHOP_DATABASES } from './resolvers.ts';

/** The running subgraphs of the shop, and the files that gateways start from. */
export interface ShopSite {
  readonly subgraphsPort: number;
  /** The composed graph. */
  readonly supergraphFile: string;
  /** Name, address and federation 1 SDL of each subgraph, as JSON. */
  readonly subgraphsFile: string;
  /** Folder for what a gateway writes. */
  readonly folder: string;
  /** Address of a subgraph. */
  urlOf(database: string): string;
  stop(): void;
}

/** Starts the shop's subgraphs and composes them. */
export async function openShop(): Promise<ShopSite> {
  const child = startChild({
    command: process.execPath,
    words: ['--import', 'tsx', 'bench/shop/subgraphs.ts'],
    core: CORES.others,
  });
  const { port } = JSON.parse(await child.nextLine()) as { readonly port: number };
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-bench-'));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  // Ctrl-C ends a run without the steps that would follow.
  process.once('exit', clear);
  const urlOf = (database: string): string => `http://127.0.0.1:${port}/${database}`;
  const supergraphFile = join(folder, 'supergraph.graphql');
  const subgraphsFile = join(folder, 'subgraphs.json');
  await writeFile(supergraphFile, composeShop(urlOf));
  await writeFile(
    subgraphsFile,
    JSON.stringify(SHOP_DATABASES.map((name) => ({ name, url: urlOf(name), sdl: federationOneSdl(name) }))),
  );
  return {
    subgraphsPort: port,
    supergraphFile,
    subgraphsFile,
    folder,
    urlOf,
    stop() {
      child.stop();
      clear();
      process.off('exit', clear);
    },
  };
}

function composeShop(urlOf: (database: string) => string): string {
  const { supergraphSdl, errors } = composeServices(
    SHOP_DATABASES.map((name) => ({ name, url: urlOf(name), typeDefs: parse(shopSdl(name)) })),
  );
  if (supergraphSdl === undefined) throw new Error(`The shop does not compose: ${errors?.[0]?.message}`);
  return supergraphSdl;
}
