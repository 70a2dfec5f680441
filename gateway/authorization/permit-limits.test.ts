import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal-case.ts';
import { ALL_ELEMENTS, permit } from './fixture.ts';

/** Fragments of which each one spreads the next one twice: 2^n fields. */
function fieldBomb(n: number): string {
  const fragments = Array.from({ length: n }, (_none, index) => {
    const next = index + 1 === n ? 'birthDate' : `...F${index + 1} ...F${index + 1}`;
    return `fragment F${index} on Citizen { ${next} }`;
  });
  return `{ citizen { ...F0 } } ${fragments.join(' ')}`;
}

function introspectionBomb(n: number): string {
  const fragments = Array.from({ length: n }, (_none, index) => {
    const next = index + 1 === n ? 'name' : `...F${index + 1} ...F${index + 1}`;
    return `fragment F${index} on __Type { ${next} }`;
  });
  return `{ __type(name: "Citizen") { ...F0 } } ${fragments.join(' ')}`;
}

describe('fragments that unfold to very many fields', () => {
  it.each([
    ['of records', fieldBomb],
    ['of introspection', introspectionBomb],
  ])('%s are refused, and quickly', (_what, bomb) => {
    const started = performance.now();
    expect(refusalOf(() => permit(bomb(40), ALL_ELEMENTS))).toMatchObject({ code: 'OPERATION_TOO_COMPLEX' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    ['of records', fieldBomb],
    ['of introspection', introspectionBomb],
  ])('%s pass just below the limit of 10,000', (_what, bomb) => {
    expect(permit(bomb(14), ALL_ELEMENTS).withheld).toEqual([]);
    expect(refusalOf(() => permit(bomb(15), ALL_ELEMENTS))).toMatchObject({ code: 'OPERATION_TOO_COMPLEX' });
  });
});

describe('reserved aliases', () => {
  it.each([
    ['the key that the gateway fetches', '{ citizen { lienthong_personalId: religion } }', 'lienthong_'],
    ['the type that the gateway fetches', '{ owners { lienthong_type: __typename } }', 'lienthong_'],
    ['the type by which ApolloGateway works', '{ citizen { __typename: religion } }', '__'],
    ['the prototype of an object', '{ citizen { __proto__: religion } }', '__'],
  ])('are refused: %s', (_what, query, prefix) => {
    expect(refusalOf(() => permit(query, ALL_ELEMENTS))).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: `Aliases that begin with "${prefix}" are reserved.`,
    });
  });

  it('in a fragment as well', () => {
    const query = '{ ...Q } fragment Q on Query { citizen { ... { lienthong_x: religion } } }';
    expect(refusalOf(() => permit(query, ALL_ELEMENTS))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each([
    ['a prefix in the middle', '{ citizen { my_lienthong_: religion } }'],
    ['one underscore', '{ citizen { _typename: religion } }'],
    ['the type under its own name', '{ citizen { __typename } }'],
    ['the type under another name', '{ citizen { kind: __typename } }'],
    ['words that JavaScript knows', '{ citizen { constructor: religion toString: birthDate } }'],
  ])('are not: %s', (_what, query) => {
    expect(permit(query, ALL_ELEMENTS).withheld).toEqual([]);
  });
});
