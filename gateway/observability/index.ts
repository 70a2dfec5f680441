/** What operators see: logs without any personal identifier. */
export { harmless } from './harmless.ts';
export { createLog, type Log } from './log.ts';
