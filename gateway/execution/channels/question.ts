import type { ChannelAnswer } from './batch-answer.ts';
import type { CallFailure, FailureReason } from './call-failure.ts';
import type { Link } from './chain.ts';
import type { Expiring } from './deadlines.ts';
import type { Lane } from './lanes.ts';
import type { Shipment } from './shipment.ts';

/** What becomes of a call that is not answered: told by its signal or by the clock. */
export type OnLeave = (waiter: Waiter, reason: FailureReason) => void;

/** One caller who waits for an answer. It is its own listener at the signal: no closure for each call. */
export class Waiter implements Expiring {
  previous: Expiring | undefined;
  next: Expiring | undefined;
  readonly expiresAt: number;
  readonly signal: AbortSignal;
  readonly resolve: (answer: ChannelAnswer) => void;
  readonly reject: (failure: CallFailure) => void;
  question: Question | undefined;
  isDone = false;
  readonly #onLeave: OnLeave;

  constructor(
    signal: AbortSignal,
    expiresAt: number,
    resolve: (answer: ChannelAnswer) => void,
    reject: (failure: CallFailure) => void,
    onLeave: OnLeave,
  ) {
    this.signal = signal;
    this.expiresAt = expiresAt;
    this.resolve = resolve;
    this.reject = reject;
    this.#onLeave = onLeave;
  }

  /** The signal's `abort`. */
  handleEvent(): void {
    this.#onLeave(this, abortReason(this.signal));
  }

  expire(): void {
    this.#onLeave(this, 'timeout');
  }
}

/** Whether a signal says that time is over, or that nobody waits any more. */
export function abortReason(signal: AbortSignal): 'timeout' | 'cancelled' {
  const reason: unknown = signal.reason;
  return reason instanceof Error && reason.name === 'TimeoutError' ? 'timeout' : 'cancelled';
}

/** What is asked of the database once, on behalf of one or more callers. */
export class Question implements Link<Question> {
  previous: Question | undefined;
  next: Question | undefined;
  readonly lane: Lane;
  readonly body: string;
  readonly sameAs: string | undefined;
  readonly waiters: Waiter[] = [];
  /** How many of the waiters still wait. */
  live = 0;
  /** What it travels with, once it has left. */
  shipment: Shipment | undefined;

  constructor(lane: Lane, body: string, sameAs: string | undefined) {
    this.lane = lane;
    this.body = body;
    this.sameAs = sameAs;
  }

  join(waiter: Waiter): void {
    waiter.question = this;
    this.waiters.push(waiter);
    this.live += 1;
  }
}
