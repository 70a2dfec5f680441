import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import {
  type Clock,
  createMemoryRateLimits,
  forgetEnded,
  ownerKey,
  type RateLimits,
  type RateState,
  secondsUntil,
  WINDOW_MS,
} from './rate-limits.ts';

/** Requests that one replica takes out of a window at once, and gives out by itself. */
interface Block {
  readonly endsAt: number;
  /** Requests of the block that are not used yet. */
  left: number;
  /** Requests of the window that nobody has taken. */
  readonly untaken: number;
}

/** One in a thousand: so Redis is asked rarely, and what a replica takes and does not use is next to nothing. */
const BLOCKS = 1_000;
/** Longest wait for Redis, and how long the replica then counts for itself before it asks again, in milliseconds. */
const PATIENCE_MS = 500;
const AWAY_MS = 2_000;
const REMEMBERED = 1_000;

/**
 * The requests of all replicas, counted in Redis 7 by one key for each owner. A replica takes a few requests at once:
 * together they never let through more than the limit. While Redis does not answer, each replica counts its own, so
 * that the service goes on.
 */
export function createRedisRateLimits(
  redis: Redis | Cluster,
  limit: number,
  clock: Clock = () => performance.now(),
): RateLimits {
  const alone = createMemoryRateLimits(limit, clock);
  const size = Math.max(1, Math.floor(limit / BLOCKS));
  const blocks = new Map<string, Block>();
  const refills = new Map<string, { readonly done: Promise<void>; waiting: number }>();
  let awayUntil = Number.NEGATIVE_INFINITY;

  const refill = async (key: string, of: { readonly waiting: number }): Promise<void> => {
    // Whoever asks meanwhile goes along.
    await Promise.resolve();
    const block = await takeBlock(redis, key, { limit, wanted: Math.max(size, of.waiting), clock });
    if (blocks.size >= REMEMBERED) forgetEnded(blocks, clock());
    blocks.set(key, block);
  };
  const refilled = async (key: string): Promise<void> => {
    const running = refills.get(key);
    if (running !== undefined) {
      running.waiting += 1;
      return await running.done;
    }
    const begun = { done: Promise.resolve(), waiting: 1 };
    begun.done = refill(key, begun).finally(() => refills.delete(key));
    refills.set(key, begun);
    await begun.done;
  };
  const fromBlock = (key: string): RateState | undefined => {
    const block = blocks.get(key);
    const now = clock();
    if (block === undefined || block.endsAt <= now || (block.left === 0 && block.untaken > 0))
      return undefined;
    const isWithin = block.left > 0;
    if (isWithin) block.left -= 1;
    const remaining = block.untaken + block.left;
    return { isWithin, limit, remaining, resetSeconds: secondsUntil(block.endsAt, now) };
  };
  return {
    async take(owner) {
      if (clock() < awayUntil) return await alone.take(owner);
      const key = ownerKey(owner);
      try {
        for (;;) {
          const state = fromBlock(key);
          if (state !== undefined) return state;
          await refilled(key);
        }
      } catch {
        awayUntil = clock() + AWAY_MS;
        return await alone.take(owner);
      }
    },
  };
}

async function takeBlock(
  redis: Redis | Cluster,
  owner: string,
  { limit, wanted, clock }: { readonly limit: number; readonly wanted: number; readonly clock: Clock },
): Promise<Block> {
  const key = `lien-thong:rate:${createHash('sha256').update(owner).digest('base64url')}`;
  const asked = clock();
  const counting = redis.multi().incrby(key, wanted).pexpire(key, WINDOW_MS, 'NX').pttl(key).exec();
  const results = await inTime(counting);
  const [[, used] = [], , [, left] = []] = results ?? [];
  if (typeof used !== 'number' || typeof left !== 'number' || left < 0) {
    throw new Error('Redis did not count the request.');
  }
  const granted = Math.min(wanted, Math.max(0, limit - (used - wanted)));
  return { endsAt: asked + left, left: granted, untaken: Math.max(0, limit - used) };
}

/** What takes too long counts as lost. */
async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const { promise: late, cancel } = after(PATIENCE_MS);
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
    promise.catch(() => undefined);
  }
}

function after(ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    // A process that was busy itself reads first what has arrived meanwhile: timers come before sockets.
    timer = setTimeout(() => setImmediate(() => reject(new Error('Redis did not answer in time.'))), ms);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
