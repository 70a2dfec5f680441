/** Operations → query plans. */
export { createPlanner, type PlannableOperation, type Planner } from './planner.ts';
export type { PlanNode, PlanSelection, QueryPlan, Rewrite } from './query-plan.ts';
