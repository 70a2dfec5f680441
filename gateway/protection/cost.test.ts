import { validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/refusal.ts';
import { COUNTRY, read } from './cost.fixture.ts';
import { checkCost, createCostModel } from './cost.ts';

const { schema, table } = COUNTRY;

/** What an operation of the small country costs. */
function costOf(text: string, variables: Record<string, unknown> = {}): number {
  const { document, operation } = read(text);
  expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
  return createCostModel(table, 100).costOf(schema, document, operation, variables).requested;
}

/** What is said against it with a limit. */
function refusedAt(limit: number, text: string, variables: Record<string, unknown> = {}) {
  const { document, operation } = read(text);
  try {
    return checkCost(createCostModel(table, limit), schema, document, operation, variables);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, facts, message } = error;
    return { code, message, ...facts };
  }
}

describe('an operation costs', () => {
  it.each([
    [
      'one for each record, nothing for its values',
      '{ citizen(id: 1) { id name rights { pageInfo { hasNextPage } } } }',
      3,
    ],
    ['what a field states instead', '{ citizen(id: 1) { status home { name } } }', 8],
    ['what a type states, a scalar among them', '{ citizen(id: 1) { archive { box file } } }', 56],
    [
      'what an enum states, once for each entry',
      '{ citizen(id: 1) { rights(first: 5) { edges { node { form } } } } }',
      2 + 5 * 4,
    ],
    ['what an argument states, when it is given', '{ citizen(id: 1, name: "An") { id } }', 8],
    ['as many entries as are assumed', '{ provinces { code parent { code } } }', 34 * 2],
    ['ten entries, where nothing is stated', '{ units { code } }', 10],
    ['ten in each of ten, in a list of lists', '{ grid { code } }', 100],
    [
      'a page of the usual size',
      '{ citizen(id: 1) { rights { edges { node { holder { __typename } } } } } }',
      2 + 20 * 3,
    ],
    [
      'a page as long as it is asked for',
      '{ citizen(id: 1) { rights(first: 3) { edges { cursor } } } }',
      2 + 3,
    ],
    [
      'a page of the usual size, where null is asked for',
      '{ citizen(id: 1) { rights(first: null) { edges { cursor } } } }',
      2 + 20,
    ],
    ['nothing for a page below zero', '{ citizen(id: 1) { rights(first: -8) { edges { cursor } } } }', 2],
    ['by the default of an argument', '{ hot { code } }', 30],
    ['by the larger of two slices', '{ hot(first: 2, last: 40) { code } }', 40],
    ['by the number of keys', '{ citizens(ids: [1, 2, 3]) { outcome citizen { name } } }', 3 * 2],
    ['one for one key in the place of a list', '{ citizens(ids: 1) { outcome } }', 1],
    ['nothing for introspection', '{ __typename __schema { types { name fields { name } } } }', 0],
  ])('%s', (_what, text, cost) => {
    expect(costOf(text)).toBe(cost);
  });

  it.each([
    ['a citizen', '{ holder { ... on Citizen { archive { box } } ... on Firm { seats { code } } } }', 51],
    ['a firm', '{ holder { ... on Citizen { name } ... on Firm { seats { code parent { code } } } } }', 21],
    ['any of them', '{ named { name ... on Firm { seats { code } } } }', 11],
  ])('as much as the dearest that may stand there: %s', (_who, text, cost) => {
    expect(costOf(text)).toBe(cost);
  });

  it('a fragment as often as it stands, wherever it stands', () => {
    const unit = 'fragment U on Unit { parent { code } }';
    expect(costOf(`{ provinces { ...U } citizen(id: 1) { home { ...U ...U } } } ${unit}`)).toBe(
      34 * 2 + 1 + 4 + 2,
    );
    const edges = 'fragment E on RightConnection { edges { cursor } }';
    expect(
      costOf(`{ citizen(id: 1) { a: rights(first: 2) { ...E } b: rights(first: 5) { ...E } } } ${edges}`),
    ).toBe(1 + (1 + 2) + (1 + 5));
  });

  it('nothing where @skip and @include leave it out', () => {
    const text =
      'query ($is: Boolean!) { citizen(id: 1) { home @include(if: $is) { code } ... @skip(if: $is) { archive { box } } } }';
    expect([true, false].map((is) => costOf(text, { is }))).toEqual([5, 51]);
    expect(costOf('{ units @skip(if: true) { code } provinces @include(if: false) { code } }')).toBe(0);
  });

  it('by the values of its variables, and by their defaults', () => {
    const page = 'query ($n: Int) { citizen(id: 1) { rights(first: $n) { edges { cursor } } } }';
    expect([7, null, undefined].map((n) => costOf(page, { n }))).toEqual([9, 22, 22]);
    const keys = 'query ($ids: [ID!]!) { citizens(ids: $ids) { outcome } }';
    expect(costOf(keys, { ids: Array.from({ length: 1_000 }, () => '1') })).toBe(1_000);
  });

  it('the same again for other values than it was known for', () => {
    const model = createCostModel(table, 100);
    const { document, operation } = read(
      'query ($n: Int, $ids: [ID!]!, $is: Boolean!) { hot(first: $n) { code } citizens(ids: $ids) { outcome } units @include(if: $is) { code } }',
    );
    const cost = (n: number | null, ids: readonly string[], is: boolean) =>
      model.costOf(schema, document, operation, { n, ids, is }).requested;
    for (let round = 0; round < 2; round += 1) {
      expect(cost(5, ['1'], true)).toBe(5 + 1 + 10);
      expect(cost(5, ['2'], true)).toBe(5 + 1 + 10);
      expect(cost(5, ['1', '2'], true)).toBe(5 + 2 + 10);
      expect(cost(6, ['1', '2'], true)).toBe(6 + 2 + 10);
      expect(cost(6, ['1', '2'], false)).toBe(6 + 2);
      expect(cost(1, [], false)).toBe(1);
      expect(cost(11, [], false)).toBe(11);
    }
  });

  it('a whole number that GraphQL can say, however deep pages multiply', () => {
    const deep = (depth: number): string =>
      depth === 0
        ? 'id'
        : `rights(first: 2000000) { edges { node { holder { ... on Citizen { ${deep(depth - 1)} } } } } }`;
    expect(costOf(`{ citizen(id: 1) { ${deep(60)} } }`)).toBe(2 ** 31 - 1);
  });

  it('soon, however often its fragments double', () => {
    const doubling = Array.from(
      { length: 40 },
      (_, at) => `fragment F${at} on RightConnection { ...F${at + 1} ...F${at + 1} }`,
    ).join(' ');
    const text = `{ citizen(id: 1) { rights(first: 1) { ...F0 } } } ${doubling} fragment F40 on RightConnection { edges { cursor } }`;
    expect(costOf(text)).toBe(2 ** 31 - 1);
  });
});

