import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../../test/support/redis.ts';
import { type Wire, wireTo } from '../../test/support/stand-in.ts';
import { ChangeNotTold, type EntityCache } from './entity-cache.ts';
import { changeOf, countedDatabase, entity, REPLICA, SCOPE } from './fixture.ts';
import { PATIENCE } from './guard.ts';
import { type EntityCacheOptions, openEntityCache } from './open-entity-cache.ts';
import { HAS_OPENSSL, HAS_SERVER, type OwnServers, startCluster, startTlsServer } from './redis.fixture.ts';

const SOON = { timeout: 20_000, interval: 10 };
const open: EntityCache[] = [];

function replica(options: Partial<EntityCacheOptions>): EntityCache {
  const cache = openEntityCache({ ...REPLICA, ...options });
  open.push(cache);
  return cache;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()));
});

const version = (key: string, number: number) => entity({ key, version: number });

/** Fulfilled when what one replica loads has come to the other: both are connected then. */
async function together(here: EntityCache, there: EntityCache): Promise<void> {
  let round = 0;
  await vi.waitFor(async () => {
    round += 1;
    const key = `together ${round}`;
    await here.through(SCOPE, [key], async () => [entity('met')]);
    await vi.waitFor(async () => expect(await there.read(SCOPE, [key])).toEqual([entity('met')]), {
      timeout: 200,
      interval: 10,
    });
  }, SOON);
}

/** The stories that hold for every kind of Redis. */
function stories(redis: () => EntityCacheOptions['redis']): void {
  const keys = Array.from({ length: 50 }, (_, index) => `unit ${index}`);

  it('a replica has what another one has loaded', async () => {
    const [here, there] = [replica({ redis: redis() }), replica({ redis: redis() })];
    await together(here, there);
    const database = countedDatabase();
    await here.through(SCOPE, keys, database.load(keys));
    await vi.waitFor(
      async () => expect(await there.read(SCOPE, keys)).toEqual(keys.map((key) => version(key, 1))),
      SOON,
    );
    await there.through(SCOPE, keys, database.load(keys));
    expect(database.loads).toHaveLength(1);
  });

  it('what has changed is forgotten by every replica, at once where it was told', async () => {
    const [here, there] = [replica({ redis: redis() }), replica({ redis: redis() })];
    await together(here, there);
    const database = countedDatabase();
    const get = (cache: EntityCache, key: string) => cache.through(SCOPE, [key], database.load([key]));
    for (const cache of [here, there]) await get(cache, 'changing');
    database.change('changing');
    await here.invalidate(changeOf('changing'));
    expect(await get(here, 'changing')).toEqual([version('changing', 2)]);
    await vi.waitFor(
      async () => expect(await get(there, 'changing')).toEqual([version('changing', 2)]),
      SOON,
    );
  });
}

describe.skipIf(!HAS_REDIS)('replicas with one Redis', () => {
  let server: TestRedis;
  let direct: Redis;

  beforeAll(async () => {
    server = await startTestRedis(9);
    direct = new Redis(server.url);
  });

  beforeEach(() => direct.flushdb());

  afterAll(async () => {
    direct.disconnect();
    await server.stop();
  });

  const single = () => ({ urls: [server.url], isCluster: false });
  stories(single);

  /** Values in Redis, by their key. */
  const values = async () => {
    const keys = (await direct.keys('lien-thong:entity:*:*')).filter((key) => key.includes('}:'));
    return await Promise.all(keys.map(async (key) => ({ key, value: await direct.getBuffer(key) })));
  };
  const stored = (count: number) => vi.waitFor(async () => expect(await values()).toHaveLength(count), SOON);
  /** A replica that is connected, and has loaded nothing. */
  const connected = async (options: Partial<EntityCacheOptions> = {}) => {
    const [here, other] = [
      replica({ redis: single(), ...options }),
      replica({ redis: single(), ...options }),
    ];
    await together(here, other);
    await direct.flushdb();
    return here;
  };

  it('Redis learns neither whom it holds nor what', async () => {
    const here = await connected();
    const scope = { ...SCOPE, database: 'population', type: 'Citizen', arguments: '{"on":"2026-01-01"}' };
    const kept = entity({ name: 'Nguyễn Minh Quân' }, 'Citizen 001185000017');
    await here.through(scope, ['001099000018'], async () => [kept]);
    await stored(1);
    await here.invalidate({ database: 'population', type: 'Citizen', key: '001099000018' });
    const [log] = await direct.xrange('lien-thong:entity-changes', '-', '+');
    const [found] = await values();
    const all = [
      found?.key,
      found?.value?.toString('latin1'),
      found?.value?.toString('utf8'),
      String(log),
    ].join();
    expect(log).toBeDefined();
    expect(all).not.toMatch(/001099000018|001185000017|Citizen|population|Quân|2026-01-01|assessment/);
  });

  it('values end with their lifetime in Redis too', async () => {
    const here = await connected();
    await here.through(SCOPE, ['a'], async () => [entity('v')]);
    await stored(1);
    for (const key of await direct.keys('lien-thong:entity:*')) {
      expect(await direct.pttl(key)).toBeGreaterThan(0);
      expect(await direct.pttl(key)).toBeLessThanOrEqual(60_000);
    }
  });

  it('keys are exchanged without losing what is kept', async () => {
    const [old, next] = [
      { id: 'old', key: Buffer.alloc(32, 1) },
      { id: 'new', key: Buffer.alloc(32, 2) },
    ];
    const before = await connected({ keys: [old] });
    await before.through(SCOPE, ['a'], async () => [entity('kept')]);
    await stored(1);
    const during = replica({ redis: single(), keys: [next, old] });
    const after = replica({ redis: single(), keys: [next] });
    await vi.waitFor(async () => expect(await during.read(SCOPE, ['a'])).toEqual([entity('kept')]), SOON);
    await together(during, after);
    expect(await after.read(SCOPE, ['a'])).toEqual([undefined]);
    await before.invalidate(changeOf('a'));
    await vi.waitFor(async () => expect(await during.read(SCOPE, ['a'])).toEqual([undefined]), SOON);
  });

  it('values that are broken, foreign or exchanged are none', async () => {
    const here = await connected({ localBytes: 0 });
    await here.through(SCOPE, ['a', 'b'], async () => [entity('a'), entity('b')]);
    await stored(2);
    expect(await here.read(SCOPE, ['a', 'b'])).toEqual([entity('a'), entity('b')]);
    const [one, two] = await values();
    if (!one?.value || !two?.value) throw new Error('Expected two values.');
    await direct.set(one.key, two.value);
    await direct.set(two.key, one.value);
    expect(await here.read(SCOPE, ['a', 'b'])).toEqual([undefined, undefined]);
    await direct.set(one.key, 'garbage');
    await direct.del(two.key);
    await direct.lpush(two.key, 'a list');
    expect(await here.read(SCOPE, ['a', 'b'])).toEqual([undefined, undefined]);
    await direct.set(one.key, one.value);
    expect((await here.read(SCOPE, ['a', 'b'])).filter((found) => found !== undefined)).toHaveLength(1);
  });

  it('what Redis has lost is loaded again', async () => {
    const here = await connected({ localBytes: 0 });
    const database = countedDatabase();
    const get = () => here.through(SCOPE, ['a'], database.load(['a']));
    for (const loads of [1, 2]) {
      await get();
      await stored(1);
      await get();
      expect(database.loads).toHaveLength(loads);
      await direct.flushdb();
    }
  });

  it('a hundred callers make one load', async () => {
    const here = await connected();
    const database = countedDatabase();
    const callers = Array.from({ length: 100 }, () => here.through(SCOPE, ['a'], database.load(['a'])));
    for (const found of await Promise.all(callers)) expect(found).toEqual([version('a', 1)]);
    expect(database.loads).toHaveLength(1);
  });
});

