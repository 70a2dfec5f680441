import { GraphQLError } from 'graphql';
import { ERROR_CODES, Refusal } from '../../contract/refusal.ts';
import { rateLimitHeaders, requestsState } from './headers.ts';
import type { RateState } from './rate-limits.ts';

/** A request beyond the rate, with the headers of its answer for Apollo Server. */
export function rateLimited(state: RateState): GraphQLError {
  const { limit, resetSeconds } = state;
  const refusal = new Refusal('RATE_LIMITED', `More than ${limit} requests within a minute.`, {
    expected: `at most ${limit} requests of a client within a minute, for an agency and purpose`,
    retryAfter: resetSeconds,
  });
  const headers = new Map([
    ...rateLimitHeaders([requestsState(state)]),
    ['retry-after', String(resetSeconds)],
  ] as const);
  return new GraphQLError(refusal.message, {
    originalError: refusal,
    extensions: {
      code: refusal.code,
      ...refusal.facts,
      http: { status: ERROR_CODES[refusal.code], headers },
    },
  });
}
