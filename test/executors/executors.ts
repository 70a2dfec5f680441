import { createHash } from 'node:crypto';
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
  type CallDatabase,
  completeAnswer,
  createPreparedOperations,
  runPlan,
  supergraphFacts,
  typesOf,
} from '../../gateway/execution/index.ts';
import type { PreparedOperation } from '../../gateway/execution/prepared-operations.ts';
import { splitAtSubjects } from '../../gateway/execution/split-subjects.ts';
import type { Planner } from '../../gateway/planning/index.ts';
import type { RandomOperation } from '../support/random-operations.ts';
import { startApollo } from './apollo.ts';
import type { AskDatabase } from './databases.ts';

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

/** An operation that is ready to be run by our executor. */
export interface Runnable extends PreparedOperation {
  readonly given: Readonly<Record<string, unknown>>;
}

/** The executors that are compared, over one graph. */
export interface Executors {
  readonly schema: GraphQLSchema;
  /** What ApolloGateway's executor makes of an operation, and the same operation ready for ours. */
  prepare(operation: RandomOperation): Promise<{
    readonly apollo: Outcome;
    readonly ours: Runnable;
    /** With calls of their own for persons whom a database meets. */
    readonly split: Runnable;
  }>;
  stop(): Promise<void>;
}

/** Starts them with one planner: ours runs the plans that ApolloGateway makes. */
export async function startExecutors(supergraphSdl: string, ask: AskDatabase): Promise<Executors> {
  const apollo = await startApollo(supergraphSdl, ask);
  const { schema, plans } = apollo;
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
    async prepare({ query, variables }) {
      const document = inlined(parse(query, { noLocation: true }));
      const source = print(document);
      const operation = { document, source, hash: createHash('sha256').update(source).digest('hex') };
      const given = valuesOf(schema, document, variables);
      const outcome = await apollo.run(operation, variables);
      const ours = { ...(await whole.prepare(operation, given)), given };
      const split = { ...(await parted.prepare(operation, given)), given };
      plans.delete(operation.hash);
      return { apollo: outcome, ours, split };
    },
    stop: () => apollo.stop(),
  };
}

/** What becomes of an operation that is ready to be run. */
export async function outcomeOf(
  { plan, shape, given }: Runnable,
  callDatabase: CallDatabase,
): Promise<Outcome> {
  let calls = 0;
  const result = await runPlan(plan, given, (call) => {
    calls += 1;
    return callDatabase(call);
  });
  const { data, errors } = completeAnswer(shape, result.data);
  const told = [
    ...result.errors.map(({ message, path }) => ({ message, path })),
    ...result.failed.map(({ call, cause }) => ({ message: `${call.database}: ${cause}`, path: undefined })),
  ];
  return { data, errors: told, misfits: errors.map(({ path }) => path), calls };
}

/** Calls of ours to these databases. */
export function callsTo(ask: AskDatabase): CallDatabase {
  return async ({ call, variables }) => {
    const { data, errors = [] } = await ask(call.database, call.query, variables);
    // A root field without a value that must have one leaves no data; its error is told all the same.
    if (data === null && call.root === undefined) throw new Error('No data.');
    return { data: data ?? {}, errors };
  };
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
