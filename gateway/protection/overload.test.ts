import { describe, expect, it } from 'vitest';
import { manualClock, settled, type Visitor, visit } from './overload.fixture.ts';
import { createOverloadGuard, type OverloadFacts, type OverloadOptions } from './overload.ts';

/** Two in work, three in the queue, none longer than a second; a core that is neither idle nor saturated. */
function guardWith(options: Partial<OverloadOptions> = {}) {
  const clock = manualClock();
  const guard = createOverloadGuard({
    maxInWork: 2,
    maxQueued: 3,
    maxWaitMs: 1_000,
    clock,
    busy: () => 0.95,
    ...options,
  });
  return { guard, clock };
}

const statesOf = (visitors: readonly Visitor[]) => visitors.map(({ state }) => state);

describe('a guard with places', () => {
  it('lets requests in at once, up to its limit', async () => {
    const { guard } = guardWith();
    const visitors = [visit(guard), visit(guard), visit(guard)];
    await settled();
    expect(statesOf(visitors)).toEqual(['inside', 'inside', 'waiting']);
    expect([guard.inWork, guard.queued]).toEqual([2, 1]);
  });

  it('lets the next one in for each that leaves, in the order of arrival', async () => {
    const { guard } = guardWith();
    const order: number[] = [];
    const visitors = [0, 1, 2, 3, 4].map((number) => visit(guard, () => order.push(number)));
    for (const visitor of visitors) {
      await settled();
      visitor.leave();
    }
    await settled();
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect([guard.inWork, guard.queued]).toEqual([0, 0]);
  });

  it('counts a place once, however often it is given back', async () => {
    const { guard } = guardWith();
    const leave = await guard.enter(new AbortController().signal);
    const other = await guard.enter(new AbortController().signal);
    leave();
    leave();
    expect(guard.inWork).toBe(1);
    other();
    expect(guard.inWork).toBe(0);
  });
});

