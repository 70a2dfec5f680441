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
