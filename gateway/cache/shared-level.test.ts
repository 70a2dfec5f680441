import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeNotTold } from './entity-cache.ts';
import { entity, manualClock, memoryRedis, REPLICA } from './fixture.ts';
import { createNames } from './names.ts';
import { createSeal } from './seal.ts';
import { createSharedLevel, type SharedLevel, type SharedLevelParts } from './shared-level.ts';

const PLACE = { entity: 'e', scope: 's' };

describe('the level that replicas share', () => {
  let parts: SharedLevelParts;
  let level: SharedLevel;
  let clock: ReturnType<typeof manualClock>;

  beforeEach(() => {
    clock = manualClock();
    parts = {
      store: memoryRedis(async () => undefined),
      seal: createSeal(REPLICA.keys),
      names: createNames('secret'),
      guard: { ask: async (command) => await command() },
      clock,
    };
    level = createSharedLevel(parts);
  });

  const keep = async (beganAt = clock.wall(), value: unknown = 'v') => {
    const stamp = (await level.claim(PLACE, 60_000)) ?? (await level.read([PLACE]))?.[0]?.stamp ?? '';
    await level.keep(PLACE, { ...entity(value), stamp, beganAt, endsAt: beganAt + 60_000 });
  };
  const found = async () => (await level.read([PLACE]))?.[0]?.kept?.value;

  it('gives back what is kept, until it ends', async () => {
    await keep();
    expect(await found()).toBe('v');
    clock.pass(59_999);
    expect(await found()).toBe('v');
    clock.pass(1);
    expect(await found()).toBeUndefined();
  });

  it('gives the right to keep to one replica only', async () => {
    expect(await level.claim(PLACE, 1_000)).toBeTypeOf('string');
    expect(await level.claim(PLACE, 1_000)).toBeUndefined();
  });

  it('forgets with a change whatever began to load before it, however late it is written', async () => {
    const stamp = (await level.claim(PLACE, 60_000)) ?? '';
    await level.change(PLACE.entity);
    await level.keep(PLACE, {
      ...entity('old'),
      stamp,
      beganAt: clock.wall(),
      endsAt: clock.wall() + 60_000,
    });
    expect(await found()).toBeUndefined();
    await keep();
    expect(await found()).toBe('v');
  });

  it('lets a change count in Redis before it tells of it', async () => {
    const order: string[] = [];
    const { restamp, announce } = parts.store;
    parts = {
      ...parts,
      store: {
        ...parts.store,
        restamp: (...given) => restamp(...given).then(() => void order.push('counts')),
        announce: (...given) => announce(...given).then(() => void order.push('told')),
      },
    };
    await createSharedLevel(parts).change('e');
    expect(order).toEqual(['counts', 'told']);
  });

  it.each(['restamp', 'announce'] as const)('says so when Redis fails to %s', async (command) => {
    const away = async () => {
      throw new Error('away');
    };
    const broken = createSharedLevel({ ...parts, store: { ...parts.store, [command]: away } });
    await expect(broken.change('e')).rejects.toThrow(ChangeNotTold);
    await expect(level.change('e')).resolves.toBeUndefined();
  });

  it('does not trust a value from the future, as clocks that are wrong make it', async () => {
    await keep(clock.wall() + 1_001);
    expect(await found()).toBeUndefined();
    await keep(clock.wall() + 1_000);
    expect(await found()).toBe('v');
  });

  it('leaves out what is very large', async () => {
    await keep(clock.wall(), 'x'.repeat(300_000));
    expect(await found()).toBeUndefined();
    await keep(clock.wall(), 'x'.repeat(200_000));
    expect(await found()).toHaveLength(200_000);
  });
});
