import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from './stand-in.ts';

/** A real Redis for one test file. */
export interface TestRedis {
  /** `redis://…`; of an empty database. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Whoever tests on a Redis of their own says so by REDIS_URL; databases 1 to 15 of it are emptied by the tests. */
const GIVEN = process.env['REDIS_URL'];
const HAS_SERVER = spawnSync('redis-server', ['--version']).status === 0;

/** Whether there is a Redis to test with; where everything must be tested there always is, or its tests fail. */
export const HAS_REDIS = GIVEN !== undefined || HAS_SERVER || process.env['CI'] !== undefined;

/**
 * Starts a server, or takes a database of the one under REDIS_URL.
 *
 * @param database 1 to 15; each test file has its own
 */
export async function startTestRedis(database: number): Promise<TestRedis> {
  if (GIVEN !== undefined) {
    const url = new URL(GIVEN);
    url.pathname = `/${database}`;
    await emptied(url.href);
    return { url: url.href, stop: () => emptied(url.href) };
  }
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  });
  const url = `redis://127.0.0.1:${port}/${database}`;
  const exited = once(server, 'exit');
  await emptied(url);
  return {
    url,
    async stop() {
      server.kill();
      await exited;
    },
  };
}

/** Fulfilled as soon as the server answers. */
async function emptied(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  await redis.flushdb();
  redis.disconnect();
}
