import { type OperationDefinitionNode, parse } from 'graphql';
import type { PlanNode, PlanSelection, QueryPlan, Rewrite } from '../planning/index.ts';

/** A path to objects of a result: response keys, `@` for each item of a list. */
export type ObjectPath = readonly string[];

/** One call that a plan makes, with what must have been fetched before. */
export interface PlannedFetch {
  readonly database: string;
  readonly operation: OperationDefinitionNode;
  /** Where its result belongs. */
  readonly path: ObjectPath;
  /** What a representation takes from the objects at the path; `undefined` for root fields. */
  readonly requires: readonly PlanSelection[] | undefined;
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
  /** The fetches that it needs; always some that stand before it. */
  readonly waitsFor: ReadonlySet<PlannedFetch>;
}

/** Whether a boolean variable is `true`, for the steps that depend on one. */
export type ConditionValue = (variable: string) => boolean;

/** The calls of a plan in an order in which each stands behind those that it waits for. */
export function plannedFetches(plan: QueryPlan, isTrue: ConditionValue): readonly PlannedFetch[] {
  const fetches: PlannedFetch[] = [];
  if (plan.node !== undefined) collect(plan.node, [], new Set(), isTrue, fetches);
  return fetches;
}

/** Collects the calls of one step; returns those with which it ends, or `before` when it makes none. */
function collect(
  node: PlanNode,
  path: ObjectPath,
  before: ReadonlySet<PlannedFetch>,
  isTrue: ConditionValue,
  into: PlannedFetch[],
): ReadonlySet<PlannedFetch> {
  switch (node.kind) {
    case 'Sequence':
      return node.nodes.reduce((ends, each) => collect(each, path, ends, isTrue, into), before);
    case 'Parallel': {
      const ends = node.nodes.map((each) => collect(each, path, before, isTrue, into));
      return new Set(ends.flatMap((each) => [...each]));
    }
    case 'Flatten':
      return collect(node.node, [...path, ...node.path.map(String)], before, isTrue, into);
    case 'Condition': {
      const chosen = isTrue(node.condition) ? node.ifClause : node.elseClause;
      return chosen === undefined ? before : collect(chosen, path, before, isTrue, into);
    }
    case 'Fetch': {
      const fetch: PlannedFetch = {
        database: node.serviceName,
        operation: operationOf(node.operation),
        path,
        requires: node.requires,
        inputRewrites: node.inputRewrites ?? [],
        outputRewrites: node.outputRewrites ?? [],
        waitsFor: before,
      };
      into.push(fetch);
      return new Set([fetch]);
    }
  }
}

function operationOf(text: string): OperationDefinitionNode {
  const [operation, ...others] = parse(text, { noLocation: true }).definitions;
  // The planner writes fragments only when it is told to.
  if (operation?.kind === 'OperationDefinition' && others.length === 0) return operation;
  throw new Error('Expected a plan whose calls are one operation each.');
}
