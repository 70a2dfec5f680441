import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databaseOf, isElementName, lackingElements } from './elements.ts';

describe('the name of a data element', () => {
  it.each(['population.identity.fullName', 'civil-status.marriage.date', 'a.b.c1'])('may be %s', (name) => {
    expect(isElementName(name)).toBe(true);
  });
  it.each([
    '',
    'population.identity',
    'population.identity.fullName.family',
    'population.identity.*',
    'Population.identity.fullName',
    'population..fullName',
    'population.identity.fullName ',
    'population.identity.1st',
    'population.identity.họTên',
  ])('may not be %j', (name) => {
    expect(isElementName(name)).toBe(false);
  });

  it('begins with the database that owns it', () => {
    expect(databaseOf('civil-status.marriage.date')).toBe('civil-status');
  });
});

describe('what is lacking for a requirement', () => {
  const needs = [['a.b.name', 'a.b.date'], ['a.b.id']];
  const lacking = (...granted: string[]) => lackingElements(needs, new Set(granted));

  it('is nothing when one alternative is covered whole', () => {
    expect(lacking('a.b.id')).toEqual([]);
    expect(lacking('a.b.name', 'a.b.date')).toEqual([]);
    expect(lacking('a.b.name', 'a.b.date', 'x.y.z')).toEqual([]);
  });

  it('is the shortest way to any alternative', () => {
    expect(lacking()).toEqual(['a.b.id']);
    expect(lacking('x.y.z')).toEqual(['a.b.id']);
    expect(
      lackingElements(
        [
          ['a.b.x', 'a.b.y', 'a.b.z'],
          ['a.b.v', 'a.b.w'],
        ],
        new Set(['a.b.x', 'a.b.y']),
      ),
    ).toEqual(['a.b.z']);
  });

  it('is not made up of halves of two alternatives', () => {
    expect(
      lackingElements(
        [
          ['a.b.w', 'a.b.x'],
          ['a.b.y', 'a.b.z'],
        ],
        new Set(['a.b.w', 'a.b.y']),
      ),
    ).toHaveLength(1);
  });

  it('is nothing for an empty requirement', () => {
    expect(lackingElements([], new Set())).toEqual([]);
  });

  it('is the name itself: a prefix, a pattern or another case does not cover it', () => {
    for (const near of ['a.b', 'a.b.*', 'a.b.ID', 'a.b.id2', '']) {
      expect(lackingElements([['a.b.id']], new Set([near]))).toEqual(['a.b.id']);
    }
  });

  it('makes the requirement met once it is granted, and is never larger than needed', () => {
    const element = fc.constantFrom('a.b.c', 'a.b.d', 'a.b.e', 'a.b.f', 'a.b.g');
    const requirement = fc.array(fc.uniqueArray(element, { minLength: 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(requirement, fc.uniqueArray(element), (alternatives, granted) => {
        const result = lackingElements(alternatives, new Set(granted));
        const smallest = Math.min(
          ...alternatives.map((alternative) => alternative.filter((name) => !granted.includes(name)).length),
        );
        expect(result).toHaveLength(smallest);
        expect(lackingElements(alternatives, new Set([...granted, ...result]))).toEqual([]);
      }),
    );
  });
});
