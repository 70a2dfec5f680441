/**
 * A query plan as Apollo's planner makes it, without what this project's graphs never contain: deferred parts,
 * subscriptions, arguments from the context (docs/decisions/0005).
 */
export interface QueryPlan {
  readonly kind: 'QueryPlan';
  /** Nothing to fetch when `undefined`. */
  readonly node?: PlanNode;
}

/** One step of a plan. */
export type PlanNode = FetchNode | FlattenNode | SequenceNode | ParallelNode | ConditionNode;

/** One call to a database. */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly operation: string;
  /** Variables of the client's operation that it uses. */
  readonly variableUsages?: readonly string[];
  /** What a representation of an entity takes from what was fetched before; `undefined` for a root field. */
  readonly requires?: readonly PlanSelection[];
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
}

/** A step about the objects at a path of the answer: response keys, `@` for each item of a list. */
export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: readonly (string | number)[];
  readonly node: PlanNode;
}

/** Steps of which each needs the one before. */
export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

/** Steps that do not need each other. */
export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** A step that depends on a boolean variable. */
export interface ConditionNode {
  readonly kind: 'Condition';
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
}

/** What is taken of an object for a representation. */
export type PlanSelection =
  | {
      readonly kind: 'Field';
      readonly name: string;
      readonly alias?: string;
      readonly selections?: readonly PlanSelection[];
    }
  | {
      readonly kind: 'InlineFragment';
      readonly typeCondition?: string;
      readonly selections: readonly PlanSelection[];
    };

/** A change of what is sent or received, at a path of response keys and `... on Type`. */
export type Rewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: 'KeyRenamer'; readonly path: readonly string[]; readonly renameKeyTo: string };
