import { describe, expect, it } from 'vitest';
import { Patience } from './patience.ts';

function afterLearning(...durations: readonly number[]): number {
  const patience = new Patience(1_000);
  for (const duration of durations) patience.learn(duration);
  return patience.ms;
}

const many = (duration: number) => Array.from({ length: 100 }, () => duration);

describe('patience', () => {
  it('is short at first, and never shorter', () => {
    expect(afterLearning()).toBe(5);
    expect(afterLearning(...many(0.1))).toBe(5);
  });

  it('is a few times what is typical', () => {
    const patience = afterLearning(...many(20));
    expect(patience).toBeGreaterThan(60);
    expect(patience).toBeLessThan(100);
  });

  it('hardly learns from a single slow one', () => {
    expect(afterLearning(...many(20), 10_000)).toBeLessThan(100);
  });

  it('is never longer than it may be', () => {
    expect(afterLearning(...many(10_000))).toBe(1_000);
  });
});
