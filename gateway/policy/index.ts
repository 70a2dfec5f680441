/** Which version of the agreements is in force, and how a running gateway takes the next one. */
export { fixedPolicy, type RunningPolicy } from './running-policy.ts';
export { stillStands } from './standing.ts';
export { startPolicy } from './start-policy.ts';
