import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { cacheKeysFrom, cacheLifetimes, nameSecretFrom, openEntityCache } from '../../gateway/cache/index.ts';
import type { GatewayConfig } from '../../gateway/config.ts';
import {
  type Channel,
  completeAnswer,
  createChannel,
  createPreparedOperations,
  runPlan,
  supergraphFacts,
  typesOf,
} from '../../gateway/execution/index.ts';
import type { Log } from '../../gateway/observability/index.ts';
import { createPlanner, type PlannableOperation } from '../../gateway/planning/index.ts';
import { type SubgraphSource, toRuntimeSdl } from '../../gateway/supergraph/index.ts';
import type { GrantFor } from '../country/grants-client.ts';
import { withoutFragments } from './document.ts';
import { type MakeCall, withKeptEntities } from './kept-entities.ts';

/** What an answer is made from. */
export interface UnguardedRequest {
  readonly queryHash: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** The product's executor without anything that decides who may read what. */
export interface UnguardedRunner {
  readonly schema: GraphQLSchema;
  run(request: UnguardedRequest): Promise<{ data: Record<string, unknown> | null; errors?: never[] }>;
}

/** What {@link createUnguardedRunner} is made from. */
export interface UnguardedRunnerOptions {
  readonly policySdl: string;
  readonly subgraphs: readonly SubgraphSource[];
  readonly config: GatewayConfig;
  readonly log: Log;
  readonly grantFor: GrantFor;
}

/** Plans, channels and cache with the product's settings. */
export async function createUnguardedRunner({
  policySdl,
  subgraphs,
  config,
  log,
  grantFor,
}: UnguardedRunnerOptions): Promise<UnguardedRunner> {
  const supergraphSdl = toRuntimeSdl(policySdl);
  const planner = await createPlanner({ supergraphSdl });
  const lifetimes = cacheLifetimes(subgraphs);
  const cache = openEntityCache({
    redis: undefined,
    keys: cacheKeysFrom(config.grantKey),
    nameSecret: nameSecretFrom(config.ledger.digestSecret),
    localBytes: config.cache.localBytes,
    log,
  });
  const operations = createPreparedOperations(planner, {
    schema: planner.schema,
    isOfType: typesOf(supergraphFacts(supergraphSdl).schema),
    maxAgeOf: (...of) => lifetimes.maxAgeOf(...of),
  });
  const channels = new Map(
    [...planner.databases].map(([name, url]) => [name, channelTo(name, url, config.callTimeoutMs)]),
  );
  const callWith =
    (signal: AbortSignal): MakeCall =>
    async ({ call, variables }) => {
      const channel = channels.get(call.database);
      if (channel === undefined) throw new Error(`Nobody knows ${call.database}.`);
      const asked = `{"query":${call.queryText},"variables":${JSON.stringify(variables)}}`;
      const grant = await grantFor(call.database);
      const { body } = await channel.call({ path: '', grant, body: asked, sameAs: asked, signal });
      const { data, errors = [] } = body as { readonly data: Record<string, unknown>; readonly errors?: [] };
      return { data, errors };
    };
  const documents = new Map<string, PlannableOperation>();
  return {
    schema: planner.schema,
    async run({ queryHash, document, variables, signal }) {
      const operation = documents.get(queryHash) ?? plannable(queryHash, document);
      documents.set(queryHash, operation);
      const { plan, shape } = await operations.prepare(operation, variables);
      const result = await runPlan(plan, variables, withKeptEntities(cache, callWith(signal)));
      const [failed] = result.failed;
      if (failed !== undefined) throw failed.cause;
      const { data, errors } = completeAnswer(shape, result.data);
      const [wrong] = [...errors, ...result.errors];
      if (wrong !== undefined) throw new Error(wrong.message);
      return { data: data as Record<string, unknown> | null };
    },
  };
}

function plannable(hash: string, original: DocumentNode): PlannableOperation {
  const document = withoutFragments(original);
  return { document, source: print(document), hash };
}

/** As the product makes them. */
function channelTo(database: string, url: string, timeoutMs: number): Channel {
  return createChannel({
    database,
    url,
    connections: 16,
    maxBatch: 64,
    maxWaiting: 2_000,
    timeoutMs,
    shareInFlight: true,
    breaker: { failures: 20, halfOpenAfterMs: 1_000 },
  });
}
