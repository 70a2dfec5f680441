import { describe, expect, it } from 'vitest';
import { manualClock } from './fixture.ts';
import { createNames } from './names.ts';
import { Watch } from './watch.ts';

describe('what a replica knows of changes', () => {
  it('is which entities have changed since a moment', () => {
    const watch = new Watch(manualClock());
    watch.note('a');
    const mark = watch.mark();
    expect(watch.isUnchanged(mark, 'a')).toBe(true);
    watch.note('b');
    expect([watch.isUnchanged(mark, 'a'), watch.isUnchanged(mark, 'b')]).toEqual([true, false]);
    expect(watch.isUnchanged(watch.mark(), 'b')).toBe(true);
  });

  it('ends somewhere: of what lies too far back it says that it may have changed', () => {
    const watch = new Watch(manualClock());
    const early = watch.mark();
    watch.note('a');
    const later = watch.mark();
    for (let index = 0; index < 20_000; index += 1) watch.note(`b${index}`);
    expect(watch.isUnchanged(early, 'c')).toBe(false);
    expect(watch.isUnchanged(later, 'c')).toBe(true);
  });

  it('is not enough without anybody who watches: a value is used for less than a second then', () => {
    const clock = manualClock();
    const watch = new Watch(clock);
    const mark = watch.mark();
    clock.pass(899);
    expect(watch.isCurrent(mark)).toBe(true);
    clock.pass(1);
    expect(watch.isCurrent(mark)).toBe(false);
  });
});

describe('names', () => {
  const names = createNames('secret');
  const entity = { database: 'population', type: 'Citizen', key: '1' };

  it('are the same for the same entity under the same secret only', () => {
    expect(names.entity({ ...entity })).toBe(createNames('secret').entity(entity));
    expect(names.entity(entity)).not.toBe(createNames('another').entity(entity));
    expect(names.entity(entity)).toMatch(/^[\w-]{22}$/);
  });

  it.each(['database', 'type', 'key'] as const)('tell entities of another %s apart', (part) => {
    expect(names.entity({ ...entity, [part]: 'another' })).not.toBe(names.entity(entity));
  });

  it('prove by another digest that a replica tells of them', () => {
    const name = names.entity(entity);
    expect(names.isProof(name, names.proof(name))).toBe(true);
    for (const wrong of [name, '', names.proof('another'), createNames('another').proof(name)]) {
      expect(names.isProof(name, wrong)).toBe(false);
    }
  });
});
