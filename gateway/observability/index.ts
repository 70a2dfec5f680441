/** What operators see: logs without any personal identifier. */
export { createLog, type Log } from './log.ts';
