/** Calendar dates without a time: ISO 8601 text, so that a day stays the same day in every time zone. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const PARTIAL_DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** Whether `text` is a day that exists, written `YYYY-MM-DD` (ISO 8601-1, calendar date). */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * Whether `text` is a date of any of the three legal precisions: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`
 * (ISO 8601-1, reduced precision). Many older people have a birth year only; "01-01" must never be made up.
 */
export function isPartialDate(text: string): boolean {
  if (!PARTIAL_DATE.test(text)) return false;
  return isDate(`${text}-01-01`.slice(0, 10));
}

/** Whole years from a date of any precision to a day; unknown parts count as passed. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  const comparable = Math.min(from.length, 10);
  return to.slice(4, comparable) < from.slice(4, comparable) ? years - 1 : years;
}

/** The current day in Viet Nam (UTC+7, no daylight saving time), as `YYYY-MM-DD`. */
export function today(now: Date = new Date()): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
