import { describe, expect, it } from 'vitest';
import { medianOf, rounded } from './spread.ts';

describe('figures of several rounds', () => {
  it('have the middle one as their median, or the mean of the two in the middle', () => {
    expect([medianOf([9, 1, 5]), medianOf([9, 1, 5, 7]), medianOf([4]), medianOf([])]).toEqual([5, 6, 4, 0]);
  });

  it('are shown with about three digits', () => {
    expect([1.2345, 12.345, 1234.5].map(rounded)).toEqual(['1.23', '12.3', '1235']);
  });
});
