/** Plan → subgraph calls → merged result. */
export {
  CallFailed,
  type CallFailure,
  type DatabaseSource,
  type ExecutionContext,
} from './database-source.ts';
export { createGrantIssuer, type GrantIssuer } from './grants.ts';
export { createPlanRunner, type PlanRunner, type RunnableOperation, type RunResult } from './plan-runner.ts';
export { type ExecutionRecord, type ExecutionRequest, type FailedCall, pathText } from './request.ts';
