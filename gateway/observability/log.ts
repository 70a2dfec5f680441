import { type DestinationStream, type Logger, pino } from 'pino';

/** The gateway's log: JSON lines. Identifiers of people and businesses, tokens and variables never go in. */
export type Log = Logger;

/** Field names that are taken out, down to the third level, in case something hands over a whole object. */
const REDACTED = ['authorization', 'headers', 'variables', 'query', 'token'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** Makes the log. `level` is one of pino's; `silent` writes nothing. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service: 'gateway' },
    redact: { paths: REDACTED, remove: true },
    serializers: { err: faultOf },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What failed, and where; not what else hangs on an error: PostgreSQL's `detail` shows a whole row. */
function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = (error as { readonly code?: unknown }).code;
  return { type: name, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}
