import { expect } from 'vitest';
import { CALLERS } from './callers.ts';
import { PROFILE } from './personas.ts';
import type { AnswerError, TestSystem } from './system.ts';

/** What a client sends, when it does not keep to the form. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Sent as it is; anything but text is sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bearer token; that of the tax department when left out, none when `null`. */
  readonly token?: string | null;
}

/** An HTTP answer, whatever it is. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  readonly headers: Headers;
}

/** Sends a request to the gateway in exactly the form given. */
export async function send(system: TestSystem, request: RawRequest): Promise<RawAnswer> {
  const { method = 'POST', path = '', body, headers = {}, token } = request;
  const bearer = token === undefined ? await system.token(CALLERS.tax) : token;
  const response = await fetch(system.gatewayUrl + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...CALLERS.tax.headers,
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Partial<RawAnswer>) : {};
  return {
    status: response.status,
    text,
    data: parsed.data,
    errors: parsed.errors ?? [],
    headers: response.headers,
  };
}

/** Asserts that a request is answered in full; a plain question unless it brings a body of its own. */
export async function expectAnswered(system: TestSystem, request: RawRequest = {}): Promise<void> {
  const query = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
  const answer = await send(system, { body: { query }, ...request });
  expect(answer.errors).toEqual([]);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('"data"');
}

/** What a refusal must look like. */
export interface ExpectedRefusal {
  readonly status: number;
  readonly code: string;
  /** Words that the first error must have, in its message or its facts: the place, what was received, what is expected. */
  readonly says: readonly (string | RegExp)[];
}

/** Asserts a refusal: status, code, what it says, no data, and nothing of the machine that said it. */
export function expectRefusal(answer: RawAnswer, { status, code, says }: ExpectedRefusal): void {
  expect({ status: answer.status, codes: [...new Set(answer.errors.map(codeOf))] }).toEqual({
    status,
    codes: [code],
  });
  expect(dataOf(answer)).toBeNull();
  const [error] = answer.errors;
  const told = `${error?.message} ${JSON.stringify(error?.extensions)}`;
  for (const words of says) expect(told).toMatch(words);
  expectNothingInside(answer.text);
}

/** Asserts that a text shows no stack, no file and no address of this machine. */
export function expectNothingInside(text: string): void {
  expect(text).not.toMatch(
    /node_modules|stacktrace|\bat \S+ \(|\.ts:\d|file:\/\/|127\.0\.0\.1|postgres(ql)?:\/\//,
  );
  expect(text).not.toContain(process.cwd());
}

/** `null` where every root field is null: nothing was answered. */
function dataOf({ data }: RawAnswer): unknown {
  if (typeof data !== 'object' || data === null) return data ?? null;
  return Object.values(data).some((value) => value !== null) ? data : null;
}

function codeOf({ extensions }: AnswerError): string {
  return extensions.code;
}
