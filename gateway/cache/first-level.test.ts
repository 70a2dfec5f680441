import { describe, expect, it } from 'vitest';
import { createFirstLevel, type HeldEntity } from './first-level.ts';

const held = (entity: string, value: unknown = 'v'): HeldEntity<number> => ({
  kept: { value, linked: [] },
  entity,
  endsAt: 1,
  mark: 1,
});

describe('the first level', () => {
  it('pushes out what was not used for longest, and never holds more than it may', () => {
    const level = createFirstLevel<number>(20_000);
    for (let index = 0; index < 20; index += 1) level.put(`p${index}`, held(`e${index}`));
    const least = level.bytes / 20;
    for (let index = 20; index < 100; index += 1) {
      level.get('p0');
      level.put(`p${index}`, held(`e${index}`));
      expect(level.bytes).toBeLessThanOrEqual(20_000);
    }
    expect(level.bytes).toBeGreaterThan(20_000 - 2 * least);
    expect(level.get('p0')).toEqual(held('e0'));
    expect(level.get('p1')).toBeUndefined();
    expect(level.get('p99')).toEqual(held('e99'));
  });

  it('forgets everything of an entity, and nothing else', () => {
    const level = createFirstLevel<number>(100_000);
    level.put('a1', held('a'));
    level.put('a2', held('a'));
    level.put('b1', held('b'));
    level.forget('a');
    expect([level.get('a1'), level.get('a2')]).toEqual([undefined, undefined]);
    expect(level.get('b1')).toEqual(held('b'));
  });

  it('takes no giant, and gives its room back', () => {
    const level = createFirstLevel<number>(32_000);
    level.put('small', held('a'));
    level.put('giant', held('b', 'x'.repeat(2_000)));
    expect(level.get('giant')).toBeUndefined();
    level.put('small', held('a', 'x'.repeat(2_000)));
    expect(level.get('small')).toBeUndefined();
    expect(level.bytes).toBe(0);
    level.put('small', held('a'));
    level.clear();
    expect([level.bytes, level.get('small')]).toEqual([0, undefined]);
  });
});
