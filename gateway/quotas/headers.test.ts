import { describe, expect, it } from 'vitest';
import { type LimitState, rateLimitHeaders, requestsState, subjectsState } from './headers.ts';
import { rateLimited } from './refusal.ts';

const REQUESTS: LimitState = {
  policy: 'requests',
  limit: 100,
  remaining: 40,
  windowSeconds: 60,
  resetSeconds: 12,
};
const SUBJECTS: LimitState = {
  policy: 'subjects-population',
  limit: 500,
  remaining: 18,
  windowSeconds: 86_400,
  resetSeconds: 30_211,
};

describe('the headers of an answer', () => {
  it('name every limit with its length and what is left, and the older ones the one that has least left', () => {
    expect(Object.fromEntries(rateLimitHeaders([REQUESTS, SUBJECTS]))).toEqual({
      'ratelimit-policy': '"requests";q=100;w=60, "subjects-population";q=500;w=86400',
      ratelimit: '"requests";r=40;t=12, "subjects-population";r=18;t=30211',
      'ratelimit-limit': '500',
      'ratelimit-remaining': '18',
      'ratelimit-reset': '30211',
    });
    expect(Object.fromEntries(rateLimitHeaders([REQUESTS, { ...SUBJECTS, remaining: 41 }]))).toMatchObject({
      'ratelimit-limit': '100',
      'ratelimit-remaining': '40',
      'ratelimit-reset': '12',
    });
  });

  it('are none where nothing was counted', () => {
    expect(rateLimitHeaders([])).toEqual([]);
  });
});

describe('a quota', () => {
  it.each([
    ['the day', 'day', '2026-03-02T16:59:30Z', 86_400, 30],
    ['the next day, which has begun in Viet Nam', 'day', '2026-03-02T17:00:00Z', 86_400, 86_400],
    ['a month of 28 days', 'month', '2026-02-28T16:59:59.500Z', 28 * 86_400, 1],
    ['the month that has begun in Viet Nam', 'month', '2026-02-28T17:00:00Z', 31 * 86_400, 31 * 86_400],
    ['the last month of a year', 'month', '2026-12-31T00:00:00Z', 31 * 86_400, 17 * 3_600],
  ] as const)('lasts until the end of %s', (_until, per, now, windowSeconds, resetSeconds) => {
    expect(subjectsState('population', { subjects: 500, per }, 18, new Date(now))).toEqual({
      policy: 'subjects-population',
      limit: 500,
      remaining: 18,
      windowSeconds,
      resetSeconds,
    });
  });
});

describe('a request beyond the rate', () => {
  const state = { isWithin: false, limit: 100, remaining: 0, resetSeconds: 12 };

  it('is refused with its code, and with the time until it can be asked again', () => {
    const { message, extensions } = rateLimited(state);
    expect(message).toBe('More than 100 requests within a minute.');
    expect(extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 12, http: { status: 429 } });
    const { headers } = extensions['http'] as { readonly headers: ReadonlyMap<string, string> };
    expect(headers.get('retry-after')).toBe('12');
    expect(headers.get('ratelimit')).toBe('"requests";r=0;t=12');
    expect(requestsState(state)).toMatchObject({ policy: 'requests', windowSeconds: 60 });
  });
});
