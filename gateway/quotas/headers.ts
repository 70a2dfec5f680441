import type { Quota } from '../../governance/index.ts';
import { type RateState, WINDOW_MS } from './rate-limits.ts';

/** How much of one limit is left: what the headers of an answer tell. */
export interface LimitState {
  /** Name of the limit: `requests`, or `subjects-<database>`. */
  readonly policy: string;
  readonly limit: number;
  readonly remaining: number;
  /** Length of the period, and the time until the next one, in seconds. */
  readonly windowSeconds: number;
  readonly resetSeconds: number;
}

const DAY_MS = 86_400_000;
/** Viet Nam is seven hours ahead all year. */
const AHEAD_MS = 7 * 3_600_000;

/** The rate of requests as the headers tell it. */
export function requestsState({ limit, remaining, resetSeconds }: RateState): LimitState {
  return { policy: 'requests', limit, remaining, windowSeconds: WINDOW_MS / 1_000, resetSeconds };
}

/** The quota of a database as the headers tell it; days and months are those of Viet Nam. */
export function subjectsState(
  database: string,
  { subjects, per }: Quota,
  remaining: number,
  now: Date,
): LimitState {
  const there = new Date(now.getTime() + AHEAD_MS);
  const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()];
  const begins = per === 'day' ? Date.UTC(year, month, day) : Date.UTC(year, month);
  const ends = per === 'day' ? begins + DAY_MS : Date.UTC(year, month + 1);
  return {
    policy: `subjects-${database}`,
    limit: subjects,
    remaining,
    windowSeconds: (ends - begins) / 1_000,
    resetSeconds: Math.max(1, Math.ceil((ends - there.getTime()) / 1_000)),
  };
}

/**
 * The headers of an answer: `RateLimit-Policy` and `RateLimit` for all limits (draft-ietf-httpapi-ratelimit-headers,
 * since version 08), and the three older ones, which have room for one limit, for the one that has least left.
 */
export function rateLimitHeaders(states: Iterable<LimitState>): readonly (readonly [string, string])[] {
  const all = [...states];
  const [tightest] = all.toSorted((a, b) => a.remaining - b.remaining);
  if (tightest === undefined) return [];
  return [
    [
      'ratelimit-policy',
      all.map(({ policy, limit, windowSeconds }) => `"${policy}";q=${limit};w=${windowSeconds}`).join(', '),
    ],
    [
      'ratelimit',
      all
        .map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`)
        .join(', '),
    ],
    ['ratelimit-limit', String(tightest.limit)],
    ['ratelimit-remaining', String(tightest.remaining)],
    ['ratelimit-reset', String(tightest.resetSeconds)],
  ];
}
