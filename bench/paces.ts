import type { CountryPace } from './country/compare.ts';
import type { Pace } from './harness/contest.ts';
import type { LifetimePace } from './lifetime/compare.ts';
import type { BenchOptions } from './options.ts';
import type { ShopPace } from './shop/compare.ts';

const QUICK: Pace = { rounds: 2, roundSeconds: 0.5, warmUpSeconds: 0.5 };

/** How long and how hard is asked in A, B and C. */
export function shopPace(options: BenchOptions): ShopPace {
  const [connections = 50] = options.connections ?? [];
  return { ...paceOf(options, { rounds: 3, roundSeconds: 10, warmUpSeconds: 5 }), connections };
}

/** How long and how hard is asked in D and E. */
export function countryPace(options: BenchOptions): CountryPace {
  const { connections: levels = options.isQuick ? [1, 64] : [1, 16, 64, 256] } = options;
  return { ...paceOf(options, { rounds: 3, roundSeconds: 6, warmUpSeconds: 3 }), levels };
}

/** How often gateways are started in F, and how long they are under load. */
export function lifetimePace({ isQuick }: BenchOptions): LifetimePace {
  return isQuick ? { starts: 1, memorySeconds: 60 } : { starts: 3, memorySeconds: 600 };
}

function paceOf({ isQuick, rounds, seconds }: BenchOptions, full: Pace): Pace {
  const usual = isQuick ? QUICK : full;
  return { ...usual, rounds: rounds ?? usual.rounds, roundSeconds: seconds ?? usual.roundSeconds };
}
