import { createHash } from 'node:crypto';
import { ApolloGateway } from '@apollo/gateway';
import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import {
  completeAnswer,
  createPreparedOperations,
  type PreparedOperations,
  runPlan,
  supergraphFacts,
  typesOf,
} from '../../gateway/execution/index.ts';
import { splitAtSubjects } from '../../gateway/execution/split-subjects.ts';
import type { PlannableOperation, Planner, QueryPlan } from '../../gateway/planning/index.ts';
import type { RandomOperation } from '../support/random-operations.ts';
import type { AskDatabase, WireAnswer } from './databases.ts';

/** What an executor made of an operation. */
export interface Outcome {
  readonly data: unknown;
  readonly errors: readonly ToldError[];
  /** Places where what databases gave does not fit the schema. */
  readonly misfits: readonly Path[];
  readonly calls: number;
}

/** An error of a field. */
export interface ToldError {
  readonly message: string;
  readonly path: Path | undefined;
}

/** A place in an answer. */
export type Path = readonly (string | number)[];

/** What each of them made of it. */
export interface Outcomes {
  /** ApolloGateway's own executor. */
  readonly apollo: Outcome;
  /** Ours. */
  readonly ours: Outcome;
  /** Ours, with calls of their own for persons whom a database meets. */
  readonly split: Outcome;
}

/** The executors that are compared, over one graph. */
export interface Executors {
  readonly schema: GraphQLSchema;
  run(operation: RandomOperation): Promise<Outcomes>;
  stop(): Promise<void>;
}

/** An operation as it is run, with the plan that ApolloGateway made of it. */
interface Prepared {
  readonly operation: PlannableOperation;
  readonly given: Readonly<Record<string, unknown>>;
}

/** Starts them over databases in this process, with one planner. */
export async function startExecutors(supergraphSdl: string, ask: AskDatabase): Promise<Executors> {
  const { gateway, executor, schema, plans } = await startApollo(supergraphSdl, ask);
  const planner: Pick<Planner, 'plan'> = {
    async plan({ hash }) {
      const plan = plans.get(hash);
      if (plan === undefined) throw new Error('Expected a plan of ApolloGateway.');
      return plan;
    },
  };
  const facts = supergraphFacts(supergraphSdl);
  const options = { schema, isOfType: typesOf(facts.schema) };
  const whole = createPreparedOperations(planner as Planner, options);
  const parted = createPreparedOperations(planner as Planner, {
    ...options,
    split: (fetches) => splitAtSubjects(fetches, facts),
  });
  return {
    schema,
    async run({ query, variables }) {
      const document = inlined(parse(query, { noLocation: true }));
      const source = print(document);
      const hash = createHash('sha256').update(source).digest('hex');
      const prepared = {
        operation: { document, source, hash },
        given: valuesOf(schema, document, variables),
      };
      const apollo = await executor(prepared.operation, variables);
      const ours = await runPrepared(whole, prepared, ask);
      const split = await runPrepared(parted, prepared, ask);
      plans.delete(hash);
      return { apollo, ours, split };
    },
    stop: () => gateway.stop(),
  };
}

async function runPrepared(
  operations: PreparedOperations,
  { operation, given }: Prepared,
  ask: AskDatabase,
): Promise<Outcome> {
  const { plan, shape } = await operations.prepare(operation, given);
  let calls = 0;
  const result = await runPlan(plan, given, async ({ call, variables }) => {
    calls += 1;
    const { data, errors = [] } = await ask(call.database, call.query, variables);
    // A root field without a value that must have one leaves no data; its error is told all the same.
    if (data === null && call.root === undefined) throw new Error('No data.');
    return { data: data ?? {}, errors };
  });
  const { data, errors } = completeAnswer(shape, result.data);
  const told = [
    ...result.errors.map(({ message, path }) => ({ message, path })),
    ...result.failed.map(({ call, cause }) => ({ message: `${call.database}: ${cause}`, path: undefined })),
  ];
  return { data, errors: told, misfits: errors.map(({ path }) => path), calls };
}

async function startApollo(supergraphSdl: string, ask: AskDatabase) {
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
  const executor = async (
    { document, source, hash }: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> => {
    calls = 0;
    const incoming: Partial<GatewayGraphQLRequestContext> = {
      request: { query: source, variables: { ...variables } },
      document,
      source,
      queryHash: hash,
      operation: operationOf(document),
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
  return { gateway, executor, schema, plans };
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

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('Expected an operation.');
  return operation;
}

/** Values as the gateway has them when it runs an operation: checked, defaults applied. */
function valuesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const definitions = operationOf(document).variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, definitions, { ...variables });
  if (coerced === undefined) throw new AggregateError(errors ?? [], 'Wrong values of variables.');
  return { ...coerced };
}

/** The operation alone, with the selections of named fragments where they are spread. */
function inlined(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const operation = visit(operationOf(document), {
    FragmentSpread({ name, directives = [] }) {
      const fragment = fragments.get(name.value);
      if (fragment === undefined) throw new Error(`No fragment ${name.value}.`);
      const { typeCondition, selectionSet } = fragment;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
    },
  });
  return { kind: Kind.DOCUMENT, definitions: [operation] };
}
