/** The answer to one call. */
export interface ChannelAnswer {
  /** Of the HTTP answer that brought it. */
  readonly status: number;
  /** Parsed JSON of this one call: always an object. */
  readonly body: unknown;
  /** Whether others got the same object; who is alone with it may change it. */
  readonly isShared: boolean;
}

/** An answer before anybody knows how many wait for it. */
export type ArrivedAnswer = Omit<ChannelAnswer, 'isShared'>;

/**
 * Takes an HTTP answer apart into one for each call, in their order. A batch of one was sent as a plain object.
 * `undefined` when it cannot be said with certainty which part answers which call.
 */
export function readAnswers(
  text: string,
  status: number,
  calls: number,
): readonly ArrivedAnswer[] | undefined {
  const body = parse(text);
  if (calls === 1) return isObject(body) ? [{ status, body }] : undefined;
  if (Array.isArray(body)) {
    const fits = body.length === calls && body.every(isObject);
    return fits ? body.map((each) => ({ status, body: each })) : undefined;
  }
  if (!isRefusal(body)) return undefined;
  const refused = { status, body };
  return Array.from({ length: calls }, () => refused);
}

/** Without the parser's own message, which would quote the answer, and so somebody's data. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses the HTTP request as a whole. With data it would be an answer to one of the calls, nobody knows which. */
function isRefusal(body: unknown): boolean {
  return isObject(body) && Array.isArray(body['errors']) && (body['data'] ?? null) === null;
}
