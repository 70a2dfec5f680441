import type { Redis } from 'ioredis';
import { periodOf, type Quotas, quotaDigest } from './quotas.ts';

/** One script is one step in Redis: requests on all replicas take turns, and together never let in one too many. */
const ADMIT = `
  local left = tonumber(ARGV[1]) - redis.call('SCARD', KEYS[1])
  local within = {}
  for position = 3, #ARGV do
    if redis.call('SISMEMBER', KEYS[1], ARGV[position]) == 1 then
      within[position - 2] = 1
    elseif left > 0 then
      redis.call('SADD', KEYS[1], ARGV[position])
      left = left - 1
      within[position - 2] = 1
    else
      within[position - 2] = 0
    end
  end
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return within`;

/** A day longer than the period can last, so that no clock that is wrong ends it early. */
const KEPT_SECONDS = { day: 2 * 86_400, month: 32 * 86_400 } as const;

/** Quotas that all replicas share: for each a set of keyed digests in Redis, which ends after its period. */
export function createRedisQuotas(redis: Redis, secret: string): Quotas {
  return {
    async admit(owner, quota, on, subjects) {
      const { agency, purpose, database } = owner;
      const key = `lien-thong:quota:${[agency, purpose, database, periodOf(quota, on)].join('|')}`;
      const digests = subjects.map((subject) => quotaDigest(secret, owner, subject));
      const within = await redis.eval(ADMIT, 1, key, quota.subjects, KEPT_SECONDS[quota.per], ...digests);
      if (!Array.isArray(within) || within.length !== subjects.length) {
        throw new Error('Redis did not answer for every subject.');
      }
      return new Set(subjects.filter((_subject, index) => within[index] === 1));
    },
  };
}
