import type { DateText } from './country.ts';

/** Milliseconds in a day; Viet Nam has no daylight saving time. */
const DAY_MS = 86_400_000;

/** A day in the proleptic Gregorian calendar, counted from 1 January 1970: what the generator calculates with. */
export type Day = number;

/** The day `YYYY-MM-DD` as a number. */
export function dayOf(date: DateText): Day {
  const day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  if (Number.isNaN(day)) throw new RangeError(`dayOf: received ${JSON.stringify(date)}, expected YYYY-MM-DD`);
  return Math.floor(day / DAY_MS);
}

const texts = new Map<Day, DateText>();

/** A day as text, `YYYY-MM-DD`. Kept once written, as a country holds each day many times. */
export function dateText(day: Day): DateText {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** The calendar year of a day. */
export function yearOf(day: Day): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** The same day of another year; 29 February becomes 1 March where there is none. */
export function addYears(day: Day, years: number): Day {
  const date = new Date(day * DAY_MS);
  return Math.floor(Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate()) / DAY_MS);
}

/** Whole years between two days, as an age is counted. */
export function ageAt(birth: Day, day: Day): number {
  const years = yearOf(day) - yearOf(birth);
  return addYears(birth, years) > day ? years - 1 : years;
}

/** The first day of the month that is not before `day`. */
export function nextMonthStart(day: Day): Day {
  const date = new Date(day * DAY_MS);
  const month = date.getUTCDate() === 1 ? date.getUTCMonth() : date.getUTCMonth() + 1;
  return Math.floor(Date.UTC(date.getUTCFullYear(), month, 1) / DAY_MS);
}

/** The day that the synthetic country shows. It never moves, so the same options give the same country on any day. */
export const AS_OF: DateText = '2026-11-01';

/** {@link AS_OF} as a number. */
export const AS_OF_DAY: Day = dayOf(AS_OF);

/** 1 July 2025: 34 provinces and no district level from this day on (Decision 19/2025/QĐ-TTg). */
export const REFORM_DAY: Day = dayOf('2025-07-01');
