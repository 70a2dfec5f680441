import { createHmac } from 'node:crypto';
import type { Governance } from '../governance/index.ts';
import type { GatewayConfig } from './config.ts';
import type { Log } from './observability/index.ts';
import { fixedPolicy, type RunningPolicy, startPolicy } from './policy/index.ts';
import { connectRedis } from './redis.ts';
import { createMemoryQuotas, createRedisQuotas, type Quotas } from './registers/index.ts';

/** The agreements in force, and what is counted against them. */
export interface OpenPolicy {
  readonly policy: RunningPolicy;
  readonly quotas: Quotas;
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
  config: Pick<GatewayConfig, 'governanceDir' | 'redisUrl' | 'grantKey'>,
  governance: Governance | undefined,
  log: Log,
): Promise<OpenPolicy> {
  const redis = config.redisUrl === undefined ? undefined : connectRedis(config.redisUrl, log);
  try {
    const shared = redis && { redis, secret: derivedSecret(config, 'policy bundles') };
    const policy =
      governance === undefined
        ? await startPolicy({ dir: config.governanceDir, log, shared })
        : fixedPolicy(governance);
    return {
      policy,
      quotas: redis ? createRedisQuotas(redis, derivedSecret(config, 'quotas')) : createMemoryQuotas(),
      async close() {
        await policy.stop();
        redis?.disconnect();
      },
    };
  } catch (error) {
    redis?.disconnect();
    throw error;
  }
}

/** A secret for one use: whoever can write to Redis but has not the key of the grants cannot make what it seals. */
function derivedSecret({ grantKey }: Pick<GatewayConfig, 'grantKey'>, use: string): string {
  return createHmac('sha256', String(grantKey['d'])).update(use).digest('base64url');
}
