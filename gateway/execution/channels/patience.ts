const FLOOR_MS = 5;
const TIMES_TYPICAL = 4;
const STEP = 1.1;

/**
 * How long a request may be under way before it counts as unusually long. It follows the median of the durations, one
 * small step at a time, so that a single slow operation does not teach everybody to wait.
 */
export class Patience {
  readonly #mostMs: number;
  #typicalMs = FLOOR_MS / TIMES_TYPICAL;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  get ms(): number {
    return Math.min(this.#mostMs, Math.max(FLOOR_MS, this.#typicalMs * TIMES_TYPICAL));
  }

  /** Takes note of how long an answered request took. */
  learn(durationMs: number): void {
    const next = durationMs > this.#typicalMs ? this.#typicalMs * STEP : this.#typicalMs / STEP;
    this.#typicalMs = Math.min(this.#mostMs, Math.max(FLOOR_MS / TIMES_TYPICAL, next));
  }
}
