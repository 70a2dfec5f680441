import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type GraphQLSchema, parse, validate } from 'graphql';
// Types only: the thread that plans ahead does without ApolloGateway, which takes longer to load than all that it needs.
import type { OperationText, PlannedOperation, QueryPlan } from '../planning/index.ts';

/** Settings of {@link planAhead}. */
export interface PlanAheadOptions {
  /** The supergraph as ApolloGateway loads it. */
  readonly supergraphSdl: string;
  /** The most important first. */
  readonly operations: readonly OperationText[];
  /** Time for all plans together, in milliseconds; what is not planned by then is planned when it is asked. */
  readonly withinMs: number;
}

/** Thrown for an operation that is valid on a supergraph, and that the planner fails on. */
export class UnplannableOperation extends Error {
  override readonly name = 'UnplannableOperation';
  readonly hash: string;

  /** The text of the operation stays out: its literals may name persons. */
  constructor(hash: string) {
    super(`the planner fails on a valid operation that is asked now, ${hash}`);
    this.hash = hash;
  }
}

/**
 * Builds a planner of its own on a supergraph, as ApolloGateway would, plans with it what is valid there, and throws it
 * away: the proof that the supergraph can be loaded and planned on. It takes seconds on a large one.
 *
 * @returns the plans, in the order of the operations
 * @throws UnplannableOperation, or Error when the supergraph is not one that ApolloGateway loads
 */
export function planAhead({
  supergraphSdl,
  operations,
  withinMs,
}: PlanAheadOptions): readonly PlannedOperation[] {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const planner = new QueryPlanner(supergraph);
  const api = supergraph.apiSchema();
  const schema = api.toGraphQLJSSchema();
  const until = performance.now() + withinMs;
  return operations.flatMap(({ source, hash }) => {
    if (performance.now() >= until || !isValid(schema, source)) return [];
    try {
      const plan = planner.buildQueryPlan(operationFromDocument(api, parse(source)));
      return [{ source, hash, plan: JSON.parse(JSON.stringify(plan)) as QueryPlan }];
    } catch {
      throw new UnplannableOperation(hash);
    }
  });
}

function isValid(schema: GraphQLSchema, source: string): boolean {
  return validate(schema, parse(source)).length === 0;
}
