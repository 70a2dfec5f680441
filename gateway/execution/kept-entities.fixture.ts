/** For tests only: a database behind HTTP that counts what it is asked, and requests that may be answered from a cache. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createGrantSigner } from '../../contract/access-grant.ts';
import { type SubjectVerdict, UNCHECKED_SUBJECTS } from '../../contract/subject-pass.ts';
import { loadCodes, type PolicyGrant } from '../../governance/index.ts';
import { type EntityCache, openEntityCache } from '../cache/index.ts';
import type { SubjectGate } from '../conditions/index.ts';
import { createLog } from '../observability/index.ts';
import type { SourcedAnswer } from './asked-entities.ts';
import { createChannel } from './channels/index.ts';
import type { CompiledCall } from './compile-plan.ts';
import { createDatabase, type Database } from './database.ts';
import { createGrantIssuer, type GrantIssuer } from './grants.ts';
import { createKeptEntities, type KeptEntities } from './kept-entities.ts';
import type { Representation } from './representations.ts';
import type { ExecutionRequest } from './request.ts';
import type { DatabaseCall } from './run-plan.ts';

/** What the database says from now on, beside its entities. */
export interface Said {
  readonly errors?: readonly object[];
  readonly asOf?: string;
  /** Subjects whom it met, and whether data of them was asked. */
  readonly met?: readonly (readonly [name: string, needed: boolean])[];
  /** Instead of its entity, by the text of a representation's key. */
  readonly entities?: Readonly<Record<string, unknown>>;
}

/** A database, and what it was asked. */
interface CountedDatabase {
  readonly database: Database;
  readonly grants: GrantIssuer;
  /** For each call, the keys of the entities. */
  readonly asked: (readonly string[])[];
  say(said: Said): void;
  stop(): Promise<void>;
}

interface Asked {
  readonly variables: { readonly representations: readonly Representation[] };
}

const keyText = ({ __typename, ...key }: Representation): string => Object.values(key).join('/');

