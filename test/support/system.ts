import { fileURLToPath } from 'node:url';
import type { JWK } from 'jose';
import { inject } from 'vitest';
import {
  type DevelopmentIssuer,
  issueToken,
  loadSecrets,
  type ProvisionedDatabase,
  type Secrets,
  startDevelopmentIssuer,
  type TokenRequest,
} from '../../embedded/index.ts';
import type { GatewayConfig } from '../../gateway/config.ts';
import type { Log } from '../../gateway/observability/index.ts';
import type { HttpServer } from '../../gateway/server.ts';
import { startGateway } from '../../gateway/start.ts';
import type { Governance } from '../../governance/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { variablePrefix } from '../../subgraphs/kit/config.ts';
import { type RunningSubgraph, serveDatabase } from '../../subgraphs/kit/index.ts';
import { ledgerSettings } from './ledger-settings.ts';

/** A GraphQL answer, with its HTTP status. */
export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly AnswerError[];
  readonly extensions: {
    readonly lienthong?: {
      readonly requestId: string;
      readonly states: readonly { path: string[]; state: string; rule?: string; source?: string }[];
      readonly sources: readonly { database: string; asOf: string | null }[];
    };
  };
}

/** One error of an answer. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [fact: string]: unknown };
}

/** Who asks, as tokens and headers say it. */
export interface Asker {
  readonly agency?: string;
  readonly purposes?: readonly string[];
  readonly citizen?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole system in this process: real HTTP, real PostgreSQL, real tokens. */
export interface TestSystem {
  readonly gatewayUrl: string;
  readonly secrets: Secrets;
  /** SQL statements so far, by database. */
  readonly statements: ReadonlyMap<string, readonly string[]>;
  subgraphUrl(name: string): string;
  stopSubgraph(name: string): Promise<void>;
  startSubgraph(name: string): Promise<void>;
  token(request: Partial<TokenRequest> & Record<string, unknown>): Promise<string>;
  ask(asker: Asker, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  clearStatements(): void;
  stop(): Promise<void>;
}

/** What a test may change about the system. */
export interface TestSystemOptions {
  readonly config?: Partial<GatewayConfig>;
  /** Databases other than those of the run, for another server. */
  readonly databases?: Readonly<Record<string, ProvisionedDatabase>>;
  readonly ledgerUrl?: string;
  readonly registersUrl?: string;
  readonly governance?: Governance;
  /** Where the gateway logs; nowhere when left out. */
  readonly log?: Log;
  /** The clock of agreements. */
  readonly now?: () => Date;
}

/** Starts the system on the databases of this test run. */
export async function startTestSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const secrets = await loadSecrets(inject('secretsDir'));
  const databases = options.databases ?? inject('databases');
  const statements = new Map<string, string[]>(DATABASES.map(({ name }) => [name, []]));
  const running = new Map<string, RunningSubgraph>();
  const ports = new Map<string, number>();
  const startSubgraph = async (name: string): Promise<void> => {
    const definition = DATABASES.find((database) => database.name === name);
    const urls = databases[name];
    if (definition === undefined || urls === undefined) throw new Error(`No database ${name}.`);
    const subgraph = await serveDatabase(definition, {
      databaseUrl: urls.servingUrl,
      gatewayKey: secrets.grantKey.publicJwk,
      port: ports.get(name) ?? 0,
      onStatement: (sql) => statements.get(name)?.push(sql),
    });
    ports.set(name, Number(new URL(subgraph.url).port));
    running.set(name, subgraph);
  };
  await Promise.all(DATABASES.map(({ name }) => startSubgraph(name)));
  const issuer = await startDevelopmentIssuer({ secrets });
  const urls = new Map([...running].map(([name, { url }]) => [name, url]));
  const { governance, log, now } = options;
  const parts = {
    ...(governance === undefined ? {} : { governance }),
    ...(log === undefined ? {} : { log }),
    ...(now === undefined ? {} : { now }),
  };
  const gateway = await startGateway(testConfig(secrets, issuer, urls, options), parts);
  const token = (request: object) =>
    issueToken(secrets, { clientId: 'test', ...request } as unknown as TokenRequest);
  return {
    gatewayUrl: `${gateway.url}/graphql`,
    secrets,
    statements,
    subgraphUrl: (name) => urls.get(name) ?? '',
    startSubgraph,
    async stopSubgraph(name) {
      await running.get(name)?.stop();
      running.delete(name);
    },
    token,
    ask: (asker, query, variables) => ask(gateway, token, asker, query, variables),
    clearStatements() {
      for (const list of statements.values()) list.length = 0;
    },
    async stop() {
      await gateway.stop();
      await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
      await issuer.stop();
    },
  };
}

function testConfig(
  secrets: Secrets,
  issuer: DevelopmentIssuer,
  urls: ReadonlyMap<string, string>,
  { config, ledgerUrl, registersUrl }: TestSystemOptions,
): GatewayConfig {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  return {
    mode: 'development',
    host: '127.0.0.1',
    port: 0,
    governanceDir: fileURLToPath(new URL('../../governance', import.meta.url)),
    redisUrl: undefined,
    cache: { redis: undefined, keys: undefined, localBytes: 0, changeKeys: undefined },
    supergraphFile: fileURLToPath(new URL('../../supergraph.yaml', import.meta.url)),
    token: { issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, audience: 'lien-thong' },
    grantKey: secrets.grantKey.privateJwk as JWK,
    ledger: ledgerSettings(ledgerUrl ?? inject('ledger').servingUrl, secrets),
    registersUrl: registersUrl ?? inject('registers').servingUrl,
    deadlineMs: 10_000,
    callTimeoutMs: 5_000,
    maxCost: 50_000,
    rateLimitPerMinute: 180_000,
    maxInWork: 256,
    maxQueued: 1_024,
    logLevel: 'silent',
    environment: Object.fromEntries([...urls].map(([name, url]) => [`${variablePrefix(name)}_URL`, url])),
    ...config,
  };
}

async function ask(
  gateway: HttpServer,
  token: (request: object) => Promise<string>,
  { headers = {}, ...claims }: Asker,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await token(claims)}`,
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Partial<Answer>;
  return {
    status: response.status,
    data: body.data,
    errors: body.errors ?? [],
    extensions: body.extensions ?? {},
  };
}
