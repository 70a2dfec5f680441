import { describe, expect, it } from 'vitest';
import { conditionsHold, grantedAlternative } from './shape.ts';

describe('@skip and @include', () => {
  const include = { expected: true, value: { variable: 'on' } };
  const skip = { expected: false, value: { variable: 'on' } };

  it('go by the value of their variable', () => {
    expect([true, false].map((on) => conditionsHold([include], { on }))).toEqual([true, false]);
    expect([true, false].map((on) => conditionsHold([skip], { on }))).toEqual([false, true]);
  });

  it('take a variable without a value for one that is not true', () => {
    expect(conditionsHold([include], {})).toBe(false);
    expect(conditionsHold([skip], {})).toBe(true);
  });
});

describe('what is recorded of a requirement with alternatives', () => {
  const requirement = [['a.b.name', 'a.b.date'], ['a.b.id'], ['a.b.mark']];

  it('is the first alternative that is granted whole', () => {
    expect(grantedAlternative(requirement, new Set(['a.b.name', 'a.b.id']))).toEqual(['a.b.id']);
    expect(grantedAlternative(requirement, new Set(['a.b.name', 'a.b.date', 'a.b.mark']))).toEqual([
      'a.b.name',
      'a.b.date',
    ]);
  });

  it('is nothing when none is', () => {
    expect(grantedAlternative(requirement, new Set(['a.b.name']))).toEqual([]);
  });
});
