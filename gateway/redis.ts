import { Redis } from 'ioredis';
import { HeardConnector } from './cache/index.ts';
import type { Log } from './observability/index.ts';

/**
 * A connection to the Redis that replicas share. A command fails at once while the connection is away: whoever needs
 * an answer decides what its absence means, nobody waits for it. The connection comes back by itself.
 *
 * @param url `redis://…` or `rediss://…`
 */
export function connectRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: 1_000,
    socketTimeout: 2_000,
    Connector: HeardConnector,
    retryStrategy: (attempt) => Math.min(50 * attempt, 400),
  });
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back');
    isAway = false;
  });
  return redis;
}
