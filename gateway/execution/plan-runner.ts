import { ApolloGateway } from '@apollo/gateway';
import type {
  GatewayExecutionResult,
  GatewayExecutor,
  GatewayGraphQLRequestContext,
} from '@apollo/server-gateway-interface';
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { createAskedShapes } from './asked-shape.ts';
import {
  CallFailed,
  type CallFailure,
  createDatabaseSource,
  type DatabaseSource,
} from './database-source.ts';
import { placeEntityErrors } from './entity-errors.ts';
import type { GrantIssuer } from './grants.ts';
import type { ExecutionRequest } from './request.ts';

/** An operation that may be run: nothing else is ever planned. */
export interface RunnableOperation {
  readonly document: DocumentNode;
  readonly source: string;
  readonly hash: string;
}

/** The result of running an operation: data as the databases gave it, errors of single fields. */
export interface RunResult {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
}

/** Plans operations over the running graph and runs them. */
export interface PlanRunner {
  readonly schema: GraphQLSchema;
  run(context: GatewayGraphQLRequestContext, operation: RunnableOperation): Promise<RunResult>;
  /** A database, for the gateway's own question outside any plan. */
  database(name: string): DatabaseSource | undefined;
  /** The key under which databases seal keys of records for this request. */
  linkKey(request: ExecutionRequest): string;
  stop(): Promise<void>;
}

/** Settings of {@link createPlanRunner}. */
export interface PlanRunnerOptions {
  /** The supergraph as ApolloGateway loads it. */
  readonly runtimeSdl: string;
  readonly grants: GrantIssuer;
  readonly callTimeoutMs: number;
  readonly onFailure: (failure: CallFailure) => void;
}

/** A runner on ApolloGateway: its life cycle, its planner, its executor; our calls. */
export async function createPlanRunner(options: PlanRunnerOptions): Promise<PlanRunner> {
  const databases = new Map<string, DatabaseSource>();
  let schema: GraphQLSchema | undefined;
  const askedShape = createAskedShapes(() => schema);
  const gateway = new ApolloGateway({
    supergraphSdl: options.runtimeSdl,
    buildService({ name, url }) {
      const database = createDatabaseSource({
        name,
        url: url ?? '',
        grants: options.grants,
        askedShape,
        timeoutMs: options.callTimeoutMs,
        onFailure: options.onFailure,
      });
      databases.set(name, database);
      return database;
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor } = await gateway.load();
  if (schema === undefined) throw new Error('ApolloGateway loaded no schema.');
  return {
    schema,
    run: (context, operation) => run(executor, context, operation),
    database: (name) => databases.get(name),
    linkKey: ({ policy, subject }) => options.grants.linkKey(policy, subject),
    async stop() {
      await gateway.stop();
      await Promise.all([...databases.values()].map((database) => database.close()));
    },
  };
}

async function run(
  executor: GatewayExecutor,
  context: GatewayGraphQLRequestContext,
  { document, source, hash }: RunnableOperation,
): Promise<RunResult> {
  const operation = document.definitions[0] as OperationDefinitionNode;
  // ApolloGateway keeps plans under the query hash alone: it must be the hash of what is permitted, or the plan of
  // an entitled caller would serve one who is not.
  const permitted: GatewayGraphQLRequestContext = Object.create(context, {
    document: { value: document },
    operation: { value: operation },
    source: { value: source },
    queryHash: { value: hash },
  });
  const { data, errors }: GatewayExecutionResult = await executor(permitted);
  const ofFields = (errors ?? []).filter((error) => !isFailedCall(error));
  return { data: data ?? null, errors: placeEntityErrors(ofFields, data) };
}

/** Failed calls are in the request's record, with their places; here they would be without. */
function isFailedCall(error: unknown): boolean {
  return error instanceof CallFailed || (error as Partial<GraphQLError>).originalError instanceof CallFailed;
}
