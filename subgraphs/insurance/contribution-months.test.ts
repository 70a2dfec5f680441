import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributionMonths } from './contribution-months.ts';

const TODAY = '2026-11-21';

describe('the months of contributions', () => {
  it('are none without a period', () => {
    expect(contributionMonths([], TODAY)).toBe(0);
  });

  it('count the first and the last month of a period, across the turn of a year', () => {
    expect(contributionMonths([{ since: '2020-11-01', until: '2021-02-28' }], TODAY)).toBe(4);
    expect(contributionMonths([{ since: '2020-11-01', until: '2020-11-30' }], TODAY)).toBe(1);
  });

  it('count a month once when one employer ends in it and the next begins', () => {
    const first = { since: '2020-01-01', until: '2020-06-15' };
    expect(contributionMonths([first, { since: '2020-06-16', until: '2020-12-31' }], TODAY)).toBe(12);
    expect(contributionMonths([first, { since: '2020-07-01', until: '2020-12-31' }], TODAY)).toBe(12);
  });

  it('leave out the months between two periods', () => {
    const periods = [
      { since: '2018-01-01', until: '2018-03-31' },
      { since: '2019-01-01', until: '2019-02-28' },
    ];
    expect(contributionMonths(periods, TODAY)).toBe(5);
  });

  it('count an open period up to today, and no month of the future', () => {
    expect(contributionMonths([{ since: '2026-01-01', until: null }], TODAY)).toBe(11);
    expect(contributionMonths([{ since: '2026-01-01', until: '2027-12-31' }], TODAY)).toBe(11);
    expect(contributionMonths([{ since: '2026-01-01', until: '2026-05-31' }], TODAY)).toBe(5);
    expect(contributionMonths([{ since: '2027-01-01', until: null }], TODAY)).toBe(0);
  });

  it('are the number of different months in which some period has a day', () => {
    const month = fc.integer({ min: 2000 * 12, max: 2026 * 12 + 9 });
    const periods = fc.array(
      fc.tuple(month, month).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    );
    fc.assert(
      fc.property(periods, (spans) => {
        const months = new Set<number>();
        for (const [first, last] of spans) for (let at = first; at <= last; at += 1) months.add(at);
        const days = spans.map(([first, last]) => ({ since: dayIn(first), until: dayIn(last) }));
        expect(contributionMonths(days, TODAY)).toBe(months.size);
      }),
    );
  });
});

/** The 15th of the month with this number, months counted from the year 0. */
function dayIn(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15`;
}
