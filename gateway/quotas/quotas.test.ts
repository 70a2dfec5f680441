import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../../test/support/redis.ts';
import { createMemoryQuotas } from './memory-quotas.ts';
import type { Quotas } from './quotas.ts';
import { createRedisQuotas } from './redis-quotas.ts';

const SECRET = 'a secret of the gateway';
const TAX = { agency: 'GDT', purpose: 'QLNN:TAX', database: 'population' };
const A_DAY = { subjects: 3, per: 'day' } as const;

const persons = (...numbers: readonly number[]) =>
  numbers.map((number) => `Citizen 9010850000${String(number).padStart(2, '0')}`);

let redis: TestRedis | undefined;
const connections: Redis[] = [];

beforeAll(async () => {
  redis = HAS_REDIS ? await startTestRedis(2) : undefined;
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

/** Quotas of one replica: a connection of its own for its transactions. */
async function shared(redis?: Redis): Promise<Quotas> {
  return createRedisQuotas({
    redis: redis ?? (await connect()),
    transactions: await connect(),
    secret: SECRET,
  });
}

/** Only who is within. */
async function within(quotas: Quotas, ...asked: Parameters<Quotas['admit']>): Promise<ReadonlySet<string>> {
  return (await quotas.admit(...asked)).within;
}

const KINDS = [
  ['in the process', true, async () => createMemoryQuotas()],
  [
    'in Redis',
    HAS_REDIS,
    async () => {
      const connection = await connect();
      await connection.flushdb();
      return shared(connection);
    },
  ],
] as const satisfies readonly (readonly [string, boolean, () => Promise<Quotas>])[];

describe.each(KINDS)('a quota %s', (_where, isThere, make) => {
  const test = it.skipIf(!isThere);

  test('lets in the first ones, in their order, and nobody new beyond it', async () => {
    const quotas = await make();
    expect(await within(quotas, TAX, A_DAY, '2026-08-03', persons(5, 1, 4, 2))).toEqual(
      new Set(persons(5, 1, 4)),
    );
    expect(await within(quotas, TAX, A_DAY, '2026-08-03', persons(2, 4, 3, 5))).toEqual(
      new Set(persons(4, 5)),
    );
  });

  test('counts a subject once, however often it is read', async () => {
    const quotas = await make();
    await quotas.admit(TAX, A_DAY, '2026-08-03', persons(1, 1, 1));
    await quotas.admit(TAX, A_DAY, '2026-08-03', persons(1));
    expect(await within(quotas, TAX, A_DAY, '2026-08-03', persons(2, 3))).toEqual(new Set(persons(2, 3)));
  });

  test('begins anew with the day in Viet Nam', async () => {
    const quotas = await make();
    await quotas.admit(TAX, A_DAY, '2026-08-03', persons(1, 2, 3));
    expect(await within(quotas, TAX, A_DAY, '2026-08-03', persons(4))).toEqual(new Set());
    expect(await within(quotas, TAX, A_DAY, '2026-08-04', persons(4))).toEqual(new Set(persons(4)));
  });

  test('of a month lasts until its last day', async () => {
    const quotas = await make();
    const aMonth = { subjects: 1, per: 'month' } as const;
    await quotas.admit(TAX, aMonth, '2026-08-01', persons(1));
    expect(await within(quotas, TAX, aMonth, '2026-08-31', persons(2))).toEqual(new Set());
    expect(await within(quotas, TAX, aMonth, '2026-09-01', persons(2))).toEqual(new Set(persons(2)));
  });

  test.for([
    ['agency', { ...TAX, agency: 'VSS' }],
    ['purpose', { ...TAX, purpose: 'QLNN:STATISTICS' }],
    ['database', { ...TAX, database: 'land' }],
  ] as const)('is one of its own for each %s', async ([, other]) => {
    const quotas = await make();
    await quotas.admit(TAX, A_DAY, '2026-08-03', persons(1, 2, 3));
    expect(await within(quotas, other, A_DAY, '2026-08-03', persons(4))).toEqual(new Set(persons(4)));
  });

  test('that became smaller lets in nobody new, and whoever was counted still', async () => {
    const quotas = await make();
    await quotas.admit(TAX, A_DAY, '2026-08-03', persons(1, 2, 3));
    const smaller = { ...A_DAY, subjects: 1 };
    expect(await within(quotas, TAX, smaller, '2026-08-03', persons(2, 4))).toEqual(new Set(persons(2)));
  });
});

describe.skipIf(!HAS_REDIS)('a quota of many replicas', () => {
  it('lets in exactly as many as agreed, when all of them ask about everybody at once', async () => {
    const connection = await connect();
    await connection.flushdb();
    const replicas = await Promise.all(Array.from({ length: 8 }, () => shared()));
    const quota = { subjects: 100, per: 'day' } as const;
    const admitted = await Promise.all(
      Array.from({ length: 400 }, async (_, at) => {
        const numbers = [at, at + 1, (at * 7) % 400].map((number) => `Citizen ${number}`);
        return await replicas[at % 8]?.admit(TAX, quota, '2026-08-03', numbers);
      }),
    );
    const everybody = new Set(admitted.flatMap((one) => [...(one?.within ?? [])]));
    expect(everybody.size).toBe(100);
    const again = await Promise.all(
      replicas.map((replica) => within(replica, TAX, quota, '2026-08-03', [...everybody, 'Citizen none'])),
    );
    for (const one of again) expect(one).toEqual(everybody);
  });

  it('says how many are left, whoever has counted the others', async () => {
    const connection = await connect();
    await connection.flushdb();
    const [one, other] = [await shared(), await shared()];
    expect((await one.admit(TAX, A_DAY, '2026-08-03', persons(1))).remaining).toBe(2);
    expect((await other.admit(TAX, A_DAY, '2026-08-03', persons(1, 2))).remaining).toBe(1);
    expect((await one.admit(TAX, A_DAY, '2026-08-03', persons(1))).remaining).toBe(1);
    expect((await one.admit(TAX, A_DAY, '2026-08-03', persons(3, 4))).remaining).toBe(0);
    expect((await other.admit(TAX, A_DAY, '2026-08-03', persons(4))).remaining).toBe(0);
  });

  it('goes on when the connection of a replica is cut between reading and writing', async () => {
    const connection = await connect();
    await connection.flushdb();
    const options = { enableOfflineQueue: false, maxRetriesPerRequest: 0, retryStrategy: () => 20 };
    const transactions = new Redis(redis?.url ?? '', { ...options, connectionName: 'cut' });
    transactions.on('error', () => undefined);
    connections.push(transactions);
    const cut = createRedisQuotas({ redis: connection, transactions, secret: SECRET });
    await cut.admit(TAX, A_DAY, '2026-08-03', persons(1));
    const counting = cut.admit(TAX, A_DAY, '2026-08-03', persons(2)).catch(() => undefined);
    const list = String(await connection.client('LIST'));
    await connection.client('KILL', 'ID', Number(/id=(\d+) .*name=cut/.exec(list)?.[1]));
    await counting;
    // Whatever came of it, nobody stands in the way of the next ones, and nobody counts twice.
    const others = await shared();
    expect((await within(others, TAX, A_DAY, '2026-08-03', persons(1, 2, 3, 4))).size).toBe(3);
    expect(await within(cut, TAX, A_DAY, '2026-08-03', persons(1, 2, 3, 4))).toEqual(
      await within(others, TAX, A_DAY, '2026-08-03', persons(1, 2, 3, 4)),
    );
  });
});

describe.skipIf(!HAS_REDIS)('a quota of two replicas', () => {
  it('is never exceeded, whatever they ask at the same time, and never left unused', async () => {
    const two = [await shared(), await shared()];
    let day = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 0, max: 12 }),
        async (requests, subjects) => {
          day += 1;
          const on = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
          const admitted = await Promise.all(
            requests.map(async (numbers, index) => {
              const quotas = two[index % 2];
              return await quotas?.admit(TAX, { subjects, per: 'day' }, on, persons(...numbers));
            }),
          );
          const asked = new Set(requests.flat());
          const everybody = new Set(admitted.flatMap((one) => [...(one?.within ?? [])]));
          expect(everybody.size).toBe(Math.min(subjects, asked.size));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('names nobody in Redis, and ends there by itself', async () => {
    const connection = await connect();
    await connection.flushdb();
    const quotas = await shared(connection);
    await quotas.admit(TAX, A_DAY, '2026-08-03', persons(1, 2));
    const [key = ''] = await connection.keys('*');
    expect(key).toBe('lien-thong:quota:GDT|QLNN:TAX|population|2026-08-03');
    const members = await connection.smembers(key);
    expect(members).toHaveLength(2);
    expect(members.join()).not.toMatch(/\d{9}|Citizen/);
    expect(await connection.ttl(key)).toBeGreaterThan(86_400);
  });

  it('cannot be counted without Redis, and says so at once', async () => {
    const connection = new Redis('redis://127.0.0.1:1', { enableOfflineQueue: false });
    connection.on('error', () => undefined);
    connections.push(connection);
    const quotas = createRedisQuotas({ redis: connection, transactions: connection, secret: SECRET });
    await expect(quotas.admit(TAX, A_DAY, '2026-08-03', persons(1))).rejects.toThrow();
  });
});
