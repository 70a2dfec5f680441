import type { KeyRing } from '../../contract/key-ring.ts';
import type { Log } from '../observability/index.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { EntityCache } from './entity-cache.ts';
import { createFirstLevel } from './first-level.ts';
import { createFollower, keepFollowing } from './follow-changes.ts';
import { createGuard, PATIENCE, type Patience } from './guard.ts';
import { createNames, type Names } from './names.ts';
import { type CacheConnections, type CacheRedisSettings, connectCache } from './redis-connection.ts';
import { createRedisLog, createRedisStore } from './redis-store.ts';
import { createSeal } from './seal.ts';
import { createSharedLevel } from './shared-level.ts';
import { TwoLevelCache } from './two-level-cache.ts';
import { type Mark, Watch } from './watch.ts';

/** Settings of {@link openEntityCache}. */
export interface EntityCacheOptions {
  /** Each gateway alone when left out. */
  readonly redis?: CacheRedisSettings | undefined;
  /** The first one encrypts what lies in Redis, all decrypt. */
  readonly keys: KeyRing;
  /** Secret of the names in Redis: the same on all replicas, and it stays when keys are exchanged. */
  readonly nameSecret: string;
  /** Most bytes of the first level. */
  readonly localBytes: number;
  readonly log: Log;
  readonly patience?: Patience;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Opens the cache. It is there at once; Redis joins when it is connected, and again whenever it comes back. */
export function openEntityCache(options: EntityCacheOptions): EntityCache {
  const clock = options.clock ?? SYSTEM_CLOCK;
  const names = createNames(options.nameSecret);
  const watch = new Watch(clock);
  const held = createFirstLevel<Mark>(options.localBytes);
  const connections = options.redis && connectCache(options.redis, options.log);
  const cache = new TwoLevelCache({
    names,
    watch,
    clock,
    held,
    shared: connections && sharedLevel(connections, names, clock, options),
    random: options.random ?? Math.random,
  });
  if (connections === undefined) watchAlone(watch);
  const follower =
    connections &&
    createFollower({
      log: createRedisLog(connections.log),
      watch,
      names,
      clock,
      onChange: (entity) => cache.forget(entity),
      onGap: () => held.clear(),
    });
  const stop = follower && keepFollowing(follower);
  return {
    read: (scope, keys) => cache.read(scope, keys),
    through: (scope, keys, load) => cache.through(scope, keys, load),
    invalidate: (change) => cache.invalidate(change),
    async close() {
      stop?.();
      connections?.close();
      held.clear();
    },
  };
}

/** Whoever is alone misses no change: all of them come in here. */
function watchAlone(watch: Watch): void {
  watch.begin();
  watch.extend(Number.POSITIVE_INFINITY);
}

function sharedLevel(
  { commands }: CacheConnections,
  names: Names,
  clock: Clock,
  { keys, patience = PATIENCE }: EntityCacheOptions,
) {
  return createSharedLevel({
    store: createRedisStore(commands),
    seal: createSeal(keys),
    names,
    guard: createGuard(patience, clock),
    clock,
  });
}
