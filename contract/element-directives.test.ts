import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  coordinate,
  hasDirective,
  isPlumbing,
  keyFieldsOf,
  scopesOf,
  searchesOf,
} from './element-directives.ts';

function typeOf(sdl: string): ObjectTypeDefinitionNode {
  const node = parse(sdl).definitions[0];
  if (node?.kind !== Kind.OBJECT_TYPE_DEFINITION) throw new Error('expected an object type');
  return node;
}

function fieldOf(sdl: string): FieldDefinitionNode {
  const field = typeOf(`type Book { ${sdl} }`).fields?.[0];
  if (field === undefined) throw new Error('expected a field');
  return field;
}

describe('@requiresScopes', () => {
  it('is read as alternatives, each of them whole', () => {
    expect(
      scopesOf(fieldOf('title: String @requiresScopes(scopes: [["a.b.c", "a.b.d"], ["a.b.e"]])')),
    ).toEqual([['a.b.c', 'a.b.d'], ['a.b.e']]);
  });
  it('is a list of one where its brackets are left out', () => {
    expect(scopesOf(fieldOf('title: String @requiresScopes(scopes: "a.b.c")'))).toEqual([['a.b.c']]);
  });
  it('is empty where it does not stand', () => {
    expect(scopesOf(fieldOf('title: String @other(scopes: [["a.b.c"]])'))).toEqual([]);
  });
});

describe('@searches', () => {
  const argumentOf = (sdl: string) => fieldOf(`find(${sdl}): String`).arguments?.[0] ?? {};

  it('is read as one list that is needed whole', () => {
    expect(searchesOf(argumentOf('title: String @searches(elements: ["a.b.c", "a.b.d"])'))).toEqual([
      ['a.b.c', 'a.b.d'],
    ]);
  });
  it('is empty where it does not stand', () => {
    expect(searchesOf(argumentOf('title: String'))).toEqual([]);
  });
});

describe('keys', () => {
  it.each([
    ['one field', 'type Book @key(fields: "isbn") { isbn: ID }', ['isbn']],
    ['two fields', 'type Book @key(fields: "shelf place") { shelf: ID }', ['shelf', 'place']],
    ['two keys', 'type Book @key(fields: "isbn") @key(fields: "id") { id: ID }', ['isbn', 'id']],
    ['not resolvable', 'type Book @key(fields: "isbn", resolvable: false) { isbn: ID }', ['isbn']],
    ['in the supergraph', 'type Book @join__type(graph: A, key: "isbn") { isbn: ID }', ['isbn']],
    ['none in that graph', 'type Book @join__type(graph: A) { isbn: ID }', []],
    ['none', 'type Book { isbn: ID }', []],
  ])('%s', (_case, sdl, fields) => {
    expect(keyFieldsOf(typeOf(sdl))).toEqual(fields);
  });
});

describe('connection plumbing', () => {
  it.each([
    ['BookConnection', 'edges', true],
    ['BookConnection', 'pageInfo', true],
    ['BookConnection', 'firstTitle', false],
    ['BookEdge', 'node', true],
    ['BookEdge', 'cursor', true],
    ['BookEdge', 'addedOn', false],
    ['Book', 'edges', false],
    ['Book', 'node', false],
  ])('%s.%s: %s', (type, field, plumbing) => {
    expect(isPlumbing(type, fieldOf(`${field}: String`))).toBe(plumbing);
  });
});

it('a coordinate names a field, or an argument of it', () => {
  expect(coordinate('Book', 'title')).toBe('Book.title');
  expect(coordinate('Query', 'book', 'isbn')).toBe('Query.book(isbn:)');
});

it('a directive is found by its whole name', () => {
  expect(hasDirective(fieldOf('title: String @shareable'), 'shareable')).toBe(true);
  expect(hasDirective(fieldOf('title: String @shareable'), 'share')).toBe(false);
});
