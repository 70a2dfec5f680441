import { describe, expect, it } from 'vitest';
import { oldest } from './oldest.ts';

describe('the oldest time', () => {
  it.each<[readonly (string | null)[], string | null]>([
    [['2026-11-22T08:00:00Z'], '2026-11-22T08:00:00Z'],
    [['2026-11-22T08:00:00Z', '2026-11-21T23:00:00Z'], '2026-11-21T23:00:00Z'],
    // As texts, these two stand the other way round.
    [['2026-11-22T08:00:00.5Z', '2026-11-22T08:00:00Z'], '2026-11-22T08:00:00Z'],
    [['2026-11-22T08:00:00Z', null], null],
    [[null, '2026-11-22T08:00:00Z'], null],
    [['2026-11-22T25:99:00Z', '2026-11-22T08:00:00Z'], null],
    [[], null],
  ])('of %j is %j', (times, expected) => {
    expect(oldest(times)).toBe(expected);
  });
});
