import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, isPartialDate, today, yearsBetween } from './calendar.ts';

describe('a day', () => {
  it.each(['2025-07-01', '2024-02-29', '2000-02-29', '1999-12-31', '0100-01-01'])('may be %s', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    ['29 February of a common year', '2025-02-29'],
    ['29 February of a century that is no leap year', '1900-02-29'],
    ['day 31 of a short month', '2025-04-31'],
    ['month 13', '2025-13-01'],
    ['month 0', '2025-00-10'],
    ['day 0', '2025-07-00'],
    ['reduced precision', '2025-07'],
    ['Vietnamese order', '01/07/2025'],
    ['no leading zeros', '2025-7-1'],
    ['a time behind it', '2025-07-01T00:00:00Z'],
    ['a line end', '2025-07-01\n'],
    ['nothing', ''],
  ])('may not be %s', (_case, text) => {
    expect(isDate(text)).toBe(false);
  });

  it('may be any day that a calendar has, and only those', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2199 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
          const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
          const exists = day >= 1 && day <= (lengths[month - 1] ?? 0);
          const [mm, dd] = [month, day].map((part) => String(part).padStart(2, '0'));
          expect(isDate(`${year}-${mm}-${dd}`)).toBe(exists);
        },
      ),
    );
  });
});

describe('a partial date', () => {
  it.each(['1950', '1950-02', '1950-02-28', '2024-02-29'])('may be %s', (text) => {
    expect(isPartialDate(text)).toBe(true);
  });
  it.each(['', '50', '195', '1950-', '1950-13', '1950-00', '1950-2', '1950-02-29', '1950-02-', 'unknown'])(
    'may not be %j',
    (text) => {
      expect(isPartialDate(text)).toBe(false);
    },
  );
});

describe('whole years', () => {
  it.each([
    ['on the birthday', '2000-07-01', '2018-07-01', 18],
    ['on the day before it', '2000-07-01', '2018-06-30', 17],
    ['on the day after it', '2000-07-01', '2018-07-02', 18],
    ['on the day of birth', '2000-07-01', '2000-07-01', 0],
    ['of 29 February, on 28 February', '2004-02-29', '2025-02-28', 20],
    ['of 29 February, on 1 March', '2004-02-29', '2025-03-01', 21],
    ['of 29 February, in a leap year', '2004-02-29', '2024-02-29', 20],
    ['of a year alone: it counts as passed', '1950', '2025-01-01', 75],
    ['of a month alone, in that month: it counts as passed', '1950-06', '2025-06-01', 75],
    ['of a month alone, in the month before', '1950-06', '2025-05-31', 74],
  ])('%s', (_case, from, to, years) => {
    expect(yearsBetween(from, to)).toBe(years);
  });
});

describe('today', () => {
  it('changes at midnight in Viet Nam, seven hours before UTC', () => {
    expect(today(new Date('2025-06-30T16:59:59.999Z'))).toBe('2025-06-30');
    expect(today(new Date('2025-06-30T17:00:00.000Z'))).toBe('2025-07-01');
  });
});
