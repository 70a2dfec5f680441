import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from 'cockatiel';

/** Closed: calls pass. Open: none does. Half-open: one request is on its way to find out. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Settings of {@link Breaker}. */
export interface BreakerOptions {
  /** Failed requests in a row that open it. */
  readonly failures: number;
  readonly halfOpenAfterMs: number;
}

/** What a watched request ends with. */
export interface Watched {
  /** Whether the database works, whatever it said. */
  readonly healthy: boolean;
}

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

/** Leaves a database in peace that failed too often in a row, and lets one request at a time find out whether it is back. */
export class Breaker {
  readonly #policy: CircuitBreakerPolicy;
  #probeFrom = 0;

  constructor({ failures, halfOpenAfterMs }: BreakerOptions, onState: (state: BreakerState) => void) {
    this.#policy = circuitBreaker(
      handleWhenResult((result) => !(result as Watched).healthy),
      { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(failures) },
    );
    this.#policy.onBreak(() => {
      // The same clock as cockatiel's, read after it: when this says that it is time, so does cockatiel.
      this.#probeFrom = Date.now() + halfOpenAfterMs;
    });
    this.#policy.onStateChange((state) => onState(STATES[state]));
  }

  get state(): BreakerState {
    return STATES[this.#policy.state];
  }

  /** Whether a request may leave now. When it is open, the next one that leaves is the one that finds out. */
  get admits(): boolean {
    const { state } = this;
    return state === 'closed' || (state === 'open' && Date.now() >= this.#probeFrom);
  }

  /** Starts the work at once and learns from how it ends. Work that throws teaches nothing. */
  watch<Result extends Watched>(work: () => Promise<Result>): Promise<Result> {
    return this.#policy.execute(work);
  }
}
