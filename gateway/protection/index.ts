/** Limits on what a request may look like, before anything is decided or planned. */
export { type Cost, type CostModel, checkCost, createCostModel, type PreviewedCost } from './cost.ts';
export { type CostTable, readCostTable } from './cost-table.ts';
export { checkInputs } from './inputs.ts';
export { limitRules, MAX_BODY_BYTES, MAX_TOKENS } from './limits.ts';
export { checkNesting } from './nesting.ts';
export { createOverloadGuard, type OverloadGuard } from './overload.ts';
