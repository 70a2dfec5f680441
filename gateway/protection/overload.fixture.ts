import { Refusal } from '../../contract/refusal.ts';
import type { Leave, OverloadClock, OverloadGuard } from './overload.ts';

/** Time that passes when the test says so. */
export interface ManualClock extends OverloadClock {
  /** Lets that many milliseconds pass, and calls back whoever is due meanwhile, in order. */
  pass(ms: number): void;
  /** The same, but the callbacks are late, as they are in a busy process. */
  passUnnoticed(ms: number): void;
  /** Callbacks that are still to come. */
  readonly waiting: number;
}

/** A clock that begins at 0. */
export function manualClock(): ManualClock {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  const nextDue = (until: number) =>
    [...timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
  return {
    now: () => time,
    after(ms, call) {
      const timer = { at: time + ms, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass(ms) {
      const until = time + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        timers.delete(due);
        time = due.at;
        due.call();
      }
      time = until;
    },
    passUnnoticed(ms) {
      time += ms;
    },
    get waiting() {
      return timers.size;
    },
  };
}

/** One request that has come to the guard, and what became of it. */
export interface Visitor {
  state: 'waiting' | 'inside' | 'refused' | 'gone' | 'left';
  /** What a refusal says. */
  refusal: Refusal | undefined;
  leave: Leave;
  /** The client goes away. */
  goAway(): void;
}

/** Sends a request to the guard; what became of it is known after {@link settled}. */
export function visit(guard: OverloadGuard, onInside: (visitor: Visitor) => void = () => undefined): Visitor {
  const client = new AbortController();
  const visitor: Visitor = {
    state: 'waiting',
    refusal: undefined,
    leave: () => undefined,
    goAway: () => client.abort(),
  };
  guard.enter(client.signal).then(
    (leave) => {
      visitor.state = 'inside';
      visitor.leave = () => {
        visitor.state = 'left';
        leave();
      };
      onInside(visitor);
    },
    (reason: unknown) => {
      visitor.state = reason instanceof Refusal ? 'refused' : 'gone';
      visitor.refusal = reason instanceof Refusal ? reason : undefined;
    },
  );
  return visitor;
}

/** Everything that is only waiting for promises has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
