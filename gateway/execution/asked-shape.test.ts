import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createAskedShapes } from './asked-shape.ts';

const schema = buildSchema(/* GraphQL */ `
  type Query { citizen(personalId: ID!): Citizen, holder: Holder }
  type Citizen { personalId: ID, name: Name, otherNames: [String!], marriages: [Marriage!] }
  type Name { full: String, given: String }
  type Marriage { certificateNumber: String, wife: Citizen }
  type Business { enterpriseCode: ID }
  union Holder = Citizen | Business
`);

const shapeOf = createAskedShapes(() => schema);
const MISSHAPEN = 'An answer in another shape than the one asked for';

const CITIZEN = `query ($id: ID!) {
  citizen(personalId: $id) { __typename key: personalId name { full } ...More }
}
fragment More on Citizen { name { given } otherNames marriages { certificateNumber wife { personalId } } }`;

describe('what was asked of a database', () => {
  it('is taken whole: aliases, fragments, lists, and nulls as they are', () => {
    const data = {
      citizen: {
        __typename: 'Citizen',
        key: '1',
        name: { full: 'A B', given: 'B' },
        otherNames: ['C', 'D'],
        marriages: [{ certificateNumber: null, wife: { personalId: '2' } }, null],
      },
    };
    expect(shapeOf(CITIZEN).take(data)).toEqual(data);
    expect(shapeOf(CITIZEN).take({ citizen: null })).toEqual({ citizen: null });
    expect(shapeOf(CITIZEN).take({ citizen: { key: '1', marriages: null } })).toEqual({
      citizen: { key: '1', marriages: null },
    });
  });

  it('is all that is taken', () => {
    const data = { citizen: { key: '1', personalId: '2', name: { full: 'A', secret: 'S' } }, other: 1 };
    expect(shapeOf(CITIZEN).take(data)).toEqual({ citizen: { key: '1', name: { full: 'A' } } });
  });

  it.each([
    ['a text for an object', { citizen: 'S' }],
    ['a list for an object', { citizen: [{ key: '1' }] }],
    ['an object for a text', { citizen: { key: { secret: 'S' } } }],
    ['an object for a text in a list', { citizen: { otherNames: [{ secret: 'S' }] } }],
    ['a list for a text', { citizen: { key: ['1'] } }],
    ['an object for a list', { citizen: { marriages: { certificateNumber: '1' } } }],
    ['a text for a list', { citizen: { otherNames: 'S' } }],
    ['a text for the data', 'S'],
    ['a list for the data', []],
    ['nothing', null],
  ])('is not %s', (_what, data) => {
    expect(() => shapeOf(CITIZEN).take(data)).toThrow(MISSHAPEN);
  });

  it('is taken of whatever stands behind a union', () => {
    const query = '{ holder { ... on Citizen { name { full } } ... on Business { enterpriseCode } } }';
    expect(shapeOf(query).take({ holder: { enterpriseCode: '1', secret: 'S' } })).toEqual({
      holder: { enterpriseCode: '1' },
    });
    expect(() => shapeOf(query).take({ holder: { name: 'S' } })).toThrow(MISSHAPEN);
  });
});

describe('entities', () => {
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { name { full } } } }';

  it('come in the number that was asked for', () => {
    const data = { _entities: [{ name: { full: 'A', given: 'S' } }, null] };
    expect(shapeOf(query).take(data, 2)).toEqual({ _entities: [{ name: { full: 'A' } }, null] });
    for (const entities of [1, 3]) expect(() => shapeOf(query).take(data, entities)).toThrow(MISSHAPEN);
  });

  it.each([
    [{}],
    [{ _entities: null }],
    [{ _entities: 'S' }],
    [{ _entities: ['S', 'S'] }],
    [{ _entities: { 0: {} } }],
  ])('do not come as %o', (data) => {
    expect(() => shapeOf(query).take(data, 2)).toThrow(MISSHAPEN);
  });
});
