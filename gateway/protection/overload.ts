import { performance } from 'node:perf_hooks';
import { Refusal } from '../../contract/refusal.ts';
import { createWorkLimit, type WorkLimit, watchCore } from './overload-limit.ts';
import { createPace, type Pace } from './overload-pace.ts';

/** Bounds of what a gateway takes on at once. */
export interface OverloadOptions {
  /** Most requests in work at once; under pressure the guard stays below, see overload-limit.ts. */
  readonly maxInWork: number;
  /** Most requests that wait for their turn. */
  readonly maxQueued: number;
  /** Longest wait for a turn, in milliseconds; a tenth of it once there has been a queue for that long. */
  readonly maxWaitMs: number;
  /** Told of refusals, at most once a second. */
  readonly onOverload?: (facts: OverloadFacts) => void;
  /** The real clock unless a test brings its own. */
  readonly clock?: OverloadClock;
  /** See {@link WorkLimitOptions}; this process's own core unless a test brings something else. */
  readonly busy?: () => number;
}

/** What operators are told of an overload. */
export interface OverloadFacts {
  /** Requests refused since the last time. */
  readonly refused: number;
  readonly inWork: number;
  readonly queued: number;
}

/** Time, as the guard needs it. */
export interface OverloadClock {
  /** Milliseconds that only go forwards. */
  now(): number;
  /** Calls back after `ms` milliseconds, unless the answered function is called before. */
  after(ms: number, call: () => void): () => void;
}

/** Gives the place in work back; calling it again does nothing. */
export type Leave = () => void;

/** Stands before all work: lets in what can be answered in time, and refuses the rest at once. */
export interface OverloadGuard {
  /**
   * Fulfilled when it is the request's turn: in the order of arrival, and never more than the limit at once.
   *
   * @throws Refusal `OVERLOADED` when its turn would come too late or does not come; the reason of `signal` when the
   *   client has gone meanwhile
   */
  enter(signal: AbortSignal): Promise<Leave>;
  /** @throws Refusal `OVERLOADED` when a request that came now would not be let in: before its body is read */
  assertRoom(): void;
  readonly inWork: number;
  readonly queued: number;
}

interface Waiter {
  readonly since: number;
  /** Ends the waiting: with a place, or with why there is none. */
  readonly settle: (refusal?: unknown) => void;
}

/** By how much a standing queue shortens the patience (CoDel, RFC 8289): what is let in shall not inherit it. */
const STANDING_SHARE = 0.1;
/** Clients that are refused together shall not come back together. */
const RETRY_SECONDS = [1, 2, 3] as const;
const TELL_EVERY_MS = 1_000;

/** A guard for one gateway process. */
export function createOverloadGuard(options: OverloadOptions): OverloadGuard {
  return new Guard(options);
}

class Guard implements OverloadGuard {
  readonly #options: OverloadOptions;
  readonly #clock: OverloadClock;
  readonly #limit: WorkLimit;
  readonly #queue = new Set<Waiter>();
  #inWork = 0;
  /** When there was no queue last. */
  #emptyAt: number;
  readonly #pace: Pace = createPace();
  #refused = 0;
  #told = { refused: 0, at: Number.NEGATIVE_INFINITY };
  #watched: Waiter | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(options: OverloadOptions) {
    const { clock = REAL_CLOCK, busy = watchCore(), maxInWork } = options;
    this.#options = options;
    this.#clock = clock;
    this.#limit = createWorkLimit({ ceiling: maxInWork, now: () => clock.now(), busy });
    this.#emptyAt = clock.now();
  }

  get inWork(): number {
    return this.#inWork;
  }

  get queued(): number {
    return this.#queue.size;
  }

  assertRoom(): void {
    if (this.#hasPlace()) return;
    const ahead = this.#queue.size;
    if (ahead >= this.#options.maxQueued || ahead * this.#pace.msPerPlace > this.#patienceMs()) {
      throw this.#refusal();
    }
  }

  async enter(signal: AbortSignal): Promise<Leave> {
    signal.throwIfAborted();
    this.assertRoom();
    if (this.#hasPlace()) this.#inWork += 1;
    else await this.#wait(signal);
    let isInside = true;
    return () => {
      if (isInside) this.#leave();
      isInside = false;
    };
  }

  #hasPlace(): boolean {
    return this.#queue.size === 0 && this.#inWork < this.#limit.current;
  }

  /** Fulfilled with a place, which is counted already: nobody can take it in between. */
  #wait(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    if (this.#queue.size === 0) this.#begin(now);
    return new Promise((resolve, reject) => {
      const onGone = () => waiter.settle(signal.reason);
      const waiter: Waiter = {
        since: now,
        settle: (refusal) => {
          this.#queue.delete(waiter);
          signal.removeEventListener('abort', onGone);
          if (refusal === undefined) resolve();
          else reject(refusal);
          this.#watchHead();
        },
      };
      signal.addEventListener('abort', onGone, { once: true });
      this.#queue.add(waiter);
      this.#watchHead();
    });
  }

  #begin(now: number): void {
    this.#emptyAt = now;
    this.#pace.begin(now);
  }

  #leave(): void {
    this.#inWork -= 1;
    const hadQueue = this.#queue.size > 0;
    this.#limit.observe(hadQueue);
    if (hadQueue) this.#pace.count(this.#clock.now());
    this.#refuseLate();
    for (
      let next = this.#head();
      next !== undefined && this.#inWork < this.#limit.current;
      next = this.#head()
    ) {
      this.#inWork += 1;
      next.settle();
    }
  }

  #head(): Waiter | undefined {
    return this.#queue.values().next().value;
  }

  /**
   * One timer for all: they have the same patience, so whoever came first loses it first. It looks a tenth of the
   * longest wait ahead, because by then the patience may have become as short as that.
   */
  #watchHead(): void {
    const head = this.#head();
    if (head === this.#watched) return;
    this.#watched = head;
    this.#stopTimer();
    if (head === undefined) return;
    const left = this.#patienceMs() - (this.#clock.now() - head.since);
    const ahead = this.#options.maxWaitMs * STANDING_SHARE;
    this.#stopTimer = this.#clock.after(Math.max(1, Math.min(left, ahead)), () => {
      this.#watched = undefined;
      this.#refuseLate();
      this.#watchHead();
    });
  }

  #refuseLate(): void {
    const latest = this.#clock.now() - this.#patienceMs();
    for (let head = this.#head(); head !== undefined && head.since <= latest; head = this.#head()) {
      head.settle(this.#refusal());
    }
  }

  #patienceMs(): number {
    const { maxWaitMs } = this.#options;
    const hasStoodFor = this.#queue.size === 0 ? 0 : this.#clock.now() - this.#emptyAt;
    return hasStoodFor > maxWaitMs ? maxWaitMs * STANDING_SHARE : maxWaitMs;
  }

  #refusal(): Refusal {
    const retryAfter = RETRY_SECONDS[this.#refused % RETRY_SECONDS.length] ?? 1;
    this.#refused += 1;
    this.#tell();
    return new Refusal(
      'OVERLOADED',
      `The gateway has more to do than it can answer in time; nothing was done for this request. Ask again in ${retryAfter} s.`,
      { retryAfter },
    );
  }

  #tell(): void {
    const now = this.#clock.now();
    if (now - this.#told.at < TELL_EVERY_MS) return;
    const refused = this.#refused - this.#told.refused;
    this.#told = { refused: this.#refused, at: now };
    this.#options.onOverload?.({ refused, inWork: this.#inWork, queued: this.#queue.size });
  }
}

const REAL_CLOCK: OverloadClock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
