/** A contribution period: first and last day as `YYYY-MM-DD`; `until` is `null` while it is open. */
export interface ContributionPeriod {
  readonly since: string;
  readonly until: string | null;
}

/**
 * How many calendar months, up to the month of `asOf`, have at least one day in at least one period. Two periods in
 * one month (a change of employer, two jobs) make one month; an open period goes on until `asOf`.
 *
 * @param asOf `YYYY-MM-DD`
 */
export function contributionMonths(periods: readonly ContributionPeriod[], asOf: string): number {
  const spans = periods
    .map(({ since, until }) => ({
      first: monthNumber(since),
      last: monthNumber(until === null || until > asOf ? asOf : until),
    }))
    .toSorted((a, b) => a.first - b.first);
  let months = 0;
  let counted = Number.NEGATIVE_INFINITY;
  for (const { first, last } of spans) {
    months += Math.max(0, last - Math.max(first, counted + 1) + 1);
    counted = Math.max(counted, last);
  }
  return months;
}

/** Months since the year 0, so that consecutive months have consecutive numbers. */
function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
