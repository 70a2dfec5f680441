import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import { print } from 'graphql';
import type { JWK } from 'jose';
import { stringify } from 'yaml';
import { type DevelopmentIssuer, issueToken, type Secrets } from '../../embedded/index.ts';
import type { GatewayConfig } from '../../gateway/config.ts';
import type { Ledger } from '../../gateway/ledger/index.ts';
import { createLog } from '../../gateway/observability/index.ts';
import { startGateway } from '../../gateway/start.ts';
import { COMPOSITION_VERSION, compose } from '../../gateway/supergraph/index.ts';
import { ledgerSettings } from '../support/ledger-settings.ts';
import type { World } from './format.ts';
import { agencyOf, governanceOf, PURPOSE } from './governance.ts';
import type { Answer, Request, Runner, RunningWorld } from './runner.ts';
import { documentsOf } from './schemas.ts';
import { serveSubgraph } from './subgraph.ts';

/** Entries are kept elsewhere; here no answer may depend on a database. */
const LEDGER: Ledger = {
  append: async () => '',
  markUndelivered: async () => undefined,
  isReachable: async () => true,
  close: async () => undefined,
};

/** Runs the suite against the gateway of this project: the whole of it, over HTTP, with its own composition. */
export function createGatewayRunner(secrets: Secrets, issuer: DevelopmentIssuer): Runner {
  return {
    async start(world) {
      const stops: (() => Promise<void>)[] = [];
      const stop = async () => {
        for (const close of stops.toReversed()) await close();
      };
      try {
        return await startWorld(world, secrets, issuer, stops, stop);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    compose(dictionary, sdls) {
      const world: World = {
        about: 'a graph that may not compose',
        dictionary,
        subgraphs: Object.fromEntries(
          Object.entries(sdls).map(([name, sdl]) => [
            name,
            { sdl, rows: {}, computed: {}, matches: {}, failing: {} },
          ]),
        ),
        callers: {},
      };
      const subgraphs = [...documentsOf(world)].map(([name, document]) => ({
        name,
        url: 'http://127.0.0.1:1/graphql',
        file: `${name}.graphql`,
        document,
      }));
      const file = { file: 'world', federationVersion: COMPOSITION_VERSION, versionLine: 1, subgraphs };
      compose(file, governanceOf(world).elements);
    },
  };
}

async function startWorld(
  world: World,
  secrets: Secrets,
  issuer: DevelopmentIssuer,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningWorld> {
  const called = new Set<string>();
  const documents = documentsOf(world);
  const urls = new Map<string, string>();
  const key = secrets.grantKey.publicJwk as JWK;
  for (const [name, content] of Object.entries(world.subgraphs)) {
    const document = documents.get(name);
    if (document === undefined) continue;
    const served = await serveSubgraph(name, document, content, key, () => called.add(name));
    stops.push(served.stop);
    urls.set(name, served.url);
  }
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-conformance-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const file = await writeSupergraph(folder, documents, urls);
  const gateway = await startGateway(configOf(secrets, issuer, file), {
    governance: governanceOf(world),
    ledger: LEDGER,
    log: createLog('silent'),
  });
  stops.push(gateway.stop);
  const tokens = new Map<string, string>();
  return {
    async send(caller, request) {
      called.clear();
      const token = tokens.get(caller) ?? (await tokenOf(secrets, caller));
      tokens.set(caller, token);
      return await send(`${gateway.url}/graphql`, token, request, called);
    },
    stop,
  };
}

/** A supergraph.yaml with the schemas that it names, as a gateway reads them. */
async function writeSupergraph(
  folder: string,
  documents: ReadonlyMap<string, DocumentNode>,
  urls: ReadonlyMap<string, string>,
): Promise<string> {
  const subgraphs: Record<string, unknown> = {};
  for (const [name, document] of documents) {
    await writeFile(join(folder, `${name}.graphql`), print(document));
    subgraphs[name] = { routing_url: urls.get(name), schema: { file: `${name}.graphql` } };
  }
  const file = join(folder, 'supergraph.yaml');
  await writeFile(file, stringify({ federation_version: `=${COMPOSITION_VERSION}`, subgraphs }));
  return file;
}

function configOf(secrets: Secrets, issuer: DevelopmentIssuer, supergraphFile: string): GatewayConfig {
  return {
    mode: 'development',
    host: '127.0.0.1',
    port: 0,
    governanceDir: 'governance',
    redisUrl: undefined,
    cache: { redis: undefined, keys: undefined, localBytes: 0, changeKeys: undefined },
    supergraphFile,
    token: { issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, audience: 'lien-thong' },
    grantKey: secrets.grantKey.privateJwk as JWK,
    ledger: ledgerSettings('postgresql://127.0.0.1:1/none', secrets),
    registersUrl: 'postgresql://127.0.0.1:1/none',
    deadlineMs: 10_000,
    callTimeoutMs: 5_000,
    maxCost: 50_000,
    rateLimitPerMinute: 180_000,
    maxInWork: 256,
    maxQueued: 1_024,
    logLevel: 'silent',
    environment: {},
  };
}

function tokenOf(secrets: Secrets, caller: string): Promise<string> {
  return issueToken(secrets, { clientId: 'conformance', agency: agencyOf(caller), purposes: [PURPOSE] });
}

async function send(
  url: string,
  token: string,
  { method, headers, body }: Request,
  called: ReadonlySet<string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {},
    called: new Set(called),
  };
}