/** Starts it on a free port of this machine. */
async function startCountedDatabase(name: string): Promise<CountedDatabase> {
  let said: Said = {};
  let version = 0;
  const asked: (readonly string[])[] = [];
  const answer = ({ variables: { representations } }: Asked): object => {
    const { entities = {}, errors = [], asOf, met = [] } = said;
    const keys = representations.map(keyText);
    asked.push(keys);
    version += 1;
    const found = keys.map((key) => (key in entities ? entities[key] : { key, version }));
    return { data: { _entities: found }, errors, extensions: { asOf, [UNCHECKED_SUBJECTS]: met } };
  };
  const server = await listening((body) => {
    const calls = JSON.parse(body) as Asked | readonly Asked[];
    return Array.isArray(calls) ? calls.map(answer) : answer(calls as Asked);
  });
  const grants = await issuer();
  const channel = createChannel({
    database: name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    connections: 4,
    maxBatch: 8,
    maxWaiting: 100,
    timeoutMs: 5_000,
    shareInFlight: false,
    breaker: { failures: 1_000, halfOpenAfterMs: 1_000 },
  });
  const database = createDatabase({ name, channel, grants, onFailure: () => undefined });
  return {
    database,
    grants,
    asked,
    say(next) {
      said = next;
    },
    async stop() {
      await database.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(answer: (body: string) => unknown): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.end(JSON.stringify(answer(Buffer.concat(chunks).toString()))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function issuer(): Promise<GrantIssuer> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return createGrantIssuer({
    signer: await createGrantSigner(await exportJWK(privateKey)),
    codes: loadCodes(),
    linkSecret: 'one secret for all replicas',
    keys: new Map(),
    stated: new Map(),
  });
}

/** A policy of one agency and purpose, with these elements. */
export function policyOf(agency = 'GDT', purpose = 'QLNN:TAX', ...elements: readonly string[]): PolicyGrant {
  return { agency, purpose, elements: new Set(elements), terms: new Map() } as unknown as PolicyGrant;
}

/** A gate with these verdicts; whoever is not named may be read. */
export function gateWith(verdicts: Readonly<Record<string, SubjectVerdict>> = {}): SubjectGate {
  return {
    verdicts: async (_database, names) =>
      new Map([...names].map((name) => [name, verdicts[name] ?? 'read'] as const)),
  };
}

const POLICY = policyOf();

/** An admitted request. */
export function requestOf(changes: Partial<ExecutionRequest> = {}): ExecutionRequest {
  return {
    requestId: 'r-1',
    policy: POLICY,
    subject: undefined,
    officer: undefined,
    caseId: undefined,
    gate: gateWith(),
    asked: new Set(),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** What may be different about a call for entities. */
export interface CallOptions {
  readonly database?: string;
  readonly type?: string;
  readonly query?: string;
  readonly maxAgeSeconds?: number | undefined;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A call for entities that may be kept for a minute, as a compiled plan makes it. */
function callFor(representations: readonly Representation[], options: CallOptions = {}): DatabaseCall {
  const { database = 'business', type = 'Business', query = `{ ${type} }`, variables = {} } = options;
  const maxAgeSeconds = 'maxAgeSeconds' in options ? options.maxAgeSeconds : 60;
  const leaf = { isList: false, below: undefined };
  const call: CompiledCall = {
    index: 0,
    database,
    query,
    queryText: JSON.stringify(query),
    variables: Object.keys(variables),
    steps: [0],
    root: undefined,
    entities: [
      {
        responseKey: '_entities',
        variable: 'representations',
        asked: new Map(['key', 'version'].map((name) => [name, leaf])),
        outputRewrites: [],
        sources: [],
        lifetime: maxAgeSeconds === undefined ? undefined : { type, maxAgeSeconds },
      },
    ],
  };
  return {
    call,
    variables: { ...variables, representations },
    representations: new Map([['representations', representations]]),
  };
}

/** Representations of enterprises. */
export const businesses = (...codes: readonly string[]): readonly Representation[] =>
  codes.map((enterpriseCode) => ({ __typename: 'Business', enterpriseCode }));

/** Keys of types as the graph has them. */
const KEYS = [
  'business Business enterpriseCode',
  'business Business taxOffice',
  'insurance Business enterpriseCode',
  'business Unit code',
  'business Entry number year',
  'business Nested place',
];

/** A call, and who makes it. */
export interface Asking extends CallOptions {
  readonly request?: Partial<ExecutionRequest>;
  /** Instead of the gateway whose graph all share. */
  readonly by?: KeptEntities;
}

/** What came back, and the keys that the database was asked for it. */
export interface Told {
  readonly entities: readonly ({ key: string; version: number } | null)[];
  readonly errors: SourcedAnswer['errors'];
  readonly asOf: string | null;
  readonly asked: readonly string[];
}

/** A gateway that keeps entities of one database, for the tests of one file; each test begins with nothing kept. */
export function keptEntities() {
  let counted: CountedDatabase;
  let cache: EntityCache;
  let kept: KeptEntities;
  const entitiesOf = (generation: string, on: EntityCache = cache): KeptEntities =>
    createKeptEntities({
      cache: on,
      grants: counted.grants,
      generation,
      resolves: (database, type, key) => KEYS.includes(`${database} ${type} ${key}`),
    });
  beforeAll(async () => {
    counted = await startCountedDatabase('business');
  });
  beforeEach(() => {
    const keys = [{ id: 'k1', key: Buffer.alloc(32, 1) }];
    cache = openEntityCache({
      keys,
      nameSecret: 'a secret',
      localBytes: 1_000_000,
      log: createLog('silent'),
    });
    kept = entitiesOf('a graph');
  });
  afterEach(async () => {
    await cache.close();
    counted.say({});
  });
  afterAll(() => counted.stop());
  return {
    entitiesOf,
    cache: () => cache,
    grants: () => counted.grants,
    say: (said: Said) => counted.say(said),
    async ask(
      representations: readonly Representation[],
      { request, by = kept, ...call }: Asking = {},
    ): Promise<Told> {
      const before = counted.asked.length;
      const answer = await by.call(counted.database, requestOf(request), callFor(representations, call));
      return {
        entities: answer.data['_entities'] as Told['entities'],
        errors: answer.errors,
        asOf: answer.asOf,
        asked: counted.asked.slice(before).flat().toSorted(),
      };
    },
  };
}
