import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { CacheLifetimes, EntityCache } from '../cache/index.ts';
import { ConditionsUnavailable } from '../conditions/index.ts';
import { withoutStacks } from '../errors/index.ts';
import {
  createPlanner,
  type OperationText,
  type PlannableOperation,
  type PlannedOperation,
} from '../planning/index.ts';
import { type BreakerState, createChannel } from './channels/index.ts';
import { typesOf } from './compile-plan.ts';
import { type CompletionError, completeAnswer } from './complete.ts';
import { type CallFailure, createDatabase, type Database, type ToldAnswer } from './database.ts';
import { expectedPaths } from './expected-paths.ts';
import type { GrantIssuer } from './grants.ts';
import { createKeptEntities } from './kept-entities.ts';
import { namingSubjects } from './named-subjects.ts';
import { oldest } from './oldest.ts';
import { createPreparedOperations } from './prepared-operations.ts';
import type { ExecutionContext, ExecutionRequest } from './request.ts';
import { type DatabaseCall, type PlanResult, type ResultError, runPlan } from './run-plan.ts';
import { splitAtSubjects } from './split-subjects.ts';
import { supergraphFacts } from './supergraph-facts.ts';

/** The result of running an operation: data as the databases gave it, errors of single fields. */
export interface RunResult {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
}

/** Plans operations over the running graph and runs them. */
export interface PlanRunner {
  readonly schema: GraphQLSchema;
  /** @param variables values of the variables, defaults applied */
  run(
    execution: ExecutionContext['execution'],
    operation: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<RunResult>;
  /** At most as many of the operations that were run, the most used first. */
  hottest(count: number): readonly OperationText[];
  /** A database, for the gateway's own question outside any plan. */
  database(name: string): Database | undefined;
  /** The key under which databases seal keys of records for this request. */
  linkKey(request: ExecutionRequest): string;
  stop(): Promise<void>;
}

/** Settings of {@link createPlanRunner}. */
export interface PlanRunnerOptions {
  /** The supergraph as ApolloGateway loads it. */
  readonly runtimeSdl: string;
  /** Plans that were made ahead on this supergraph. */
  readonly ahead?: readonly PlannedOperation[];
  readonly grants: GrantIssuer;
  readonly callTimeoutMs: number;
  readonly onFailure: (failure: CallFailure) => void;
  /** Where entities are kept between requests, and how long; nothing is kept without it. */
  readonly kept?: {
    readonly cache: EntityCache;
    readonly lifetimes: CacheLifetimes;
    readonly generation: string;
  };
  /** Told when calls to a database begin or cease to be let through. */
  readonly onBreaker: (change: BreakerChange) => void;
}

/** `open`: calls to a database are refused at once; `half-open`: one may find out; `closed`: all are made again. */
export interface BreakerChange {
  readonly database: string;
  readonly state: BreakerState;
}

/** HTTP requests under way to one database, and calls that wait for one, at most. */
const CONNECTIONS = 16;
const MAX_WAITING = 2_000;
/** Calls of one HTTP request: what the subgraph kit takes at most. */
const MAX_BATCH = 64;
const BREAKER = { failures: 20, halfOpenAfterMs: 1_000 };

/** A runner on Apollo's planner and our own executor. */
export async function createPlanRunner(options: PlanRunnerOptions): Promise<PlanRunner> {
  const { runtimeSdl, ahead, grants, callTimeoutMs, onFailure, onBreaker, kept } = options;
  const planner = await createPlanner({
    supergraphSdl: runtimeSdl,
    ...(ahead === undefined ? {} : { ahead }),
  });
  const facts = supergraphFacts(runtimeSdl);
  const { schema } = planner;
  const databases = new Map(
    [...planner.databases].map(([name, url]) => {
      const channel = createChannel({
        database: name,
        url,
        connections: CONNECTIONS,
        maxBatch: MAX_BATCH,
        maxWaiting: MAX_WAITING,
        timeoutMs: callTimeoutMs,
        shareInFlight: true,
        breaker: BREAKER,
        onEvent: (event) => {
          if (event.type === 'breaker') onBreaker({ database: name, state: event.state });
        },
      });
      return [name, createDatabase({ name, channel, grants, onFailure })] as const;
    }),
  );
  const operations = createPreparedOperations(planner, {
    schema,
    isOfType: typesOf(facts.schema),
    split: (fetches) => namingSubjects(splitAtSubjects(fetches, facts), facts.schema),
    ...(kept === undefined ? {} : { maxAgeOf: (...of) => kept.lifetimes.maxAgeOf(...of) }),
  });
  const call = kept === undefined ? callDirectly : createKeptEntities({ ...kept, grants, ...facts }).call;
  return {
    schema,
    async run({ request, record }, operation, variables) {
      const { plan, shape } = await operations.prepare(operation, variables);
      const result = await runPlan(plan, variables, async (made) => {
        const { database: name } = made.call;
        const database = databases.get(name);
        if (database === undefined) throw new Error(`The plan asks ${name}, which nobody knows.`);
        const answer = await call(database, request, made);
        const before = record.sources.get(name);
        record.sources.set(name, before === undefined ? answer.asOf : oldest([before, answer.asOf]));
        return answer;
      });
      noteFailures(result, record);
      const { data, errors } = completeAnswer(shape, result.data);
      return {
        data,
        errors: withoutStacks(() => [
          ...result.errors.map(toError),
          ...unexplained(errors, result).map(toOwnError),
        ]),
      };
    },
    hottest: (count) => planner.hottest(count),
    database: (name) => databases.get(name),
    linkKey: ({ policy, subject }) => grants.linkKey(policy, subject),
    async stop() {
      await planner.stop();
      await Promise.all([...databases.values()].map((database) => database.close()));
    },
  };
}

/** Nothing is kept: every call is made. */
async function callDirectly(
  database: Database,
  request: ExecutionRequest,
  made: DatabaseCall,
): Promise<ToldAnswer> {
  return await database.call(request, made);
}

/** Where something is missing because a call failed, and who failed: the database, or the register of persons. */
function noteFailures({ failed }: PlanResult, record: ExecutionContext['execution']['record']): void {
  for (const each of failed) {
    const { call, cause } = each;
    const source = cause instanceof ConditionsUnavailable ? cause.source : call.database;
    record.failures.push({ source, paths: expectedPaths(each) });
  }
}

function toError({ message, path, extensions, database }: ResultError): GraphQLError {
  return new GraphQLError(message, {
    ...(path === undefined ? {} : { path }),
    extensions: { ...extensions, serviceName: database },
  });
}

/** A place without a value of which nobody has told: neither a database, nor a call that failed. */
function unexplained(
  errors: readonly CompletionError[],
  { errors: told, failed }: PlanResult,
): readonly CompletionError[] {
  if (failed.length > 0) return [];
  const isOnWay = (some: readonly unknown[], other: readonly unknown[]): boolean =>
    some.every((step, at) => at >= other.length || step === other[at]);
  return errors.filter(({ path }) =>
    told.every((error) => error.path !== undefined && !isOnWay(path, error.path)),
  );
}

function toOwnError({ message, path }: CompletionError): GraphQLError {
  return new GraphQLError(message, { path, extensions: { code: 'SOURCE_UNAVAILABLE' } });
}
