/** Plan → subgraph calls → merged result. */
export { type Channel, createChannel } from './channels/index.ts';
export { type CompiledPlan, type CompileOptions, compilePlan, typesOf } from './compile-plan.ts';
export { type CompletedAnswer, completeAnswer } from './complete.ts';
export { CallFailed, type CallFailure, type Database } from './database.ts';
export { createGrantIssuer, type GrantIssuer } from './grants.ts';
export { createPlanRunner, type PlanRunner, type RunResult } from './plan-runner.ts';
export { createPreparedOperations, type PreparedOperations } from './prepared-operations.ts';
export {
  type ExecutionContext,
  type ExecutionRecord,
  type ExecutionRequest,
  type FailedCall,
  pathText,
} from './request.ts';
export { type ObjectShape, responseShape } from './response-shape.ts';
export {
  type CallDatabase,
  type DatabaseAnswer,
  type DatabaseCall,
  type PlanResult,
  runPlan,
} from './run-plan.ts';
export { type SupergraphFacts, supergraphFacts } from './supergraph-facts.ts';
