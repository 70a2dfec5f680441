import { createHmac } from 'node:crypto';
import type { Governance } from '../governance/index.ts';
import type { GatewayConfig } from './config.ts';
import type { Log } from './observability/index.ts';
import { fixedPolicy, type RunningPolicy, startPolicy } from './policy/index.ts';
import {
  createMemoryQuotas,
  createMemoryRateLimits,
  createRedisQuotas,
  createRedisRateLimits,
  type Quotas,
  type RateLimits,
} from './quotas/index.ts';
import { connectRedis } from './redis.ts';

/** The agreements in force, and what is counted against them. */
export interface OpenPolicy {
  readonly policy: RunningPolicy;
  readonly quotas: Quotas;
  readonly rateLimits: RateLimits;
  close(): Promise<void>;
}

/**
 * Opens both: with Redis they are shared with all replicas that have the same key, without it they are this
 * gateway's own.
 *
 * @param governance agreements that stay as they are, instead of those of the configured folder
 * @throws GovernanceError when the files have problems
 */
export async function openPolicy(
  config: Pick<GatewayConfig, 'governanceDir' | 'redisUrl' | 'grantKey' | 'rateLimitPerMinute'>,
  governance: Governance | undefined,
  log: Log,
): Promise<OpenPolicy> {
  const { redisUrl, rateLimitPerMinute } = config;
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, log);
  const transactions = redisUrl === undefined ? undefined : connectRedis(redisUrl, log);
  const disconnect = (): void => {
    redis?.disconnect();
    transactions?.disconnect();
  };
  try {
    const shared = redis && { redis, secret: derivedSecret(config, 'policy bundles') };
    const policy =
      governance === undefined
        ? await startPolicy({ dir: config.governanceDir, log, shared })
        : fixedPolicy(governance);
    return {
      policy,
      quotas:
        redis && transactions
          ? createRedisQuotas({ redis, transactions, secret: derivedSecret(config, 'quotas') })
          : createMemoryQuotas(),
      rateLimits: redis
        ? createRedisRateLimits(redis, rateLimitPerMinute)
        : createMemoryRateLimits(rateLimitPerMinute),
      async close() {
        await policy.stop();
        disconnect();
      },
    };
  } catch (error) {
    disconnect();
    throw error;
  }
}

/** A secret for one use: whoever can write to Redis but has not the key of the grants cannot make what it seals. */
function derivedSecret({ grantKey }: Pick<GatewayConfig, 'grantKey'>, use: string): string {
  return createHmac('sha256', String(grantKey['d'])).update(use).digest('base64url');
}
