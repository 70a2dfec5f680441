import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, yearsBetween } from '../contract/calendar.ts';
import { addYears, ageAt, dateText, dayOf, nextMonthStart, yearOf } from './days.ts';

const days = fc.integer({ min: dayOf('1900-01-01'), max: dayOf('2060-12-31') });

describe('days', () => {
  it('are written and read without loss', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(isDate(dateText(day))).toBe(true);
        expect(dayOf(dateText(day))).toBe(day);
        expect(yearOf(day)).toBe(Number(dateText(day).slice(0, 4)));
      }),
    );
  });

  it('count an age as the calendar of the contract does', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [birth, day] = a < b ? [a, b] : [b, a];
        // The 29th of February is the one birthday on which the two may differ by a day.
        fc.pre(!dateText(birth).endsWith('02-29'));
        expect(ageAt(birth, day)).toBe(yearsBetween(dateText(birth), dateText(day)));
      }),
    );
  });

  it('move by years, and from 29 February to 1 March', () => {
    expect(dateText(addYears(dayOf('2008-05-31'), 18))).toBe('2026-05-31');
    expect(dateText(addYears(dayOf('2008-02-29'), 18))).toBe('2026-03-01');
  });

  it('know the next first of a month', () => {
    expect(dateText(nextMonthStart(dayOf('2026-11-01')))).toBe('2026-11-01');
    expect(dateText(nextMonthStart(dayOf('2026-12-02')))).toBe('2027-01-01');
  });

  it('refuse what is no date', () => {
    expect(() => dayOf('tomorrow')).toThrow('expected YYYY-MM-DD');
  });
});
