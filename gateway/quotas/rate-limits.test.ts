import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../../test/support/redis.ts';
import { type Clock, createMemoryRateLimits, type RateLimits } from './rate-limits.ts';
import { createRedisRateLimits } from './redis-rate-limits.ts';

const TAX = { agency: 'GDT', client: 'etax', purpose: 'QLNN:TAX' };

let redis: TestRedis | undefined;
const connections: Redis[] = [];

beforeAll(async () => {
  redis = HAS_REDIS ? await startTestRedis(11) : undefined;
});

afterAll(async () => {
  for (const connection of connections) connection.disconnect();
  await redis?.stop();
});

async function connect(): Promise<Redis> {
  const connection = new Redis(redis?.url ?? '');
  connections.push(connection);
  return connection;
}

async function emptied(): Promise<Redis> {
  const connection = await connect();
  await connection.flushdb();
  return connection;
}

const KINDS = [
  ['in the process', true, async (limit, clock) => createMemoryRateLimits(limit, clock)],
  ['in Redis', HAS_REDIS, async (limit, clock) => createRedisRateLimits(await emptied(), limit, clock)],
] as const satisfies readonly (readonly [
  string,
  boolean,
  (limit: number, clock: Clock) => Promise<RateLimits>,
])[];

describe.each(KINDS)('a rate %s', (_where, isThere, make) => {
  const test = it.skipIf(!isThere);

  test('lets through as many as agreed, one after the other, and says how many are left', async () => {
    const rates = await make(3, () => 0);
    const taken = [
      await rates.take(TAX),
      await rates.take(TAX),
      await rates.take(TAX),
      await rates.take(TAX),
    ];
    expect(taken.map(({ isWithin, remaining }) => [isWithin, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ]);
    for (const { limit, resetSeconds } of taken) expect([limit, resetSeconds]).toEqual([3, 60]);
  });

  test('lets through as many, whatever comes at the same time', async () => {
    const rates = await make(500, () => 0);
    const taken = await Promise.all(Array.from({ length: 700 }, () => rates.take(TAX)));
    expect(taken.filter(({ isWithin }) => isWithin)).toHaveLength(500);
  });

  test.for([
    ['agency', { ...TAX, agency: 'VSS' }],
    ['client', { ...TAX, client: 'etax-mobile' }],
    ['purpose', { ...TAX, purpose: 'QLNN:STATISTICS' }],
  ] as const)('is one of its own for each %s', async ([, other]) => {
    const rates = await make(1, () => 0);
    expect((await rates.take(TAX)).isWithin).toBe(true);
    expect((await rates.take(TAX)).isWithin).toBe(false);
    expect((await rates.take(other)).isWithin).toBe(true);
  });
});

describe('a rate in the process', () => {
  it('begins anew a minute after its first request', async () => {
    let now = 5_000;
    const rates = createMemoryRateLimits(1, () => now);
    expect(await rates.take(TAX)).toMatchObject({ isWithin: true, resetSeconds: 60 });
    now += 59_500;
    expect(await rates.take(TAX)).toMatchObject({ isWithin: false, resetSeconds: 1 });
    now += 500;
    expect(await rates.take(TAX)).toMatchObject({ isWithin: true, resetSeconds: 60 });
  });

  it('does not forget who is still within the minute, however many others come', async () => {
    let now = 0;
    const rates = createMemoryRateLimits(1, () => now);
    await rates.take({ ...TAX, client: 'early' });
    now += 30_000;
    await rates.take(TAX);
    now += 30_000;
    for (let client = 0; client < 3_000; client += 1) await rates.take({ ...TAX, client: String(client) });
    expect((await rates.take(TAX)).isWithin).toBe(false);
    expect((await rates.take({ ...TAX, client: 'early' })).isWithin).toBe(true);
  });
});

describe.skipIf(!HAS_REDIS)('a rate of several replicas', () => {
  it('is one for all of them together', async () => {
    await emptied();
    const replicas = await Promise.all(
      Array.from({ length: 5 }, async () => createRedisRateLimits(await connect(), 400)),
    );
    const taken = await Promise.all(Array.from({ length: 1_000 }, (_, at) => replicas[at % 5]?.take(TAX)));
    expect(taken.filter((state) => state?.isWithin)).toHaveLength(400);
  });

  it('is never exceeded when they take many at once, and asks Redis rarely', async () => {
    const watching = await emptied();
    const replicas = await Promise.all(
      Array.from({ length: 3 }, async () => createRedisRateLimits(await connect(), 5_000)),
    );
    let admitted = 0;
    const before = await commandsOf(watching);
    for (let round = 0; round < 2_000; round += 1) {
      const states = await Promise.all(replicas.map((replica) => replica.take(TAX)));
      admitted += states.filter(({ isWithin }) => isWithin).length;
    }
    expect(admitted).toBe(5_000);
    // Blocks of five: one INCRBY for five requests at least, and none once a replica knows that nothing is left.
    expect((await commandsOf(watching)) - before).toBeLessThanOrEqual(5_000 / 5 + 3);
  });

  it('ends in Redis by itself, and does not name the client there', async () => {
    const connection = await emptied();
    await createRedisRateLimits(connection, 10).take(TAX);
    const [key = ''] = await connection.keys('*');
    expect(key).toMatch(/^lien-thong:rate:[\w-]{43}$/);
    expect(await connection.pttl(key)).toBeGreaterThan(55_000);
  });

  it('does not begin anew with each request', async () => {
    const connection = await emptied();
    const rates = createRedisRateLimits(connection, 10);
    await rates.take(TAX);
    const [key = ''] = await connection.keys('*');
    await connection.pexpire(key, 20_000);
    await rates.take(TAX);
    expect(await connection.pttl(key)).toBeLessThanOrEqual(20_000);
    expect(await rates.take(TAX)).toMatchObject({ resetSeconds: 20 });
  });

  it('is counted anew when its minute is over', async () => {
    let now = 0;
    const connection = await emptied();
    const rates = createRedisRateLimits(connection, 1, () => now);
    await rates.take(TAX);
    expect((await rates.take(TAX)).isWithin).toBe(false);
    await connection.flushdb();
    expect((await rates.take(TAX)).isWithin).toBe(false);
    now += 60_001;
    expect((await rates.take(TAX)).isWithin).toBe(true);
  });
});

describe('a rate without Redis', () => {
  it('is counted by the replica alone, at once', async () => {
    const away = new Redis('redis://127.0.0.1:1', { enableOfflineQueue: false });
    away.on('error', () => undefined);
    connections.push(away);
    const rates = createRedisRateLimits(away, 2);
    const taken = [await rates.take(TAX), await rates.take(TAX), await rates.take(TAX)];
    expect(taken.map(({ isWithin }) => isWithin)).toEqual([true, true, false]);
  });

  it('is counted by the replica alone when Redis takes the question and never answers', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const hanging = new Redis({ host: '127.0.0.1', port, enableReadyCheck: false, lazyConnect: false });
    hanging.on('error', () => undefined);
    connections.push(hanging);
    const rates = createRedisRateLimits(hanging, 2);
    const taken = await Promise.all([rates.take(TAX), rates.take(TAX), rates.take(TAX)]);
    expect(taken.map(({ isWithin }) => isWithin)).toEqual([true, true, false]);
    hanging.disconnect();
    mute.close();
  });
});

/** How often INCRBY has run on the server. */
async function commandsOf(connection: Redis): Promise<number> {
  const statistics = await connection.info('commandstats');
  return Number(/cmdstat_incrby:calls=(\d+)/.exec(statistics)?.[1] ?? 0);
}
