import { type BesideOperation, MAX_BATCHED } from '../../contract/batch.ts';
import { Refusal } from '../../contract/refusal.ts';

/** One operation as it was sent; only its form is checked. */
export interface SentOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  /** What travels beside it, as it is: whoever uses a part of it checks that part. */
  readonly beside: Readonly<Partial<Record<keyof BesideOperation, unknown>>>;
}

/** The calls of one body: those of an array, or the one that the body is. */
export interface SentCalls {
  readonly calls: readonly unknown[];
  /** Whether the answer is an array as well. */
  readonly isBatch: boolean;
}

/**
 * The calls of a body.
 * @throws Refusal `BAD_REQUEST` when an array holds none, or more than {@link MAX_BATCHED}
 */
export function readCalls(body: unknown): SentCalls {
  if (!Array.isArray(body)) return { calls: [body], isBatch: false };
  if (body.length >= 1 && body.length <= MAX_BATCHED) return { calls: body, isBatch: true };
  throw new Refusal('BAD_REQUEST', `A batch: expected 1 to ${MAX_BATCHED} calls, received ${body.length}.`, {
    received: body.length,
    expected: `1 to ${MAX_BATCHED}`,
  });
}

/**
 * One operation of a body (GraphQL over HTTP, §5.1).
 * @throws Refusal `BAD_REQUEST`
 */
export function readOperation(call: unknown): SentOperation {
  const { query, variables, operationName, extensions } = isObject(call) ? call : {};
  if (typeof query !== 'string' || query === '') throw malformed('query', 'a text that is not empty');
  if (!isObject(variables ?? {})) throw malformed('variables', 'an object');
  if (typeof (operationName ?? '') !== 'string') throw malformed('operationName', 'a text');
  if (!isObject(extensions ?? {})) throw malformed('extensions', 'an object');
  return {
    query,
    variables: (variables ?? {}) as Readonly<Record<string, unknown>>,
    operationName: (operationName ?? undefined) as string | undefined,
    beside: extensions ?? {},
  };
}

function malformed(part: string, expected: string): Refusal {
  return new Refusal('BAD_REQUEST', `${part}: expected ${expected}.`, { argument: part, expected });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
