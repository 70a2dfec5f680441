import { Cluster, Redis } from 'ioredis';
import type { Log } from '../observability/index.ts';
import { HeardConnector } from './redis-connector.ts';

/** Where the cache's Redis is. */
export interface CacheRedisSettings {
  /** `redis://…` or `rediss://…`, one, or some nodes of a cluster; user and password of the first hold for all. */
  readonly urls: readonly string[];
  /** Whether it is a Redis Cluster. */
  readonly isCluster: boolean;
  /** PEM of the authorities that may vouch for a server under `rediss://`; the machine's own when left out. */
  readonly ca?: string | undefined;
}

/** A connection for commands, and one on which the log of changes is waited for. */
export interface CacheConnections {
  readonly commands: Redis | Cluster;
  readonly log: Redis | Cluster;
  close(): void;
}

/** What holds for every node. Whatever is away fails at once; nothing is sent again behind the caller's back. */
const NODE = {
  connectTimeout: 2_000,
  commandTimeout: 1_000,
  socketTimeout: 2_000,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  Connector: HeardConnector,
};

const retryStrategy = (attempt: number): number => Math.min(50 * attempt, 400);

/** Connects, and goes on trying as long as it is not closed. */
export function connectCache(settings: CacheRedisSettings, log: Log): CacheConnections {
  const both = { commands: connect(settings), log: connect(settings) };
  reportAbsence(both.commands, log);
  both.log.on('error', () => undefined);
  return {
    ...both,
    close() {
      both.commands.disconnect();
      both.log.disconnect();
    },
  };
}

function connect({ urls, isCluster, ca }: CacheRedisSettings): Redis | Cluster {
  const [first = ''] = urls;
  const { protocol, username, password } = new URL(first);
  const secure = protocol === 'rediss:' ? { tls: { ca } } : {};
  const common = { enableOfflineQueue: false, enableAutoPipelining: true };
  if (!isCluster) return new Redis(first, { ...NODE, ...common, ...secure, retryStrategy });
  const nodes = urls
    .map((url) => new URL(url))
    .map(({ hostname: host, port }) => ({ host, port: Number(port || 6379) }));
  return new Cluster(nodes, {
    ...common,
    clusterRetryStrategy: retryStrategy,
    slotsRefreshTimeout: 2_000,
    redisOptions: {
      ...NODE,
      ...secure,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    },
  });
}

function reportAbsence(redis: Redis | Cluster, log: Log): void {
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis of the entity cache is away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis of the entity cache is back');
    isAway = false;
  });
}
