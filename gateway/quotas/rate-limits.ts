/** Whose requests are counted together. */
export interface RateOwner {
  readonly agency: string;
  readonly client: string;
  readonly purpose: string;
}

/** What came of counting one request. */
export interface RateState {
  readonly isWithin: boolean;
  readonly limit: number;
  /** Requests that are left in this window, over all replicas. */
  readonly remaining: number;
  /** Seconds until the next window, at least one. */
  readonly resetSeconds: number;
}

/** Counts requests within windows of a minute; the first request of an owner begins a window. */
export interface RateLimits {
  /** Counts one request; it never fails, because a count that is lost must not stop a service. */
  take(owner: RateOwner): Promise<RateState>;
}

/** Length of a window, in milliseconds. */
export const WINDOW_MS = 60_000;

/** Owners that are remembered before those whose window has ended are forgotten. */
const REMEMBERED = 1_000;

/** Milliseconds that only go forward; not the time of day. */
export type Clock = () => number;

/** The requests of one process. */
export function createMemoryRateLimits(limit: number, clock: Clock = () => performance.now()): RateLimits {
  const windows = new Map<string, { readonly endsAt: number; used: number }>();
  return {
    async take(owner) {
      const key = ownerKey(owner);
      const now = clock();
      const known = windows.get(key);
      const window =
        known === undefined || known.endsAt <= now ? { endsAt: now + WINDOW_MS, used: 0 } : known;
      if (window !== known) {
        if (windows.size >= REMEMBERED) forgetEnded(windows, now);
        windows.set(key, window);
      }
      const isWithin = window.used < limit;
      if (isWithin) window.used += 1;
      return {
        isWithin,
        limit,
        remaining: limit - window.used,
        resetSeconds: secondsUntil(window.endsAt, now),
      };
    },
  };
}

/** What tells owners apart. */
export function ownerKey({ agency, client, purpose }: RateOwner): string {
  return JSON.stringify([agency, client, purpose]);
}

/** Whole seconds from now, at least one. */
export function secondsUntil(endsAt: number, now: number): number {
  return Math.max(1, Math.ceil((endsAt - now) / 1_000));
}

/** Forgets every window that has ended. */
export function forgetEnded(windows: Map<string, { readonly endsAt: number }>, now: number): void {
  for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key);
}
