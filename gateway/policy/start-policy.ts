import type { Redis } from 'ioredis';
import type { Log } from '../observability/index.ts';
import { LivePolicy } from './live-policy.ts';
import type { RunningPolicy } from './running-policy.ts';
import { createSharedBundle } from './shared-bundle.ts';
import { watchFiles } from './watched-files.ts';

/** Settings of {@link startPolicy}. */
export interface PolicyOptions {
  /** A folder as `governance/` is. */
  readonly dir: string;
  readonly log: Log;
  /** Where replicas share what is in force, and the secret with which they seal it; each alone when left out. */
  readonly shared?: { readonly redis: Redis; readonly secret: string } | undefined;
}

/** Longest wait for what the other replicas have in force, before the own files have to do. */
const FIRST_AGREEMENT_MS = 2_000;

/**
 * Loads the agreements and follows them: every change of the files, and with Redis every change of any replica's.
 * Redis that is away stops nothing: the replica keeps what it has, and its files. Dictionary and databases stay what
 * they are when it returns, for the graph is composed with them.
 *
 * @throws GovernanceError when the files have problems: there is nothing older to keep
 */
export async function startPolicy({ dir, log, shared }: PolicyOptions): Promise<RunningPolicy> {
  const live = new LivePolicy({
    dir,
    log,
    sharing: shared && {
      secret: shared.secret,
      connect: (onChange) => createSharedBundle({ redis: shared.redis, onChange }),
    },
  });
  if (shared !== undefined && (await isReady(shared.redis))) await live.agree();
  live.fixGraph();
  const watch = watchFiles({
    dir,
    onFiles: (files) => live.takeFiles(files),
    onUnreadable: (error) => log.error({ err: error }, 'policy files cannot be read'),
  });
  return {
    current: () => live.current(),
    onChange: (listener) => live.onChange(listener),
    async stop() {
      watch.stop();
      await live.stop();
    },
  };
}

async function isReady(redis: Redis): Promise<boolean> {
  if (redis.status === 'ready') return true;
  return await new Promise((resolve) => {
    const timer = setTimeout(resolve, FIRST_AGREEMENT_MS, false);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
