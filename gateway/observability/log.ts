import { type DestinationStream, type Logger, pino } from 'pino';

/** The gateway's log: JSON lines. Identifiers of people and businesses, tokens and variables never go in. */
export type Log = Logger;

/** Field names that are taken out wherever they appear, in case something hands over a whole object. */
const REDACTED = ['authorization', 'headers', 'variables', 'query', 'token'].flatMap((name) => [
  name,
  `*.${name}`,
]);

/** Makes the log. `level` is one of pino's; `silent` writes nothing. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: { service: 'gateway' }, redact: { paths: REDACTED, remove: true } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
