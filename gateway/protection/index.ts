/** Limits on what a request may look like, before anything is decided or planned. */
export { checkInputs } from './inputs.ts';
export { limitRules, MAX_BODY_BYTES, MAX_TOKENS } from './limits.ts';
export { checkNesting } from './nesting.ts';