describe('a guard that has too much to do', () => {
  it('refuses at once whoever comes when the queue is full, and says when to come back', async () => {
    const { guard } = guardWith();
    const visitors = Array.from({ length: 7 }, () => visit(guard));
    await settled();
    expect(statesOf(visitors)).toEqual([
      ...['inside', 'inside', 'waiting', 'waiting', 'waiting'],
      ...['refused', 'refused'],
    ]);
    expect(visitors[5]?.refusal).toMatchObject({ code: 'OVERLOADED', facts: { retryAfter: 1 } });
    expect(visitors[6]?.refusal?.facts).toEqual({ retryAfter: 2 });
    expect(visitors[5]?.refusal?.message).toContain('nothing was done');
  });

  it('says so before a body is read, too, and only then', async () => {
    const { guard } = guardWith();
    const visitors = Array.from({ length: 4 }, () => visit(guard));
    expect(() => guard.assertRoom()).not.toThrow();
    visit(guard);
    expect(() => guard.assertRoom()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    await settled();
    visitors[0]?.leave();
    expect(() => guard.assertRoom()).not.toThrow();
  });

  it('refuses who has waited for as long as is allowed, not sooner', async () => {
    const { guard, clock } = guardWith();
    const visitors = [visit(guard), visit(guard), visit(guard)];
    clock.pass(400);
    visitors.push(visit(guard));
    clock.pass(599);
    await settled();
    expect(statesOf(visitors)).toEqual(['inside', 'inside', 'waiting', 'waiting']);
    clock.pass(1);
    await settled();
    expect(statesOf(visitors)).toEqual(['inside', 'inside', 'refused', 'waiting']);
  });

  it('lets nobody in whose time has passed, though the clock has not yet called', async () => {
    const { guard, clock } = guardWith();
    const visitors = [visit(guard), visit(guard), visit(guard)];
    await settled();
    clock.passUnnoticed(1_000);
    visitors[0]?.leave();
    await settled();
    expect(visitors[2]?.state).toBe('refused');
  });

  it('refuses whom it could let in only after that time, as it has measured by others', async () => {
    const { guard, clock } = guardWith({ maxInWork: 1, maxQueued: 100 });
    let inside = visit(guard);
    const first = Array.from({ length: 32 }, () => visit(guard));
    await settled();
    for (const next of first) {
      clock.pass(25);
      inside.leave();
      await settled();
      expect(next.state).toBe('inside');
      inside = next;
    }
    // About 20 ms a place, by what has been measured so far: some 50 of them are a second.
    const crowd = Array.from({ length: 80 }, () => visit(guard));
    await settled();
    const waiting = crowd.filter(({ state }) => state === 'waiting').length;
    expect(waiting).toBeGreaterThan(40);
    expect(waiting).toBeLessThan(70);
    expect(crowd.filter(({ state }) => state === 'refused')).toHaveLength(80 - waiting);
  });

  it('never lets an old measurement keep everybody out: the first of a queue is always let into it', async () => {
    const { guard, clock } = guardWith({ maxQueued: 100, maxWaitMs: 10_000 });
    for (let round = 0; round < 200; round += 1) {
      const visitors = [visit(guard), visit(guard), visit(guard)];
      await settled();
      clock.pass(9_900);
      for (const visitor of visitors) {
        visitor.leave();
        await settled();
      }
    }
    const visitors = Array.from({ length: 10 }, () => visit(guard));
    await settled();
    expect(statesOf(visitors).slice(0, 4)).toEqual(['inside', 'inside', 'waiting', 'waiting']);
    expect(visitors.at(-1)?.state).toBe('refused');
  });

  it('loses patience ten times sooner once there has been a queue for that long', async () => {
    const { guard, clock } = guardWith({ maxInWork: 1 });
    let [inside, waiting] = [visit(guard), visit(guard)];
    // Each one comes before the one ahead of it is let in, so that somebody waits at any time.
    for (let step = 0; step < 12; step += 1) {
      const next = visit(guard);
      await settled();
      inside.leave();
      await settled();
      expect(waiting.state).toBe('inside');
      [inside, waiting] = [waiting, next];
      clock.pass(90);
    }
    await settled();
    expect(waiting.state).toBe('waiting');
    clock.pass(10);
    await settled();
    expect(waiting.state).toBe('refused');
  });

  it('tells operators once a second, with how many it has refused', async () => {
    const told: OverloadFacts[] = [];
    const { guard, clock } = guardWith({ onOverload: (facts) => told.push(facts) });
    const crowd = Array.from({ length: 10 }, () => visit(guard));
    await settled();
    expect(told).toEqual([{ refused: 1, inWork: 2, queued: 3 }]);
    clock.pass(999);
    visit(guard);
    expect(told).toHaveLength(1);
    clock.pass(1);
    await settled();
    expect(told.at(-1)).toMatchObject({ refused: 6, inWork: 2 });
    expect(crowd).toHaveLength(10);
  });
});

describe('a client that goes away while it waits', () => {
  it('leaves the queue, and its place goes to the one behind it', async () => {
    const { guard } = guardWith();
    const visitors = [visit(guard), visit(guard), visit(guard), visit(guard)];
    await settled();
    visitors[2]?.goAway();
    expect(guard.queued).toBe(1);
    visitors[0]?.leave();
    await settled();
    expect(statesOf(visitors)).toEqual(['left', 'inside', 'gone', 'inside']);
  });

  it('is not let in when it had gone before it came', async () => {
    const { guard } = guardWith();
    await expect(guard.enter(AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(guard.inWork).toBe(0);
  });

  it('leaves no timer behind', async () => {
    const { guard, clock } = guardWith();
    const visitors = [visit(guard), visit(guard), visit(guard)];
    expect(clock.waiting).toBe(1);
    visitors[2]?.goAway();
    await settled();
    expect(clock.waiting).toBe(0);
  });
});