describe.skipIf(!HAS_REDIS)('Redis that is away', () => {
  let server: TestRedis;
  let wire: Wire;

  beforeAll(async () => {
    server = await startTestRedis(10);
    wire = await wireTo(server.url);
  });

  afterEach(() => wire.mend());

  afterAll(async () => {
    await wire.cut();
    await server.stop();
  });

  const both = async () => {
    const here = replica({ redis: { urls: [wire.url], isCluster: false }, patience: PATIENCE });
    const there = replica({ redis: { urls: [server.url], isCluster: false } });
    await together(here, there);
    return { here, there };
  };

  it.each(['cut', 'freeze'] as const)(
    '(%s) is no reason to fail or to be wrong, and comes back',
    async (fault) => {
      const { here, there } = await both();
      const database = countedDatabase();
      const get = (cache: EntityCache, key: string) => cache.through(SCOPE, [key], database.load([key]));
      const [one, two] = [`${fault} one`, `${fault} two`];
      for (const cache of [here, there]) await get(cache, one);
      await wire[fault]();
      expect(await get(here, two)).toEqual([version(two, 1)]);
      database.change(one);
      await there.invalidate(changeOf(one));
      await vi.waitFor(async () => expect(await get(here, one)).toEqual([version(one, 2)]), SOON);
      database.change(one);
      await expect(here.invalidate(changeOf(one))).rejects.toThrow(ChangeNotTold);
      expect(await get(here, one)).toEqual([version(one, 3)]);
      await wire.mend();
      await vi.waitFor(() => here.invalidate(changeOf(one)), SOON);
      await vi.waitFor(async () => expect(await get(there, one)).toEqual([version(one, 3)]), SOON);
      await together(here, there);
      await together(there, here);
    },
  );

  it('from the beginning stops nobody from starting', async () => {
    await wire.cut();
    const here = replica({ redis: { urls: [wire.url], isCluster: false }, patience: PATIENCE });
    const database = countedDatabase();
    expect(await here.through(SCOPE, ['early'], database.load(['early']))).toEqual([version('early', 1)]);
    await wire.mend();
    await together(here, replica({ redis: { urls: [server.url], isCluster: false } }));
  });
});

describe.skipIf(!HAS_SERVER)('replicas with a Redis Cluster of three nodes', () => {
  let cluster: OwnServers;

  beforeAll(async () => {
    cluster = await startCluster();
  });

  afterAll(() => cluster.stop());

  stories(() => ({ urls: cluster.urls.slice(0, 1), isCluster: true }));
});

describe.skipIf(!HAS_SERVER || !HAS_OPENSSL)('replicas with a Redis behind TLS', () => {
  let server: Awaited<ReturnType<typeof startTlsServer>>;

  beforeAll(async () => {
    server = await startTlsServer();
  });

  afterAll(() => server.stop());

  stories(() => ({ urls: server.urls, isCluster: false, ca: server.certificate }));

  it('do not talk to a server that nobody vouches for', async () => {
    const here = replica({ redis: { urls: server.urls, isCluster: false } });
    await vi.waitFor(() => expect(here.invalidate(changeOf('a'))).rejects.toThrow(ChangeNotTold), SOON);
    const known = replica({ redis: { urls: server.urls, isCluster: false, ca: server.certificate } });
    await vi.waitFor(() => known.invalidate(changeOf('a')), SOON);
    await expect(here.invalidate(changeOf('a'))).rejects.toThrow(ChangeNotTold);
  });
});
