import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/refusal.ts';
import { createOperationCheck } from './operation-check.ts';
import { readRequirements } from './requirements.ts';

const HEAD = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed", import: ["@key", "@external", "@requires", "@provides", "@interfaceObject", {name: "@requiresScopes", as: "@needs"}])
    @link(url: "https://lien-thong.example/specs/elements/v1.0", import: [{name: "@searches", as: "@seeks"}])
  directive @seeks(elements: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;
const needs = (...ends: readonly string[]) =>
  `@needs(scopes: [[${ends.map((end) => `"land.x.${end}"`).join(', ')}]])`;

/** The land register under names of its own: interfaces, input objects, keys within keys, other databases' fields. */
const DOCUMENT = parse(`${HEAD}
  type Query {
    holders: [Holder] ${needs('holders')}
    find(by: Search, sort: String = "area" @seeks(elements: ["land.x.area"])): Parcel ${needs('number')}
    owner: Citizen @provides(fields: "name home { street }") ${needs('owner', 'name')}
    widow: Citizen @provides(fields: "name") ${needs('widow', 'name')}
    unprovided: Citizen ${needs('owner')}
  }
  interface Holder { code: ID }
  type Citizen implements Holder @key(fields: "personalId") {
    personalId: ID
    code: ID ${needs('citizenCode')}
    name: String @external
    phone: String @external
    home: Home @external
    late: Boolean @requires(fields: "phone") ${needs('late', 'phone')}
  }
  type Home @fed__shareable { street: String @external }
  type Business implements Holder @key(fields: "code") { code: ID ${needs('businessCode')} }
  type Firm implements Holder { code: ID ${needs('firmCode')} }
  type Parcel @key(fields: "office { code } number") {
    number: ID ${needs('number')}
    office: Office ${needs('office')}
    second: Office ${needs('office')}
  }
  type Office { code: ID ${needs('officeCode')} head: String ${needs('head')} }
  type Vehicle @interfaceObject @key(fields: "plate") { plate: ID tax: Int ${needs('tax')} }
  input Search { number: ID @seeks(elements: ["land.x.number"]) near: Near state: String = "NOW" @seeks(elements: ["land.x.state"]) }
  input Near { office: ID @seeks(elements: ["land.x.office"]) }
`);
const schema = buildSubgraphSchema({ typeDefs: DOCUMENT });
const requirements = readRequirements(DOCUMENT);

/** What an operation lacks under these elements. */
function lacking(
  query: string,
  granted: readonly string[],
  variables?: Readonly<Record<string, unknown>>,
): readonly string[] {
  const elements = new Set(granted.map((end) => `land.x.${end}`));
  try {
    createOperationCheck(schema, requirements).check(parse(query), elements, variables);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return (error.facts['lacking'] as readonly { coordinate: string }[]).map(({ coordinate }) => coordinate);
  }
}

describe('on an interface', () => {
  it('a field needs what each type needs that may stand behind it; its key part nothing', () => {
    const granted = ['holders', 'citizenCode', 'firmCode'];
    expect(lacking('{ holders { code } }', granted)).toEqual([]);
    expect(lacking('{ holders { code } }', ['holders', 'citizenCode'])).toEqual(['Firm.code']);
    expect(lacking('{ holders { code } }', ['holders'])).toEqual(['Citizen.code', 'Firm.code']);
  });

  it.each([
    '{ holders { ... on Citizen { code } } }',
    '{ holders { ... on Citizen { ... on Holder { code } } } }',
    '{ holders { ...H } } fragment H on Holder { ... on Citizen { code } }',
    '{ _entities(representations: []) { ... on Holder { ... on Citizen { code } } } }',
  ])('only the types count that the fragments leave: %s', (query) => {
    expect(lacking(query, ['holders', 'firmCode'])).toEqual(['Citizen.code']);
    expect(lacking(query, ['holders', 'citizenCode'])).toEqual([]);
  });

  it('one fragment at two places is looked at in both', () => {
    const query =
      '{ a: holders { ... on Firm { ...H } } b: holders { ... on Citizen { ...H } } } fragment H on Holder { code }';
    expect(lacking(query, ['holders', 'firmCode'])).toEqual(['Citizen.code']);
  });

  it('an interface object is a type like any other', () => {
    const query = '{ _entities(representations: []) { ... on Vehicle { plate tax } } }';
    expect(lacking(query, [])).toEqual(['Vehicle.tax']);
    expect(lacking(query, ['tax'])).toEqual([]);
  });
});

describe('an input object', () => {
  const granted = ['number', 'area'];

  it.each([
    ['a literal', '{ find(by: { near: { office: "1" }, state: null }) { number } }', {}],
    [
      'a variable',
      'query($s: Search) { find(by: $s) { number } }',
      { s: { near: { office: '1' }, state: 'OLD' } },
    ],
    ['a default', 'query($s: Search = { near: { office: "1" }, state: "" }) { find(by: $s) { number } }', {}],
  ])('needs the elements of the fields that are used by %s', (_how, query, variables) => {
    expect(lacking(query, granted, variables)).toEqual(['Near.office', 'Search.state']);
    expect(lacking(query, [...granted, 'office', 'state'], variables)).toEqual([]);
  });

  it('needs those of defaults that nobody writes', () => {
    expect(lacking('{ find(by: {}) { number } }', granted, {})).toEqual(['Search.state']);
    expect(lacking('{ find { number } }', ['number'], {})).toEqual(['Query.find(sort:)']);
    expect(lacking('{ find(sort: null) { number } }', granted, {})).toEqual([]);
  });

  it('needs nothing of what is left out, for these variables, and is judged anew for others', () => {
    const check = createOperationCheck(schema, requirements);
    const document = parse('query($n: Near) { find(by: { near: $n, state: "x" }) { number } }');
    const elements = new Set(['number', 'area', 'state'].map((end) => `land.x.${end}`));
    for (let round = 0; round < 2; round++) {
      expect(() => check.check(document, elements, {})).not.toThrow();
      expect(() => check.check(document, elements, { n: { office: '1' } })).toThrow(Refusal);
    }
    expect(() => check.check(document, elements)).toThrow(Refusal);
  });
});

describe('a key within a key', () => {
  it('may be read on its way from the entity, and nowhere else', () => {
    const key = '{ _entities(representations: []) { ... on Parcel { number office { code } } } }';
    expect(lacking(key, [])).toEqual([]);
    const aside = '{ _entities(representations: []) { ... on Parcel { second { code } office { head } } } }';
    expect(lacking(aside, [])).toEqual(['Parcel.second', 'Office.code', 'Office.head']);
    expect(lacking(aside, ['office', 'officeCode', 'head'])).toEqual([]);
  });
});

describe('a field of another database', () => {
  it('is not served from here unless this database provides it', () => {
    const query = '{ unprovided { phone personalId } }';
    expect(lacking(query, ['owner', 'phone', 'name'])).toEqual(['Citizen.phone']);
    expect(lacking('{ unprovided { personalId late } }', ['owner', 'late', 'phone'])).toEqual([]);
  });

  it('that is provided needs what the field needs that provides it', () => {
    expect(lacking('{ owner { name home { street } } }', ['owner', 'name'])).toEqual([]);
    expect(lacking('{ widow { name } }', ['widow', 'name'])).toEqual([]);
    const past = '{ _entities(representations: []) { ... on Citizen { name } } }';
    expect(lacking(past, ['owner', 'widow'])).toEqual(['Citizen.name']);
    expect(lacking(past, ['owner', 'name'])).toEqual([]);
  });

  it('may state for itself what it needs', () => {
    const own = parse(`${HEAD} type Query { a: Citizen @provides(fields: "name") ${needs('owner')} }
      type Citizen @key(fields: "id") { id: ID name: String @external ${needs('name')} }`);
    expect(readRequirements(own).of('Citizen.name')).toEqual([['land.x.name']]);
  });
});

it('a directive that no link explains stops the database from starting', () => {
  const renamed = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a: ID ${needs('a')} }`;
  expect(() => readRequirements(parse(renamed.replace('@needs', '@requiresScopes')))).toThrow(
    'found @requiresScopes, which no @link brings in under this name',
  );
  expect(readRequirements(DOCUMENT).of('Query.holders')).toEqual([['land.x.holders']]);
});
