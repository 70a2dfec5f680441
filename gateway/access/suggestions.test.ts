import {
  buildSchema,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { withOwnSuggestions } from './suggestions.ts';

const WHOLE = buildSchema(`
  directive @shown(first: Int, second: Int) on FIELD
  type Query {
    search(title: String, titel: Int, colour: Colour, by: By): Thing
    searchSecret: Secret
    searchers: [Person]
  }
  type Person { name: String nume: String nine: String friend: Person }
  type Secret { name: String }
  type Persona { name: String }
  union Thing = Person | Secret | Persona
  enum Colour { RED RAD READ }
  input By { size: Int sizes: [Int] }
`);

const OWN = buildSchema(`
  directive @shown(first: Int) on FIELD
  type Query { search(title: String, colour: Colour, by: By): Thing searchers: [Person] }
  type Person { name: String friend: Person }
  union Thing = Person
  enum Colour { RED }
  input By { size: Int }
`);

/** The messages of graphql-js about an operation, as they leave for a caller with this schema. */
function told(query: string, own: GraphQLSchema, variables?: Record<string, unknown>): readonly string[] {
  const document = parse(query);
  const problems = validate(WHOLE, document);
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const inputs = variables && getVariableValues(WHOLE, definitions, variables).errors;
  return [...problems, ...(inputs ?? [])].map(({ message }) => withOwnSuggestions(message, () => own));
}

const CASES: readonly (readonly [string, string, string, string, Record<string, unknown>?])[] = [
  [
    'a field',
    '{ searchers { nane } }',
    'Cannot query field "nane" on type "Person". Did you mean "name", "nine", or "nume"?',
    'Cannot query field "nane" on type "Person". Did you mean "name"?',
  ],
  [
    'a root field',
    '{ searchSecrets { name } }',
    'Cannot query field "searchSecrets" on type "Query". Did you mean "searchSecret" or "searchers"?',
    'Cannot query field "searchSecrets" on type "Query". Did you mean "searchers"?',
  ],
  [
    'a type behind a union',
    '{ search { name } }',
    'Cannot query field "name" on type "Thing". Did you mean to use an inline fragment on "Person", "Persona", or "Secret"?',
    'Cannot query field "name" on type "Thing". Did you mean to use an inline fragment on "Person"?',
  ],
  [
    'a type',
    '{ search { ... on Persan { name } } }',
    'Unknown type "Persan". Did you mean "Person" or "Persona"?',
    'Unknown type "Persan". Did you mean "Person"?',
  ],
  [
    'an argument',
    '{ search(titl: "x") { __typename } }',
    'Unknown argument "titl" on field "Query.search". Did you mean "titel" or "title"?',
    'Unknown argument "titl" on field "Query.search". Did you mean "title"?',
  ],
  [
    'an argument of a directive',
    '{ search @shown(secon: 1, firs: 2) { __typename } }',
    'Unknown argument "secon" on directive "@shown". Did you mean "second"?',
    'Unknown argument "secon" on directive "@shown".',
  ],
  [
    'a value of an enum',
    '{ search(colour: REA) { __typename } }',
    'Value "REA" does not exist in "Colour" enum. Did you mean the enum value "READ", "RED", or "RAD"?',
    'Value "REA" does not exist in "Colour" enum. Did you mean the enum value "RED"?',
  ],
  [
    'a value of an enum, written as text',
    '{ search(colour: "RAD") { __typename } }',
    'Enum "Colour" cannot represent non-enum value: "RAD". Did you mean the enum value "RAD", "READ", or "RED"?',
    'Enum "Colour" cannot represent non-enum value: "RAD". Did you mean the enum value "RED"?',
  ],
  [
    'a field of an input',
    '{ search(by: { sizs: 1 }) { __typename } }',
    'Field "sizs" is not defined by type "By". Did you mean "size" or "sizes"?',
    'Field "sizs" is not defined by type "By". Did you mean "size"?',
  ],
  [
    'a field of an input in a variable',
    'query($by: By) { search(by: $by) { __typename } }',
    'Variable "$by" got invalid value { sizs: 1 }; Field "sizs" is not defined by type "By". Did you mean "size" or "sizes"?',
    'Variable "$by" got invalid value { sizs: 1 }; Field "sizs" is not defined by type "By". Did you mean "size"?',
    { by: { sizs: 1 } },
  ],
  [
    'a value of an enum in a variable',
    'query($colour: Colour) { search(colour: $colour) { __typename } }',
    'Variable "$colour" got invalid value "REA"; Value "REA" does not exist in "Colour" enum. Did you mean the enum value "READ", "RED", or "RAD"?',
    'Variable "$colour" got invalid value "REA"; Value "REA" does not exist in "Colour" enum. Did you mean the enum value "RED"?',
    { colour: 'REA' },
  ],
];

describe('a suggestion', () => {
  const cases = CASES.map(([what, query, whole, own, variables = {}]) => ({
    what,
    query,
    whole,
    own,
    variables,
  }));

  it.each(cases)('of $what names what the caller’s own schema has', ({ query, whole, own, variables }) => {
    expect(told(query, WHOLE, variables)).toContain(whole);
    expect(told(query, OWN, variables)).toContain(own);
  });

  it('says again which selection lacks its braces, because the client named it', () => {
    const message =
      'Field "searchSecret" of type "Secret" must have a selection of subfields. Did you mean "searchSecret { ... }"?';
    expect(told('{ searchSecret }', OWN)).toEqual([message]);
  });

  it('is dropped whole when nothing of it is left', () => {
    expect(told('{ searchers { nunme } }', buildSchema('type Query { n: Int }'))).toEqual([
      'Cannot query field "nunme" on type "Person".',
    ]);
  });

  const strange: readonly string[] = [
    'A sentence of another library. Did you mean "name"?',
    'Cannot query field "nane" on type "Person". Did you mean "name"? Or did you mean "nume"?',
    'Cannot query field "nane" on type "Person". Did you mean name?',
    'Cannot query field "nane" on type "Person". Did you mean the enum value "name"?',
    'Variable "$x" got invalid value " Did you mean "; Field "y" is not defined by type "By". Did you mean "size"?',
  ];

  it.each(strange)('that is not understood is taken away: %s', (message) => {
    expect(withOwnSuggestions(message, () => OWN)).toBe(message.slice(0, message.indexOf(' Did you mean ')));
  });

  it('is the only thing for which the own schema is made', () => {
    const never = (): GraphQLSchema => {
      throw new Error('made');
    };
    expect(withOwnSuggestions('Syntax Error: Unexpected Name.', never)).toBe(
      'Syntax Error: Unexpected Name.',
    );
  });
});
