import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  constant,
  integer,
  nat,
  oneof,
  record,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock, settled, type Visitor, visit } from './overload.fixture.ts';
import { createOverloadGuard } from './overload.ts';

/** What can happen to a guard. */
type Event =
  | { readonly what: 'comes' }
  | { readonly what: 'leaves' | 'leaves twice' | 'goes away'; readonly which: number }
  | { readonly what: 'time'; readonly ms: number };

const EVENT: Arbitrary<Event> = oneof(
  { weight: 4, arbitrary: constant({ what: 'comes' as const }) },
  { weight: 3, arbitrary: record({ what: constant('leaves' as const), which: nat() }) },
  { weight: 1, arbitrary: record({ what: constant('leaves twice' as const), which: nat() }) },
  { weight: 1, arbitrary: record({ what: constant('goes away' as const), which: nat() }) },
  { weight: 2, arbitrary: record({ what: constant('time' as const), ms: integer({ min: 1, max: 400 }) }) },
);

const BOUNDS = record({
  maxInWork: integer({ min: 1, max: 40 }),
  maxQueued: nat(20),
  maxWaitMs: integer({ min: 20, max: 1_000 }),
  busyShare: oneof(constant(0.5), constant(1)),
});

function pick(visitors: readonly Visitor[], state: Visitor['state'], which: number): Visitor | undefined {
  const candidates = visitors.filter((visitor) => visitor.state === state);
  return candidates[which % candidates.length];
}

describe('a guard, whatever happens to it,', () => {
  it('holds its bounds, lets in by order of arrival, and leaves nobody waiting for ever', async () => {
    await assert(
      asyncProperty(BOUNDS, array(EVENT, { maxLength: 120 }), async ({ busyShare, ...bounds }, events) => {
        const clock = manualClock();
        const guard = createOverloadGuard({ ...bounds, clock, busy: () => busyShare });
        const visitors: Visitor[] = [];
        const entered: Visitor[] = [];
        for (const event of events) {
          if (event.what === 'comes') visitors.push(visit(guard, (visitor) => entered.push(visitor)));
          else if (event.what === 'time') clock.pass(event.ms);
          else if (event.what === 'goes away') pick(visitors, 'waiting', event.which)?.goAway();
          else {
            const visitor = pick(visitors, 'inside', event.which);
            visitor?.leave();
            if (event.what === 'leaves twice') visitor?.leave();
          }
          await settled();
          const count = (state: Visitor['state']) => visitors.filter((one) => one.state === state).length;
          expect(guard.inWork).toBe(count('inside'));
          expect(guard.queued).toBe(count('waiting'));
          expect(guard.inWork).toBeLessThanOrEqual(bounds.maxInWork);
          expect(guard.queued).toBeLessThanOrEqual(bounds.maxQueued);
          // Nobody waits beside a free place.
          if (guard.queued > 0) expect(guard.inWork).toBeGreaterThanOrEqual(Math.min(32, bounds.maxInWork));
        }
        expect(entered).toEqual(visitors.filter((visitor) => entered.includes(visitor)));
        // Timers count in whole milliseconds at least.
        clock.pass(bounds.maxWaitMs + 2);
        await settled();
        expect(guard.queued).toBe(0);
        for (const visitor of entered) visitor.leave();
        expect(guard.inWork).toBe(0);
        expect(clock.waiting).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
