import { ApolloGateway } from '@apollo/gateway';
import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { PlannableOperation, QueryPlan } from '../../gateway/planning/index.ts';
import type { AskDatabase, WireAnswer } from './databases.ts';
import type { Outcome, ToldError } from './executors.ts';

/** ApolloGateway with its own executor. */
export interface Apollo {
  /** What clients see of the graph. */
  readonly schema: GraphQLSchema;
  /** Its plans, by the hash of the operation. */
  readonly plans: Map<string, QueryPlan>;
  run(operation: PlannableOperation, variables: Readonly<Record<string, unknown>>): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Starts it over databases in this process. */
export async function startApollo(supergraphSdl: string, ask: AskDatabase): Promise<Apollo> {
  const plans = new Map<string, QueryPlan>();
  let calls = 0;
  let schema: GraphQLSchema | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => ({
      async process({ request }) {
        calls += 1;
        return withoutWiderTypes(await ask(name, request.query ?? '', request.variables ?? {})) as object;
      },
    }),
    experimental_didResolveQueryPlan({ queryPlan, requestContext }) {
      if (requestContext.queryHash !== undefined) plans.set(requestContext.queryHash, queryPlan as QueryPlan);
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor: execute } = await gateway.load();
  if (schema === undefined) throw new Error('ApolloGateway loaded no schema.');
  const run: Apollo['run'] = async ({ document, source, hash }, variables) => {
    calls = 0;
    const incoming: Partial<GatewayGraphQLRequestContext> = {
      request: { query: source, variables: { ...variables } },
      document,
      source,
      queryHash: hash,
      operation: document.definitions[0] as OperationDefinitionNode,
      operationName: null,
      context: {},
      metrics: {},
    };
    const { data, errors = [], extensions } = await execute(incoming as GatewayGraphQLRequestContext);
    const misfits = (extensions?.['valueCompletion'] ?? []) as readonly ToldError[];
    return {
      data: data === undefined ? undefined : JSON.parse(JSON.stringify(data)),
      errors: errors.map(({ message, path }) => ({ message, path })),
      misfits: misfits.map(({ path = [] }) => path),
      calls,
    };
  };
  return { schema, plans, run, stop: () => gateway.stop() };
}

/**
 * A database with an @interfaceObject states the interface as the type of its entities. ApolloGateway puts it over the
 * type that it knows already, and then has an object without a type: it answers null, or no longer asks what it should
 * ask of that type. Ours keeps the known type. To compare all the rest, what ApolloGateway gets leaves it out.
 */
function withoutWiderTypes(answer: WireAnswer): WireAnswer {
  const entities = answer.data?.['_entities'];
  if (!Array.isArray(entities)) return answer;
  for (const entity of entities as (Record<string, unknown> | null)[]) {
    if (entity?.['__typename'] === 'Asset') delete entity['__typename'];
  }
  return answer;
}
