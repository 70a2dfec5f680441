import { describe, expect, it } from 'vitest';
import { ALL_ELEMENTS, allBut, ask } from './fixture.ts';

const RELIGION_WITHHELD = allBut('religion');

/** The answer for one citizen, as text, so that the order counts. */
function citizen(query: string, variables: Record<string, unknown>, granted: readonly string[]): string {
  const { data } = ask(query, { variables, granted });
  return JSON.stringify(data['citizen']);
}

describe('@include and @skip', () => {
  it.each([
    ['@include(if: true)', '{"religion":null,"birthDate":"1980"}'],
    ['@include(if: false)', '{"birthDate":"1980"}'],
    ['@skip(if: true)', '{"birthDate":"1980"}'],
    ['@skip(if: false)', '{"religion":null,"birthDate":"1980"}'],
    ['@skip(if: false) @include(if: true)', '{"religion":null,"birthDate":"1980"}'],
    ['@skip(if: true) @include(if: true)', '{"birthDate":"1980"}'],
    ['@skip(if: false) @include(if: false)', '{"birthDate":"1980"}'],
  ])('%s decide whether a withheld field is there as null', (directives, expected) => {
    expect(citizen(`{ citizen { religion ${directives} birthDate } }`, {}, RELIGION_WITHHELD)).toBe(expected);
  });

  it.each([
    ['given as true', { v: true }, '{"religion":null,"birthDate":"1980"}'],
    ['given as false', { v: false }, '{"birthDate":"1980"}'],
    ['left to its default', {}, '{"religion":null,"birthDate":"1980"}'],
  ])('by a variable %s', (_how, variables, expected) => {
    const query = 'query($v: Boolean = true) { citizen { religion @include(if: $v) birthDate } }';
    expect(citizen(query, variables, RELIGION_WITHHELD)).toBe(expected);
  });

  it.each([
    ['a fragment', '{ citizen { ... on Citizen @skip(if: $v) { religion } birthDate } }'],
    ['a spread', '{ citizen { ...F @skip(if: $v) birthDate } } fragment F on Citizen { religion }'],
    [
      'a fragment around a spread',
      '{ citizen { ... @skip(if: $v) { ...F } birthDate } } fragment F on Citizen { religion }',
    ],
    [
      'a field inside a spread',
      '{ citizen { ...F birthDate } } fragment F on Citizen { religion @skip(if: $v) }',
    ],
  ])('on %s count for the withheld fields inside', (_what, operation) => {
    const query = `query($v: Boolean!) ${operation}`;
    expect(citizen(query, { v: true }, RELIGION_WITHHELD)).toBe('{"birthDate":"1980"}');
    expect(citizen(query, { v: false }, RELIGION_WITHHELD)).toBe('{"religion":null,"birthDate":"1980"}');
    expect(citizen(query, { v: false }, ALL_ELEMENTS)).toBe('{"religion":"Buddhism","birthDate":"1980"}');
  });

  it('on a root field leave it out', () => {
    const query = 'query($v: Boolean!) { citizen @include(if: $v) { religion } citizens { personalId } }';
    expect(Object.keys(ask(query, { variables: { v: false } }).data)).toEqual(['citizens']);
    expect(Object.keys(ask(query, { variables: { v: true } }).data)).toEqual(['citizen', 'citizens']);
  });

  it('leave no gap where nothing was asked for', () => {
    const query = 'query($v: Boolean!) { citizen { religion @include(if: $v) } }';
    expect(ask(query, { variables: { v: false }, granted: RELIGION_WITHHELD }).gaps).toEqual([]);
    expect(ask(query, { variables: { v: true }, granted: RELIGION_WITHHELD }).gaps).toHaveLength(1);
  });
});

describe('one response key that stands twice', () => {
  const query =
    'query($v: Boolean!, $w: Boolean!) { citizen { a: religion @include(if: $v) a: religion @include(if: $w) birthDate } }';

  it.each([
    [true, true, '{"a":null,"birthDate":"1980"}'],
    [true, false, '{"a":null,"birthDate":"1980"}'],
    [false, true, '{"a":null,"birthDate":"1980"}'],
    [false, false, '{"birthDate":"1980"}'],
  ])('is there when either condition holds: %s, %s', (v, w, expected) => {
    expect(citizen(query, { v, w }, RELIGION_WITHHELD)).toBe(expected);
  });

  it('is there without a condition, whatever the other one says', () => {
    const query = 'query($v: Boolean!) { citizen { a: religion @include(if: $v) a: religion } }';
    expect(citizen(query, { v: false }, RELIGION_WITHHELD)).toBe('{"a":null}');
    expect(citizen(query, { v: false }, ALL_ELEMENTS)).toBe('{"a":"Buddhism"}');
  });

  it('has the selections of those that hold, and no others', () => {
    const query =
      'query($v: Boolean!) { citizen { s: spouse { personalId } s: spouse @include(if: $v) { religion name { given } } } }';
    expect(citizen(query, { v: false }, RELIGION_WITHHELD)).toBe('{"s":{"personalId":"binh"}}');
    expect(citizen(query, { v: true }, RELIGION_WITHHELD)).toBe(
      '{"s":{"personalId":"binh","religion":null,"name":{"given":"Bình"}}}',
    );
  });

  it('in two fragments with different types means what it means for the record', () => {
    const query =
      '{ owners { ...A ...B } } fragment A on Owner { ... on Citizen { t: religion } } fragment B on Owner { ... on Business { t: title } ... on Citizen { t: religion } }';
    expect(ask(query, { granted: RELIGION_WITHHELD }).data).toEqual({
      owners: [{ t: null }, { t: 'Gạo An' }, null],
    });
    expect(ask(query, { granted: allBut('title') }).data).toEqual({
      owners: [{ t: 'Buddhism' }, { t: null }, null],
    });
  });

  it('stands where it stood first', () => {
    const query = '{ citizen { b: birthDate a: religion b: birthDate } }';
    expect(citizen(query, {}, RELIGION_WITHHELD)).toBe('{"b":"1980","a":null}');
  });
});

it('a fragment used at two places is restored at both, with the type of each', () => {
  const query =
    '{ citizen { ...P spouse { ...P } children { ...P } } } fragment P on Citizen { personalId religion }';
  expect(ask(query, { granted: RELIGION_WITHHELD }).data).toEqual({
    citizen: {
      personalId: 'an',
      religion: null,
      spouse: { personalId: 'binh', religion: null },
      children: [{ personalId: 'chi', religion: null }, null],
    },
  });
});
