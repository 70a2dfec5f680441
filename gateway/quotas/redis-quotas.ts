import type { Cluster, Redis } from 'ioredis';
import { periodOf, type Quotas, quotaDigest } from './quotas.ts';
import { createTurns } from './redis-turns.ts';

/** A day longer than the period can last, so that no clock that is wrong ends it early. */
const KEPT_SECONDS = { day: 2 * 86_400, month: 32 * 86_400 } as const;

/** What quotas that replicas share are made from. */
export interface RedisQuotasOptions {
  readonly redis: Redis | Cluster;
  /** A second connection to the same Redis, used for nothing else: what it watches belongs to one transaction. */
  readonly transactions: Redis | Cluster;
  /** Of the digests that stand for subjects. */
  readonly secret: string;
}

/**
 * Quotas that all replicas share: for each a set of keyed digests in Redis, which ends after its period.
 *
 * Such a set only grows, and never beyond the quota. So whoever is in it may be read, and nobody else once it is full,
 * without taking turns; only who is new while there is room is let in by a transaction, one after the other over all
 * replicas: together they never let in one too many, and leave nothing unused.
 */
export function createRedisQuotas({ redis, transactions, secret }: RedisQuotasOptions): Quotas {
  const turns = createTurns(transactions);
  return {
    async admit(owner, quota, on, subjects) {
      const { agency, purpose, database } = owner;
      const key = `lien-thong:quota:${[agency, purpose, database, periodOf(quota, on)].join('|')}`;
      const digests = subjects.map((subject) => quotaDigest(secret, owner, subject));
      const limit = quota.subjects;
      const found = await look(redis, key, digests);
      const isSettled = found.counted >= limit || found.members.every((isMember) => isMember);
      const { counted, isWithin } = isSettled
        ? {
            counted: found.counted,
            isWithin: (_digest: string, index: number) => found.members[index] === true,
          }
        : await turns.letIn({ key, limit, keptSeconds: KEPT_SECONDS[quota.per], digests });
      const within = subjects.filter((_subject, index) => isWithin(digests[index] ?? '', index));
      return { within: new Set(within), remaining: Math.max(0, limit - counted) };
    },
  };
}

/** How many are counted, and who of some. In this order: once it is full, nobody joins, so the second answer stands. */
async function look(redis: Redis | Cluster, key: string, digests: readonly string[]) {
  const [counted, members] = await Promise.all([redis.scard(key), redis.smismember(key, [...digests])]);
  if (members.length !== digests.length) throw new Error('Redis did not answer for every subject.');
  return { counted, members: members.map((member) => member === 1) };
}
