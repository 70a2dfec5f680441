import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Redis } from 'ioredis';

/** Who asks to be let in. */
export interface Asked {
  readonly key: string;
  /** Most members of the set. */
  readonly limit: number;
  /** How long the set is kept. */
  readonly keptSeconds: number;
  readonly digests: readonly string[];
}

/** What came of it. */
export interface LetIn {
  /** Members of the set after it. */
  readonly counted: number;
  readonly isWithin: (digest: string) => boolean;
}

/** Lets new members into sets that have a limit. */
export interface Turns {
  /**
   * Whoever is in the set, and of the others, in their order, as many as there is room for: they are in it now.
   *
   * @throws Error when Redis fails, or when other replicas change the same set all the time
   */
  letIn(asked: Asked): Promise<LetIn>;
}

interface Waiting {
  readonly asked: Asked;
  readonly resolve: (letIn: LetIn) => void;
  readonly reject: (error: unknown) => void;
}

/** Of each round over all replicas one succeeds, so as many replicas as this can meet at one set. */
const MOST_ATTEMPTS = 64;
/** Most digests in one transaction: what it changes stands still for nobody else for long. */
const MOST_DIGESTS = 5_000;
const READY_WITHIN_MS = 1_000;

/**
 * Reads a set, decides, and writes it if nobody has changed it meanwhile (WATCH, MULTI, EXEC); otherwise again. What
 * waits for the same set goes together, so a replica never competes with itself.
 *
 * @param redis a connection for this alone: WATCH and EXEC belong to the connection, not to the call
 */
export function createTurns(redis: Redis | Cluster): Turns {
  let waiting: Waiting[] = [];
  let isBusy = false;
  const work = async (): Promise<void> => {
    isBusy = true;
    for (;;) {
      const [first] = waiting;
      if (first === undefined) break;
      const together = togetherWith(first, waiting);
      waiting = waiting.filter((one) => !together.includes(one));
      await settle(redis, together);
    }
    isBusy = false;
  };
  return {
    letIn: (asked) =>
      new Promise((resolve, reject) => {
        waiting.push({ asked, resolve, reject });
        if (!isBusy) void work();
      }),
  };
}

function togetherWith(first: Waiting, waiting: readonly Waiting[]): readonly Waiting[] {
  let digests = 0;
  return waiting.filter(({ asked }, index) => {
    if (asked.key !== first.asked.key) return false;
    digests += asked.digests.length;
    return index === 0 || digests <= MOST_DIGESTS;
  });
}

async function settle(redis: Redis | Cluster, together: readonly Waiting[]): Promise<void> {
  try {
    await ready(redis);
    const letIn = await inTurn(
      redis,
      together.map(({ asked }) => asked),
    );
    for (const { resolve } of together) resolve(letIn);
  } catch (error) {
    for (const { reject } of together) reject(error);
  }
}

/** Waits while the connection is being made; one that was lost fails at once. */
async function ready(redis: Redis | Cluster): Promise<void> {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = settled();
  const fail = (): void => reject(new Error('Redis is away.'));
  const timer = setTimeout(fail, READY_WITHIN_MS);
  redis.once('ready', resolve);
  redis.once('close', fail);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    redis.off('ready', resolve);
    redis.off('close', fail);
  }
}

function settled() {
  let resolve = (): void => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

async function inTurn(redis: Redis | Cluster, asked: readonly Asked[]): Promise<LetIn> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const letIn = await attemptOnce(redis, asked);
    if (letIn !== undefined) return letIn;
    // Whoever was second steps aside for a while, longer each time, so that the others come through.
    await pause(Math.random() * Math.min(attempt, 10));
  }
  throw new Error('Other replicas changed the count all the time.');
}

/** `undefined` when somebody else has changed the set between reading and writing. */
async function attemptOnce(redis: Redis | Cluster, asked: readonly Asked[]): Promise<LetIn | undefined> {
  const key = asked[0]?.key ?? '';
  const digests = [...new Set(asked.flatMap((one) => one.digests))];
  // One way there and back: commands of one connection are answered in their order.
  const [, counted, members] = await Promise.all([
    redis.watch(key),
    redis.scard(key),
    redis.smismember(key, digests),
  ]);
  const within = new Set(digests.filter((_digest, index) => members[index] === 1));
  const isNew = newcomers(asked, counted, within);
  if (isNew.length === 0) {
    await redis.unwatch();
  } else {
    const keptSeconds = Math.max(...asked.map((one) => one.keptSeconds));
    const done = await redis.multi().sadd(key, isNew).expire(key, keptSeconds).exec();
    if (done === null) return undefined;
    for (const [error] of done) if (error !== null) throw error;
  }
  return { counted: counted + isNew.length, isWithin: (digest) => within.has(digest) };
}

/** Those for whom there is room, in their order; they join `within`. Each request goes by its own limit. */
function newcomers(asked: readonly Asked[], counted: number, within: Set<string>): string[] {
  const added: string[] = [];
  for (const { digests, limit } of asked) {
    for (const digest of digests) {
      if (within.has(digest) || counted + added.length >= limit) continue;
      within.add(digest);
      added.push(digest);
    }
  }
  return added;
}
