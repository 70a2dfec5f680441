/**
 * A refusal that anybody may read: a stable code, one sentence, and facts that help to mend the request.
 * Everything that Liên thông says "no" with, in the gateway and in each subgraph, is one of these.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}

/**
 * Every code that a caller can meet, with its HTTP status where the whole request is refused. A code keeps its
 * meaning for ever; docs/errors.md explains each one, and a test keeps the two lists equal.
 */
export const ERROR_CODES = {
  // The request itself
  METHOD_NOT_ALLOWED: 405,
  BAD_REQUEST: 400,
  DOCUMENT_TOO_LARGE: 413,
  OPERATION_TOO_COMPLEX: 400,
  OPERATION_TOO_COSTLY: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  INVALID_IDENTIFIER: 400,
  TOO_MANY_KEYS: 400,
  PAGE_TOO_LARGE: 400,
  INVALID_CURSOR: 400,
  // Who asks, and why
  TOKEN_MISSING: 401,
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_AUDIENCE: 401,
  AGENCY_UNKNOWN: 403,
  CALLER_NOT_PERMITTED: 403,
  PURPOSE_REQUIRED: 400,
  PURPOSE_UNKNOWN: 400,
  PURPOSE_NOT_PERMITTED: 403,
  OFFICER_REQUIRED: 400,
  OFFICER_MISMATCH: 403,
  CASE_REQUIRED: 400,
  OFFICER_NOT_POSTED: 403,
  CASE_NOT_OPEN: 403,
  EMERGENCY_REQUIRED: 400,
  EMERGENCY_NOT_OPEN: 403,
  // How often
  RATE_LIMITED: 429,
  // What may be read
  ELEMENT_WITHHELD: 403,
  SUBJECT_WITHHELD: 403,
  OPERATION_WITHHELD: 403,
  // Between gateway and subgraph
  GRANT_MISSING: 401,
  GRANT_INVALID: 401,
  GRANT_EXPIRED: 401,
  GRANT_AUDIENCE: 401,
  GRANT_INSUFFICIENT: 403,
  // Between a database and the gateway
  CHANGE_NOTICE_INVALID: 401,
  // What could not be done
  OVERLOADED: 503,
  SOURCE_UNAVAILABLE: 503,
  LEDGER_UNAVAILABLE: 503,
  POLICY_CHANGED: 503,
  CHANGE_NOT_TOLD: 503,
  INTERNAL: 500,
} as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Whether a string read from elsewhere (a subgraph's answer) is one of our codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
