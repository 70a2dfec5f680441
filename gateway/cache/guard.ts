import type { Clock } from './clock.ts';

/** How patient the cache is with Redis. */
export interface Patience {
  /** Longest wait for one answer, in milliseconds: a miss costs less than waiting. */
  readonly budgetMs: number;
  /** Most commands whose answers have not come; beyond it nothing is sent. */
  readonly mostUnderWay: number;
  /** So many answers in a row that did not come or were faults, and Redis is left alone for a while. */
  readonly failures: number;
  /** How long it is left alone; then one call tries it. */
  readonly restMs: number;
}

/** What suits a Redis in the same data centre, which answers within a millisecond. */
export const PATIENCE: Patience = { budgetMs: 30, mostUnderWay: 2_000, failures: 5, restMs: 500 };

/** Asks Redis within bounds. */
export interface Guard {
  /** What the command answers; `undefined` when there is no answer in time, or nobody was asked. Never rejects. */
  ask<T>(command: () => Promise<T>): Promise<T | undefined>;
}

/**
 * A breaker, a time limit and a limit of commands under way in one. Whoever comes while one call tries whether Redis
 * is back goes on without it, instead of waiting for the outcome as with the breakers of libraries.
 */
export function createGuard(patience: Patience, clock: Clock): Guard {
  let failed = 0;
  let underWay = 0;
  let triedAt = Number.NEGATIVE_INFINITY;
  const mayAsk = (): boolean => {
    if (underWay >= patience.mostUnderWay) return false;
    if (failed < patience.failures) return true;
    const now = clock.steady();
    if (now - triedAt < patience.restMs) return false;
    triedAt = now;
    return true;
  };
  const note = (isAnswered: boolean): void => {
    failed = isAnswered ? 0 : failed + 1;
    if (failed === patience.failures) triedAt = clock.steady();
  };
  return {
    async ask(command) {
      if (!mayAsk()) return undefined;
      underWay += 1;
      const answer = answered(command).finally(() => {
        underWay -= 1;
      });
      const inTime = await within(patience.budgetMs, answer);
      note(inTime !== undefined);
      return inTime?.value;
    },
  };
}

async function answered<T>(command: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await command() };
  } catch {
    return undefined;
  }
}

async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
