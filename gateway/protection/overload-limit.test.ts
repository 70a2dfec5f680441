import { describe, expect, it } from 'vitest';
import { createWorkLimit, watchCore } from './overload-limit.ts';

/** A limit under a core that is as busy as the test says; `windows` lets that many windows of measuring pass. */
function limitOf(ceiling: number) {
  let time = 0;
  let busy = 0;
  const limit = createWorkLimit({ ceiling, now: () => time, busy: () => busy });
  return {
    limit,
    windows(count: number, share: number, isPressed = true) {
      busy = share;
      for (let window = 0; window < count; window += 1) {
        time += 200;
        limit.observe(isPressed);
      }
      return limit.current;
    },
  };
}

describe('the number of requests in work', () => {
  it('begins in the middle, and never above its ceiling', () => {
    expect(limitOf(1_000).limit.current).toBe(64);
    expect(limitOf(10).limit.current).toBe(10);
  });

  it('grows while others wait and the core has time to spare, up to the ceiling', () => {
    const { limit, windows } = limitOf(200);
    expect(windows(1, 0.3)).toBe(72);
    expect(windows(50, 0.3)).toBe(200);
    expect(limit.current).toBe(200);
  });

  it('shrinks while the core has none, down to what still lets calls travel together', () => {
    const { windows } = limitOf(200);
    expect(windows(1, 0.99)).toBe(57);
    expect(windows(50, 0.99)).toBe(32);
  });

  it('stays where the core is well used', () => {
    const { windows } = limitOf(200);
    expect(windows(50, 0.95)).toBe(64);
  });

  it('stays while nobody waits, whatever the core does', () => {
    const { windows } = limitOf(200);
    expect(windows(10, 0.1, false)).toBe(64);
    expect(windows(10, 1, false)).toBe(64);
  });

  it('recovers from a loss within seconds', () => {
    const { windows } = limitOf(256);
    windows(50, 1);
    expect(windows(20, 0.5)).toBe(256);
  });

  it('moves once for all that ends within a window', () => {
    let time = 0;
    const limit = createWorkLimit({ ceiling: 200, now: () => time, busy: () => 0 });
    for (time = 1; time < 200; time += 1) limit.observe(true);
    expect(limit.current).toBe(64);
  });

  it('below the usual floor is what somebody has set, and no less', () => {
    expect(limitOf(4).windows(50, 1)).toBe(4);
  });
});

describe('the watch over the core', () => {
  it('answers with a share of the time', () => {
    const watch = watchCore();
    expect(watch()).toBeGreaterThanOrEqual(0);
    expect(watch()).toBeLessThanOrEqual(1);
  });
});
