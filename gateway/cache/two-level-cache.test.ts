import { beforeEach, describe, expect, it } from 'vitest';
import type { CachedEntity, EntityCache, EntityLoad } from './entity-cache.ts';
import { changeOf, countedDatabase, entity, manualClock, REPLICA, SCOPE } from './fixture.ts';
import { openEntityCache } from './open-entity-cache.ts';

/** A load that takes until it is told to answer. */
function slowLoad(answer: (position: number) => CachedEntity | undefined) {
  const begun = later();
  const released = later();
  const load: EntityLoad = async (positions) => {
    begun.resolve();
    await released.promise;
    return positions.map(answer);
  };
  return { load, begun: begun.promise, release: released.resolve };
}

function later() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

describe('a gateway alone, without Redis', () => {
  let clock: ReturnType<typeof manualClock>;
  let cache: EntityCache;
  let database: ReturnType<typeof countedDatabase>;

  beforeEach(() => {
    clock = manualClock();
    database = countedDatabase();
    cache = openEntityCache({ ...REPLICA, clock, random: () => 0 });
  });

  const get = async (keys: readonly string[], scope = SCOPE) =>
    (await cache.through(scope, keys, database.load(keys))).map((found) => found?.value);

  it('asks the database for what it does not have, and for nothing else', async () => {
    expect(await get(['a', 'b'])).toEqual([
      { key: 'a', version: 1 },
      { key: 'b', version: 1 },
    ]);
    expect(await get(['b', 'c', 'a'])).toEqual([
      { key: 'b', version: 1 },
      { key: 'c', version: 1 },
      { key: 'a', version: 1 },
    ]);
    expect(database.loads).toEqual([['a', 'b'], ['c']]);
    expect(await cache.read(SCOPE, ['a', 'd'])).toEqual([entity({ key: 'a', version: 1 }), undefined]);
  });

  it('keeps it for its lifetime and no longer', async () => {
    await get(['a']);
    clock.pass(59_999);
    await get(['a']);
    expect(database.loads).toHaveLength(1);
    clock.pass(1);
    await get(['a']);
    expect(database.loads).toHaveLength(2);
  });

  it('shortens lifetimes by chance, so that what came together does not end together', async () => {
    cache = openEntityCache({ ...REPLICA, clock, random: () => 1 });
    await get(['a']);
    clock.pass(54_000);
    expect(await cache.read(SCOPE, ['a'])).toEqual([undefined]);
  });

  it('counts a lifetime from when the load began', async () => {
    const { load, begun, release } = slowLoad(() => entity('slow'));
    const slow = cache.through(SCOPE, ['a'], load);
    await begun;
    clock.pass(59_999);
    release();
    await slow;
    expect(await cache.read(SCOPE, ['a'])).toEqual([entity('slow')]);
    clock.pass(1);
    expect(await cache.read(SCOPE, ['a'])).toEqual([undefined]);
  });

  it('keeps nothing without a lifetime', async () => {
    const scope = { ...SCOPE, maxAgeSeconds: 0 };
    await get(['a'], scope);
    await get(['a'], scope);
    expect(database.loads).toHaveLength(2);
    expect(await cache.read(scope, ['a'])).toEqual([undefined]);
  });

  it.each(['generation', 'database', 'type', 'selection', 'arguments', 'rowClass'] as const)(
    'shares nothing with a fetch of another %s',
    async (part) => {
      await get(['a']);
      expect(await cache.read({ ...SCOPE, [part]: 'another' }, ['a'])).toEqual([undefined]);
      expect(await cache.read({ ...SCOPE }, ['a'])).toEqual([entity({ key: 'a', version: 1 })]);
    },
  );

  it('does not take the end of one part for the beginning of the next', async () => {
    await get(['a'], { ...SCOPE, selection: 'x', arguments: 'yz' });
    expect(await cache.read({ ...SCOPE, selection: 'xy', arguments: 'z' }, ['a'])).toEqual([undefined]);
  });

  it('forgets what has changed, for every scope, and nothing else', async () => {
    const others = { ...SCOPE, rowClass: 'land' };
    await get(['a', 'b']);
    await get(['a'], others);
    database.change('a');
    await cache.invalidate(changeOf('a'));
    expect(await cache.read(SCOPE, ['a', 'b'])).toEqual([undefined, entity({ key: 'b', version: 1 })]);
    expect(await cache.read(others, ['a'])).toEqual([undefined]);
    expect(await get(['a'])).toEqual([{ key: 'a', version: 2 }]);
  });

  it('does not keep what began to load before a change', async () => {
    const { load, begun, release } = slowLoad(() => entity('old'));
    const slow = cache.through(SCOPE, ['a'], load);
    await begun;
    await cache.invalidate(changeOf('a'));
    release();
    expect(await slow).toEqual([entity('old')]);
    expect(await cache.read(SCOPE, ['a'])).toEqual([undefined]);
  });

  it('keeps names of subjects beside the value', async () => {
    await cache.through(SCOPE, ['a'], async () => [entity('v', 'Citizen 1', 'Citizen 2')]);
    expect(await cache.read(SCOPE, ['a'])).toEqual([entity('v', 'Citizen 1', 'Citizen 2')]);
  });

  describe('when many ask for the same at once', () => {
    it('loads it once for a hundred callers', async () => {
      let loads = 0;
      const { load, begun, release } = slowLoad(() => entity('one'));
      const counted: EntityLoad = (positions) => {
        loads += 1;
        return load(positions);
      };
      const callers = Array.from({ length: 100 }, () => cache.through(SCOPE, ['a'], counted));
      await begun;
      release();
      for (const found of await Promise.all(callers)) expect(found).toEqual([entity('one')]);
      expect(loads).toBe(1);
    });

    it('loads for each caller only what nobody else is loading', async () => {
      const asked: (readonly string[])[] = [];
      const through = (keys: readonly string[]) =>
        cache.through(SCOPE, keys, async (positions) => {
          asked.push(positions.map((position) => keys[position] ?? ''));
          return positions.map((position) => entity(keys[position]));
        });
      const [first, second] = await Promise.all([through(['a', 'b']), through(['c', 'b', 'a'])]);
      expect(first).toEqual([entity('a'), entity('b')]);
      expect(second).toEqual([entity('c'), entity('b'), entity('a')]);
      expect(asked).toEqual([['a', 'b'], ['c']]);
    });

    it('lets each of the others load by itself when the load fails, and only the one see the failure', async () => {
      const failing = cache.through(SCOPE, ['a'], async () => {
        throw new Error('client went away');
      });
      const waiting = [get(['a']), get(['a'])];
      await expect(failing).rejects.toThrow('client went away');
      for (const found of await Promise.all(waiting)) expect(found).toEqual([{ key: 'a', version: 1 }]);
    });

    it('does the same when what was loaded is for nobody else', async () => {
      const alone = cache.through(SCOPE, ['a', 'b'], async () => [undefined, entity('b')]);
      const waiting = get(['a', 'b']);
      expect(await alone).toEqual([undefined, entity('b')]);
      expect(await waiting).toEqual([{ key: 'a', version: 1 }, 'b']);
      expect(database.loads).toEqual([['a']]);
    });

    it('does not let anybody wait for a load that began before a change', async () => {
      const { load, begun, release } = slowLoad(() => entity('old'));
      const old = cache.through(SCOPE, ['a'], load);
      await begun;
      database.change('a');
      await cache.invalidate(changeOf('a'));
      expect(await get(['a'])).toEqual([{ key: 'a', version: 2 }]);
      release();
      await old;
      expect(await get(['a'])).toEqual([{ key: 'a', version: 2 }]);
      expect(database.loads).toHaveLength(1);
    });

    it('takes one key twice in one call for one key', async () => {
      expect(await get(['a', 'a'])).toEqual([
        { key: 'a', version: 1 },
        { key: 'a', version: 1 },
      ]);
      expect(database.loads).toEqual([['a']]);
    });
  });
});
