import { ApolloGateway, type ServiceEndpointDefinition } from '@apollo/gateway';
import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from './query-plan.ts';

/** Plans operations over one composed graph. */
export interface Planner {
  /** What clients see of the graph. */
  readonly schema: GraphQLSchema;
  /** The databases of the graph, by name, with their addresses. */
  readonly databases: ReadonlyMap<string, string>;
  /**
   * The plan of an operation; made once, for as long as it is among the last ones used.
   *
   * @param variables values for this operation: ApolloGateway refuses to plan without those that it requires
   * @throws GraphQLError when the operation cannot be planned
   */
  plan(operation: PlannableOperation, variables: Readonly<Record<string, unknown>>): Promise<QueryPlan>;
  /** At most as many of the operations whose plans are kept, the most used first. */
  hottest(count: number): readonly OperationText[];
  stop(): Promise<void>;
}

/** An operation as text. */
export interface OperationText {
  readonly source: string;
  /** Hash of {@link source}, under which its plan is kept. */
  readonly hash: string;
}

/** An operation with its plan: plain data, which can be handed to another thread. */
export interface PlannedOperation extends OperationText {
  readonly plan: QueryPlan;
}

/** An operation that may be planned. */
export interface PlannableOperation extends OperationText {
  /** One operation, without fragment definitions. */
  readonly document: DocumentNode;
}

/** Settings of {@link createPlanner}. */
export interface PlannerOptions {
  /** The supergraph as ApolloGateway loads it. */
  readonly supergraphSdl: string;
  /** Most plans that are kept. */
  readonly remembered?: number;
  /** Plans that were made ahead on this supergraph, the most used first; it has been checked with them. */
  readonly ahead?: readonly PlannedOperation[];
}

const REMEMBERED = 2_000;

/** What the planning request carries through ApolloGateway, to bring the plan back. */
interface PlanSlot {
  plan?: QueryPlan;
}

interface KeptPlan {
  readonly operation: OperationText;
  readonly plan: Promise<QueryPlan>;
  uses: number;
}

/**
 * A planner on ApolloGateway: its life cycle, its checks of the supergraph, its planner. Running plans is ours, so its
 * own executor meets databases that say nothing, and its hook hands over the plan.
 *
 * @throws Error when the supergraph is not one that ApolloGateway loads
 */
export async function createPlanner({
  supergraphSdl,
  remembered = REMEMBERED,
  ahead,
}: PlannerOptions): Promise<Planner> {
  const databases = new Map<string, string>();
  let schema: GraphQLSchema | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl,
    // What was planned on ahead has been checked there.
    ...(ahead === undefined ? {} : { validateSupergraph: false }),
    buildService({ name, url = '' }: ServiceEndpointDefinition) {
      databases.set(name, url);
      return { process: async () => ({ data: {} }) };
    },
    // Plans are kept here, beside what is compiled from them.
    queryPlannerConfig: { cache: NOTHING_KEPT },
    experimental_didResolveQueryPlan({ queryPlan, requestContext }) {
      (requestContext.context as PlanSlot).plan = queryPlan as QueryPlan;
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor } = await gateway.load();
  if (schema === undefined) throw new Error('ApolloGateway loaded no schema.');
  // The most recently used last.
  const kept = new Map<string, KeptPlan>(
    (ahead ?? []).toReversed().map(({ source, hash, plan }) => {
      return [hash, { operation: { source, hash }, plan: Promise.resolve(plan), uses: 0 }];
    }),
  );

  async function make(
    operation: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<QueryPlan> {
    const slot: PlanSlot = {};
    const { errors } = await executor(planningRequest(operation, variables, slot));
    if (slot.plan !== undefined) return slot.plan;
    throw errors?.[0] ?? new Error('ApolloGateway made no plan.');
  }

  return {
    schema,
    databases,
    plan(operation, variables) {
      const known = kept.get(operation.hash);
      kept.delete(operation.hash);
      const { source, hash } = operation;
      const entry = known ?? { operation: { source, hash }, plan: make(operation, variables), uses: 0 };
      entry.uses += 1;
      kept.set(hash, entry);
      const [oldest] = kept.keys();
      if (kept.size > remembered && oldest !== undefined) kept.delete(oldest);
      if (known === undefined) entry.plan.catch(() => kept.delete(hash));
      return entry.plan;
    },
    hottest: (count) =>
      [...kept.values()]
        .reverse()
        .sort((one, other) => other.uses - one.uses)
        .slice(0, count)
        .map(({ operation }) => operation),
    stop: () => gateway.stop(),
  };
}

const NOTHING_KEPT = {
  get: async () => undefined,
  set: async () => undefined,
  delete: async () => true,
  clear: async () => undefined,
};

function planningRequest(
  { document, source, hash }: PlannableOperation,
  variables: Readonly<Record<string, unknown>>,
  slot: PlanSlot,
): GatewayGraphQLRequestContext {
  const request: Partial<GatewayGraphQLRequestContext> = {
    request: { query: source, variables: { ...variables } },
    document,
    source,
    queryHash: hash,
    operation: document.definitions[0] as OperationDefinitionNode,
    operationName: null,
    context: slot as Record<string, unknown>,
    metrics: {},
  };
  return request as GatewayGraphQLRequestContext;
}