describe('a list that must be asked for with one of its slices', () => {
  it.each([
    '{ strict { code } }',
    '{ strict(first: 1, last: 2) { code } }',
    '{ strict(first: null) { code } }',
  ])('is refused: %s', (text) => {
    expect(refusedAt(100, text)).toMatchObject({ code: 'BAD_USER_INPUT', expected: 'exactly one of them' });
  });

  it('is answered for with one', () => {
    expect(refusedAt(100, '{ strict(last: 2) { code } }')).toEqual({ requested: 2, limit: 100 });
    expect(refusedAt(100, '{ strict @skip(if: true) { code } }')).toEqual({ requested: 0, limit: 100 });
  });
});

describe('an operation above the limit', () => {
  const KEYS =
    'query ($ids: [ID!]!) { citizens(ids: $ids) { citizen { home { name } } } provinces { name } }';
  const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, at) => `${at}`) });

  it('is refused, and at the limit it is not', () => {
    expect(refusedAt(94, KEYS, ids(10))).toEqual({ requested: 94, limit: 94 });
    expect(refusedAt(93, KEYS, ids(10))).toMatchObject({ code: 'OPERATION_TOO_COSTLY', received: 94 });
  });

  it('is told what it costs, where, and for how many it would pass', () => {
    expect(refusedAt(400, KEYS, ids(200))).toEqual({
      code: 'OPERATION_TOO_COSTLY',
      message: 'The operation costs 1234, above the limit of 400.',
      received: 1_234,
      expected: 'a cost of at most 400',
      heaviest: ['citizens', '@', 'citizen', 'home'],
      wouldSuffice: 'at most 61 by the argument "ids" at citizens',
    });
    expect(refusedAt(400, KEYS, ids(61))).toEqual({ requested: 400, limit: 400 });
    expect(refusedAt(400, KEYS, ids(62))).toMatchObject({ code: 'OPERATION_TOO_COSTLY' });
  });

  it('is told of the page within the page that would have to be shorter', () => {
    const text = `{ citizens(ids: [1, 2]) { citizen { rights(first: 50) { edges { node { holder { __typename } } } } } } }`;
    expect(refusedAt(200, text)).toMatchObject({
      received: 2 * (2 + 1 + 50 * 3),
      heaviest: ['citizens', '@', 'citizen', 'rights', 'edges', '@', 'node'],
      wouldSuffice: 'at most 32 by the argument "first" at citizens.@.citizen.rights',
    });
    expect(refusedAt(200, text.replace('50', '32'))).toMatchObject({ requested: 198 });
  });

  it('is told into how many it must be split, when no list alone would be enough', () => {
    const text = '{ a: units { code } b: units { code } c: units { code } d: units { code } }';
    expect(refusedAt(15, text)).toMatchObject({
      wouldSuffice: expect.stringContaining('3 requests or more'),
    });
  });

  it('says no value of a variable', () => {
    const secret = { ids: Array.from({ length: 200 }, () => '901085100001') };
    expect(JSON.stringify(refusedAt(10, KEYS, secret))).not.toContain('901085100001');
  });
});

describe('a cost that is asked for beforehand', () => {
  const preview = (text: string, variables: Record<string, unknown> = {}) => {
    const { document, operation } = read(text);
    return createCostModel(table, 100).preview(schema, document, operation, variables);
  };

  it('is the one that is enforced', () => {
    const text = 'query ($n: Int!) { citizen(id: 1) { rights(first: $n) { edges { cursor } } } }';
    expect(preview(text, { n: 98 })).toMatchObject({
      requested: 100,
      isWithinLimit: true,
      wouldSuffice: undefined,
    });
    expect(preview(text, { n: 99 })).toMatchObject({ requested: 101, isWithinLimit: false, assumes: [] });
    expect(refusedAt(100, text, { n: 98 })).toMatchObject({ requested: 100 });
    expect(refusedAt(100, text, { n: 99 })).toMatchObject({ received: 101 });
  });

  it('goes by what is assumed of variables that are left out, and says which', () => {
    expect(preview('query ($n: Int!) { strict(first: $n) { code } }')).toMatchObject({
      requested: 9,
      assumes: ['n'],
    });
    const keys = 'query ($ids: [ID!]!, $id: ID!) { citizens(ids: $ids) { outcome } citizen(id: $id) { id } }';
    expect(preview(keys)).toMatchObject({ requested: 1_001, isWithinLimit: false, assumes: ['ids'] });
    expect(preview('query ($n: Int) { hot(first: $n) { code } }')).toMatchObject({ assumes: [] });
  });
});
