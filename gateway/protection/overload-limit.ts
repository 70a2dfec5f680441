import { performance } from 'node:perf_hooks';

/** What {@link createWorkLimit} goes by. */
export interface WorkLimitOptions {
  /** Most requests in work at once, whatever happens. */
  readonly ceiling: number;
  /** Milliseconds that only go forwards. */
  readonly now: () => number;
  /** Share of the time since the last call in which the process had something to do, 0 to 1. */
  readonly busy: () => number;
}

/** How many requests may be in work at once; it moves between a floor and the ceiling. */
export interface WorkLimit {
  readonly current: number;
  /** To be called whenever a request ends, with whether somebody waits behind it. */
  observe(isPressed: boolean): void;
}

/**
 * Fewest requests in work at once under pressure. Enough that calls to a database still travel together while it is
 * busy; few enough that what one request leaves to the garbage collector is gone before many others pile up.
 */
const FLOOR = 32;
/** How long the core is watched before the limit moves, in milliseconds. */
const WINDOW_MS = 200;
const SATURATED = 0.98;
const AT_EASE = 0.9;

/**
 * The limit grows by an eighth while requests queue although the process has time to spare, because then the ones in
 * work wait for databases; it shrinks by a tenth while the process is never idle, because then more in work only means
 * that each takes longer. The latency of answers would be the wrong measure here: a database that hangs raises it as
 * well, and a limit that shrank for it would turn the loss of one database into the loss of all. A database that has
 * too much to do is the business of its channel.
 */
export function createWorkLimit({ ceiling, now, busy }: WorkLimitOptions): WorkLimit {
  const floor = Math.min(FLOOR, ceiling);
  let current = Math.min(2 * FLOOR, ceiling);
  let since = now();
  let wasPressed = false;
  return {
    get current() {
      return current;
    },
    observe(isPressed) {
      wasPressed ||= isPressed;
      if (now() - since < WINDOW_MS) return;
      const share = busy();
      if (wasPressed) current = moved(current, share, floor, ceiling);
      since = now();
      wasPressed = false;
    },
  };
}

function moved(current: number, share: number, floor: number, ceiling: number): number {
  if (share > SATURATED) return Math.max(floor, Math.floor(current * 0.9));
  if (share < AT_EASE) return Math.min(ceiling, Math.ceil(current * 1.125));
  return current;
}

/** Watches this process's own core: each call answers for the time since the one before. */
export function watchCore(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
