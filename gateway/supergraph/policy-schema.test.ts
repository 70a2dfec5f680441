import { describe, expect, it } from 'vitest';
import { readPolicySchema } from './policy-schema.ts';

const policy = readPolicySchema(`
  type Query @join__type(graph: LIBRARY) {
    book(isbn: ID @searches(elements: ["library.book.isbn", "library.book.title"]), first: Int): Book
      @requiresScopes(scopes: [["library.book.isbn"]])
  }
  type Book
    @join__type(graph: LIBRARY, key: "isbn")
    @join__type(graph: LOANS, key: "isbn", resolvable: false)
  {
    isbn: ID @requiresScopes(scopes: [["library.book.isbn"]])
    isOld: Boolean @requiresScopes(scopes: [["library.book.year"], ["library.book.age", "library.book.isbn"]])
    shelf: Shelf @requiresScopes(scopes: [["library.book.shelf"]])
  }
  type Shelf @join__type(graph: LIBRARY) @valueType { mark: String }
  union Owner = Book
`);

describe('requirements in the composed graph', () => {
  it('of a field are its alternatives, each of them whole', () => {
    expect(policy.fieldRequirement('Book', 'isOld')).toEqual([
      ['library.book.year'],
      ['library.book.age', 'library.book.isbn'],
    ]);
  });

  it('of an argument are everything that it searches by', () => {
    expect(policy.argumentRequirement('Query', 'book', 'isbn')).toEqual([
      ['library.book.isbn', 'library.book.title'],
    ]);
  });

  it('are none of a part of a value, of a page argument, and of what is not in the graph', () => {
    expect(policy.fieldRequirement('Shelf', 'mark')).toBeUndefined();
    expect(policy.argumentRequirement('Query', 'book', 'first')).toBeUndefined();
    expect(policy.fieldRequirement('Book', 'title')).toBeUndefined();
    expect(policy.fieldRequirement('constructor', 'name')).toBeUndefined();
  });
});

describe('the key of a type', () => {
  it('is the first key field of an entity', () => {
    expect(policy.keyOf('Book')).toBe('isbn');
  });

  it('is none of any other type', () => {
    expect(policy.keyOf('Shelf')).toBeUndefined();
    expect(policy.keyOf('Query')).toBeUndefined();
    expect(policy.keyOf('Owner')).toBeUndefined();
  });
});

describe('a graph with interfaces, input objects and computed fields', () => {
  const graph = readPolicySchema(`
    schema @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{name: "@requiresScopes", as: "@needs"}]) { query: Query }
    interface Work @join__type(graph: A, key: "id shelf { code }") { id: ID title: String @needs(scopes: [["library.book.title"]]) }
    type Book implements Work @join__type(graph: A, key: "isbn") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
      id: ID @needs(scopes: [["library.book.id"]])
      label(in: ID): String @join__field(graph: B, requires: "title author { name }")
    }
    union Thing = Book
    input Search { title: String @searches(elements: ["library.book.title"]) }
  `);

  it('is read under the names that its links give, with what each object type states', () => {
    expect(graph.fieldRequirement('Book', 'id')).toEqual([['library.book.id']]);
    expect(graph.fieldRequirement('Work', 'title')).toBeUndefined();
    expect(graph.inputRequirement('Search.title')).toEqual([['library.book.title']]);
    expect(graph.inputRequirement('Search.author')).toBeUndefined();
  });

  it('knows what stands behind an abstract type, and the key that most databases use', () => {
    expect([graph.possibleTypes('Work'), graph.possibleTypes('Thing'), graph.possibleTypes('None')]).toEqual([
      ['Book'],
      ['Book'],
      [],
    ]);
    expect(graph.keyOf('Book')).toBe('id');
  });

  it('knows which names plans fetch for themselves', () => {
    for (const name of ['id', 'isbn', 'shelf', 'code', 'title', 'author', 'name'])
      expect(graph.isJoinedBy(name)).toBe(true);
    for (const name of ['label', 'constructor', 'in']) expect(graph.isJoinedBy(name)).toBe(false);
  });
});
