/** Operations → query plans. */
export {
  createPlanner,
  type OperationText,
  type PlannableOperation,
  type PlannedOperation,
  type Planner,
} from './planner.ts';
export type { PlanNode, PlanSelection, QueryPlan, Rewrite } from './query-plan.ts';
