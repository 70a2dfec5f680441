import { type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { askedFields, keepAsked } from './asked-fields.ts';
import { SCHEMA } from './plan.fixture.ts';

const MISSHAPEN = 'An answer in another shape than the one asked for';

/** What is taken of an answer to an operation, on the type `Query` unless it says otherwise. */
function kept(operation: string, data: unknown, type = 'Query'): unknown {
  const [definition] = parse(operation).definitions;
  const { selectionSet } = definition as OperationDefinitionNode;
  return keepAsked(data, askedFields(selectionSet, SCHEMA.getType(type), SCHEMA));
}

const CITIZEN = `{ citizen(personalId: "1") {
  __typename key: personalId spouse { name } ... on Citizen { spouse { sex } notes children { name } }
} }`;

describe('what was asked of a database', () => {
  it('is taken whole: aliases, fragments, lists, and nulls as they are', () => {
    const citizen = {
      __typename: 'Citizen',
      key: '1',
      spouse: { name: 'B', sex: null },
      notes: ['C', 'D'],
      children: [{ name: null }, null],
    };
    expect(kept(CITIZEN, { citizen })).toEqual({ citizen });
    expect(kept(CITIZEN, { citizen: null })).toEqual({ citizen: null });
    expect(kept(CITIZEN, {})).toEqual({});
  });

  it('is all that is taken', () => {
    const citizen = { key: '1', personalId: '2', spouse: { name: 'A', secret: 'S' } };
    expect(kept(CITIZEN, { citizen, other: 1 })).toEqual({
      citizen: { key: '1', spouse: { name: 'A' } },
    });
  });

  it('is never what every object has, nor a prototype', () => {
    const data = JSON.parse('{"citizen":{"key":"1","__proto__":{"name":"S"},"constructor":{"name":"S"}}}');
    const { citizen } = kept(CITIZEN, data) as { readonly citizen: object };
    expect(Object.keys(citizen)).toEqual(['key']);
    expect(Object.getPrototypeOf(citizen)).toBe(Object.prototype);
  });

  it.each([
    ['a text for an object', { citizen: 'S' }],
    ['a list for an object', { citizen: [{ key: '1' }] }],
    ['an object for a text', { citizen: { key: { secret: 'S' } } }],
    ['an object for a text in a list', { citizen: { notes: [{ secret: 'S' }] } }],
    ['a text for an object in a list', { citizen: { children: ['S'] } }],
    ['a list for a text', { citizen: { key: ['1'] } }],
    ['an object for a list', { citizen: { children: { name: '1' } } }],
    ['a text for a list', { citizen: { notes: 'S' } }],
    ['a text for the data', 'S'],
    ['a list for the data', []],
    ['nothing', null],
  ])('is not %s', (_what, data) => {
    expect(() => kept(CITIZEN, data)).toThrow(MISSHAPEN);
  });

  it('is taken of whatever stands behind a union, and of fields that clients do not see', () => {
    const query = '{ holders { ... on Citizen { name } ... on Business { code hidden { x } hiddenList } } }';
    const holders = [{ code: '1', secret: 'S', hidden: { x: [1], y: 2 }, hiddenList: [1] }, { name: 'A' }];
    expect(kept(query, { holders })).toEqual({
      holders: [{ code: '1', hidden: { x: [1] }, hiddenList: [1] }, { name: 'A' }],
    });
    expect(() => kept(query, { holders: [{ hiddenList: {} }] })).toThrow(MISSHAPEN);
  });
});
