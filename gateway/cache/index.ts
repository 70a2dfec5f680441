/** Entities between requests: in Redis for all replicas, and a few in the process. */
export { cacheKeysFrom, nameSecretFrom } from './cache-secrets.ts';
export { type ChangeNotice, createNoticeDesk, type TakeNotice } from './change-notice.ts';
export {
  type CachedEntity,
  type CacheScope,
  ChangeNotTold,
  canonicalKey,
  canonicalText,
  type EntityCache,
  type EntityChange,
  type EntityLoad,
} from './entity-cache.ts';
export { type CacheLifetimes, cacheLifetimes } from './lifetimes.ts';
export { type EntityCacheOptions, openEntityCache } from './open-entity-cache.ts';
export type { CacheRedisSettings } from './redis-connection.ts';
export { HeardConnector } from './redis-connector.ts';
