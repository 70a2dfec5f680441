import { describe, expect, it } from 'vitest';
import { createPace } from './overload-pace.ts';

/** A queue that moves by `together` places every `ms` milliseconds, for `times` times. */
function measured(pace: ReturnType<typeof createPace>, together: number, ms: number, times: number): number {
  let now = 0;
  pace.begin(now);
  for (let time = 0; time < times; time += 1) {
    now += ms;
    for (let place = 0; place < together; place += 1) pace.count(now);
  }
  return pace.msPerPlace;
}

describe('the pace of a queue', () => {
  it('is unknown at first', () => {
    expect(createPace().msPerPlace).toBe(0);
  });

  it('is the time between places', () => {
    expect(measured(createPace(), 1, 5, 400)).toBeCloseTo(5);
  });

  it('is about that, too, when many places become free at once', () => {
    const found = measured(createPace(), 30, 600, 400);
    expect(found).toBeGreaterThan(15);
    expect(found).toBeLessThan(25);
  });

  it('is hardly moved by one who waited long for what others had begun', () => {
    const pace = createPace();
    measured(pace, 1, 5, 400);
    pace.begin(10_000);
    pace.count(10_150);
    expect(pace.msPerPlace).toBeLessThan(10);
  });

  it('forgets a slow time within a few quick queues', () => {
    const pace = createPace();
    measured(pace, 1, 100, 400);
    for (let queue = 0; queue < 24; queue += 1) measured(pace, 10, 2, 1);
    expect(pace.msPerPlace).toBeLessThan(10);
  });
});
