/** What is counted of a caller: subjects within a day or month, requests within a minute. */
export { type LimitState, rateLimitHeaders, requestsState, subjectsState } from './headers.ts';
export { createMemoryQuotas } from './memory-quotas.ts';
export type { QuotaOwner, Quotas } from './quotas.ts';
export { createMemoryRateLimits, type RateLimits, type RateState } from './rate-limits.ts';
export { createRedisQuotas } from './redis-quotas.ts';
export { createRedisRateLimits } from './redis-rate-limits.ts';
export { rateLimited } from './refusal.ts';
