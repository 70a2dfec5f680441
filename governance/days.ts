/** Days as `YYYY-MM-DD`, counted without a time of day. ISO 8601 dates compare as text. */

/** A run of days; both ends belong to it, and `null` is no end. */
export interface Period {
  readonly from: string;
  readonly to: string | null;
}

const DAY = 86_400_000;

/** The day that lies `count` days after another; before it, when `count` is negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/**
 * How many working days lie between two days, neither of them counted. Saturdays and Sundays are no working days;
 * public holidays count as working days, because no list of them is among our sources.
 */
export function workingDaysBetween(earlier: string, later: string): number {
  let count = 0;
  for (let day = addDays(earlier, 1); day < later; day = addDays(day, 1)) {
    const weekday = new Date(Date.parse(day)).getUTCDay();
    if (weekday !== 0 && weekday !== 6) count += 1;
  }
  return count;
}

/** The earlier of two last days, where `null` is no end. */
export function earlierEnd(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** Whether some day lies within both. */
export function periodsMeet(a: Period, b: Period): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}
