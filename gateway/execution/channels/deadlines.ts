import { Chain, type Link } from './chain.ts';

/** Something whose time ends. */
export interface Expiring extends Link<Expiring> {
  /** On the clock of `performance.now()`. */
  readonly expiresAt: number;
  expire(): void;
}

/**
 * One timer for all: everything lives equally long, so who came first ends first. The timer is left running when the
 * first one is removed, and looks again when it fires; a timer and a signal for each call would cost more than the call.
 */
export class Deadlines {
  readonly #members = new Chain<Expiring>();
  #timer: NodeJS.Timeout | undefined;

  /** Must not end before those that were added earlier. */
  add(member: Expiring): void {
    this.#members.push(member);
    if (this.#timer === undefined) this.#wait(member.expiresAt - performance.now());
  }

  remove(member: Expiring): void {
    this.#members.remove(member);
  }

  /** Leaves no timer behind. Members that are left never expire. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => this.#expire(), Math.max(1, Math.ceil(ms))).unref();
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let { first } = this.#members; first !== undefined; first = this.#members.first) {
      if (first.expiresAt > now) {
        // One that expired may have led to a new call, and so to a timer.
        if (this.#timer === undefined) this.#wait(first.expiresAt - now);
        return;
      }
      this.#members.remove(first);
      first.expire();
    }
  }
}
