import type { CountryPace } from './country/compare.ts';
import type { Pace } from './harness/contest.ts';
import type { LifetimePace } from './lifetime/compare.ts';
import type { BenchOptions } from './options.ts';
import type { ShopPace } from './shop/compare.ts';

/** How long and how hard is asked in A, B and C. */
export function shopPace(options: BenchOptions): ShopPace {
  const [connections = 50] = options.connections ?? [];
  const usual = options.isQuick
    ? { rounds: 2, roundSeconds: 0.5, warmUpSeconds: 0.5 }
    : { rounds: 3, roundSeconds: 10, warmUpSeconds: 5 };
  return { ...paceOf(options, usual), connections };
}

/** How long and how hard is asked in D and E. */
export function countryPace(options: BenchOptions): CountryPace {
  const { connections: levels = options.isQuick ? [1, 64] : [1, 16, 64, 256] } = options;
  // Longer than over the shop: a request costs more, and a second of one client is only some ten of them.
  const usual = options.isQuick
    ? { rounds: 2, roundSeconds: 1, warmUpSeconds: 2 }
    : { rounds: 3, roundSeconds: 6, warmUpSeconds: 4 };
  return { ...paceOf(options, usual), levels };
}

/** How often gateways are started in F, and how long they are under load. */
export function lifetimePace({ isQuick }: BenchOptions): LifetimePace {
  return isQuick ? { starts: 1, memorySeconds: 60 } : { starts: 3, memorySeconds: 600 };
}

function paceOf({ rounds, seconds }: BenchOptions, usual: Pace): Pace {
  return { ...usual, rounds: rounds ?? usual.rounds, roundSeconds: seconds ?? usual.roundSeconds };
}
