import { buildSchema, type FieldNode, getOperationAST, getVariableValues, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { usageKey, usedArguments, usedVariables } from './used-inputs.ts';

const SCHEMA = buildSchema(`
  type Query { find(by: Search, all: [Search!], text: String, sort: String = "name", page: Page = { size: 20 }, none: String = null): ID }
  input Search { name: String place: Place exclude: [Search!] state: String = "ACTIVE" }
  input Place { province: String commune: String }
  input Page { size: Int order: String = "id" }
`);

/** The inputs that the first field of an operation uses, as `argument Input.field …`. */
function used(query: string, values?: Readonly<Record<string, unknown>>): readonly string[] {
  const operation = getOperationAST(parse(query));
  const [node] = operation?.selectionSet.selections ?? [];
  const field = SCHEMA.getQueryType()?.getFields()['find'];
  if (operation === null || operation === undefined || node?.kind !== Kind.FIELD || field === undefined) {
    throw new Error('One operation with one field, please.');
  }
  const found = usedArguments(field, node satisfies FieldNode, usedVariables(SCHEMA, operation, values));
  return [...found]
    .filter(([argument]) => argument !== 'sort' && argument !== 'page')
    .map(([argument, fields]) => [argument, ...[...fields].sort()].join(' '));
}

describe('inputs are used', () => {
  const STATE = 'Search.state';

  it.each([
    ['as a literal', '{ find(by: { name: "An" }) }'],
    ['as a variable inside a literal', 'query($n: String) { find(by: { name: $n }) }', { n: 'An' }],
    ['as a variable', 'query($s: Search) { find(by: $s) }', { s: { name: 'An' } }],
    ['as the default of a variable', 'query($s: Search = { name: "An" }) { find(by: $s) }', {}],
    ['as null, which may select what has no value', '{ find(by: { name: null }) }'],
    ['as null in a variable', 'query($s: Search) { find(by: $s) }', { s: { name: null } }],
  ])('%s', (_how, query, values = {}) => {
    expect(used(query, values)).toEqual([`by Search.name ${STATE}`]);
  });

  it('however deep they lie, and in each item of a list', () => {
    expect(used('{ find(by: { place: { commune: "1" } }) }', {})).toEqual([
      `by Place.commune Search.place ${STATE}`,
    ]);
    const values = { s: [{ name: 'An' }, { exclude: [{ place: { province: '1' } }] }] };
    expect(used('query($s: [Search!]) { find(all: $s) }', values)).toEqual([
      `all Place.province Search.exclude Search.name Search.place ${STATE}`,
    ]);
    expect(used('{ find(all: { name: "An" }) }', {})).toEqual([`all Search.name ${STATE}`]);
    // As a database gets it: one value where a list belongs is a list of one.
    const one = { s: { name: 'An' } };
    expect(used('query($s: [Search!]) { find(all: $s) }', one)).toEqual([`all Search.name ${STATE}`]);
  });

  it('by a default of the schema, though nobody has written them', () => {
    expect(used('{ find(by: {}) }', {})).toEqual([`by ${STATE}`]);
    const field = SCHEMA.getQueryType()?.getFields()['find'];
    const node = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'find' } } as const;
    expect([...usedArguments(field ?? { args: [] }, node, new Map())]).toEqual([
      ['sort', new Set()],
      ['page', new Set(['Page.size', 'Page.order'])],
    ]);
  });

  it('by a value of its own in place of the default', () => {
    expect(used('{ find(by: { state: "ENDED" }) }', {})).toEqual([`by ${STATE}`]);
  });
});

describe('inputs are not used', () => {
  it.each([
    ['when they are left out', '{ find }', {}],
    ['when their variable has no value', 'query($s: Search, $t: String) { find(by: $s, text: $t) }', {}],
    ['when the default is null', '{ find }', {}],
  ])('%s', (_how, query, values) => {
    expect(used(query, values)).toEqual([]);
  });

  it('inside a literal when their variable has no value', () => {
    expect(used('query($n: String) { find(by: { name: $n }) }', {})).toEqual(['by Search.state']);
  });
});

it('without the values of the variables, all that they could carry is used', () => {
  expect(used('query($s: Search) { find(by: $s) }')).toEqual([
    'by Place.commune Place.province Search.exclude Search.name Search.place Search.state',
  ]);
});

describe('the key of a usage', () => {
  const operation = getOperationAST(
    parse(
      'query($s: Search, $t: String, $id: ID!, $with: Boolean!) { find(by: $s, text: $t) @include(if: $with) a: find(text: $id) }',
    ),
  );
  const key = (values: Readonly<Record<string, unknown>>): string => {
    if (operation === null || operation === undefined) throw new Error('One operation, please.');
    const { coerced } = getVariableValues(SCHEMA, operation.variableDefinitions ?? [], values);
    return usageKey(SCHEMA, operation, usedVariables(SCHEMA, operation, values), coerced ?? {});
  };
  const base = { id: '1', with: true };

  it('does not depend on what the values say', () => {
    expect(key({ ...base, s: { name: 'An' }, t: 'x' })).toBe(
      key({ ...base, id: '2', s: { name: 'Bình' }, t: 'y' }),
    );
  });

  it('differs as soon as another input is used, or another field skipped', () => {
    const keys = [
      key(base),
      key({ ...base, s: {} }),
      key({ ...base, s: { name: 'An' } }),
      key({ ...base, s: { place: {} } }),
      key({ ...base, s: { place: { commune: null } } }),
      key({ ...base, t: null }),
      key({ ...base, with: false }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
