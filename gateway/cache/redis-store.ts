import type { Cluster, Redis } from 'ioredis';
import {
  type AnnouncedChanges,
  type ChangeLog,
  type SharedStore,
  type SharedValue,
  stampKey,
  valueKey,
} from './shared-store.ts';

/** Redis key of the log of changes, a stream. */
const LOG_KEY = 'lien-thong:entity-changes';

/** Changes that the log keeps, about: more than Redis takes in while a replica is behind and still thinks it is not. */
const LOGGED = 100_000;

/** Most changes that are read at once. */
const READ_AT_ONCE = 1_000;

/** How long Redis holds back the answer that there is nothing new. */
const WAIT_MS = 250;

/**
 * @param redis of one node: a read is one command; of a cluster: one for each entity, and ioredis sends those for one
 *   node together (`enableAutoPipelining`)
 */
export function createRedisStore(redis: Redis | Cluster): SharedStore {
  const readAll = async (keys: readonly string[]) => await redis.mgetBuffer(...keys);
  return {
    async read(places) {
      const pairs = places.map((place) => [stampKey(place.entity), valueKey(place)]);
      if (redis.isCluster) return (await Promise.all(pairs.map(readAll))).flatMap(sharedValues);
      return sharedValues(await readAll(pairs.flat()));
    },
    async claim(entity, stamp, milliseconds) {
      return (await redis.set(stampKey(entity), stamp, 'PX', milliseconds, 'NX')) === 'OK';
    },
    async keep(place, value, milliseconds) {
      const kept = redis.set(valueKey(place), value, 'PX', milliseconds);
      // Redis 6 does not know GT; there, a value ends with the stamp that stood when it was written.
      redis.pexpire(stampKey(place.entity), milliseconds, 'GT').catch(() => undefined);
      await kept;
    },
    async restamp(entity, stamp, milliseconds) {
      await redis.set(stampKey(entity), stamp, 'PX', milliseconds);
    },
    async announce(entity, proof) {
      await redis.xadd(LOG_KEY, 'MAXLEN', '~', LOGGED, '*', 'entity', entity, 'proof', proof);
    },
  };
}

function sharedValues(values: readonly (Buffer | null)[]): readonly SharedValue[] {
  return Array.from({ length: values.length / 2 }, (_, index) => ({
    stamp: values[2 * index]?.toString('latin1'),
    value: values[2 * index + 1] ?? undefined,
  }));
}

/** @param redis a connection of its own: reading waits, and so would every command behind it */
export function createRedisLog(redis: Redis | Cluster): ChangeLog {
  return {
    async end() {
      const [last] = await redis.xrevrange(LOG_KEY, '+', '-', 'COUNT', 1);
      return last?.[0] ?? '0-0';
    },
    async after(position) {
      const answer = await redis.xread('COUNT', READ_AT_ONCE, 'BLOCK', WAIT_MS, 'STREAMS', LOG_KEY, position);
      return announced(position, answer?.[0]?.[1] ?? []);
    },
  };
}

type LogEntry = readonly [id: string, fields: readonly string[]];

function announced(position: string, entries: readonly LogEntry[]): AnnouncedChanges {
  return {
    changes: entries.map(([, [, entity = '', , proof = '']]) => ({ entity, proof })),
    position: entries.at(-1)?.[0] ?? position,
    isAll: entries.length < READ_AT_ONCE,
  };
}
