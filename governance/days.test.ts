import { describe, expect, it } from 'vitest';
import { earlierEnd, periodsMeet } from './days.ts';

describe('two periods', () => {
  const spring = { from: '2026-01-01', to: '2026-03-31' };

  it('meet when they share one day only, whichever comes first', () => {
    const next = { from: '2026-03-31', to: null };
    expect([periodsMeet(spring, next), periodsMeet(next, spring)]).toEqual([true, true]);
  });

  it('do not meet when one begins on the day after the other', () => {
    const next = { from: '2026-04-01', to: null };
    expect([periodsMeet(spring, next), periodsMeet(next, spring)]).toEqual([false, false]);
  });
});

it('the earlier of two ends is the one that comes first; no end comes last', () => {
  expect(earlierEnd('2026-01-01', '2026-02-01')).toBe('2026-01-01');
  expect(earlierEnd(null, '2026-02-01')).toBe('2026-02-01');
  expect(earlierEnd(null, null)).toBeNull();
});
