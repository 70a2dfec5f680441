import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/refusal.ts';
import { ALL_ELEMENTS, LIBRARY } from './fixture.ts';
import { createOperationCheck } from './operation-check.ts';
import { buildSchema } from './schema.ts';

const { schema, requirements } = buildSchema(LIBRARY.sdl, LIBRARY.resolvers);

/** What an operation lacks under these elements, as `coordinate element`. */
function lacking(document: string, elements: readonly string[]): readonly string[] {
  try {
    createOperationCheck(schema, requirements).check(parse(document), new Set(elements));
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.code).toBe('GRANT_INSUFFICIENT');
    const facts = error.facts['lacking'] as readonly { coordinate: string; element: string }[];
    return facts.map(({ coordinate, element }) => `${coordinate} ${element}`);
  }
}

const without = (...withheld: readonly string[]) =>
  ALL_ELEMENTS.filter((element) => !withheld.includes(element));

describe('an operation', () => {
  it('is let through when its grant covers every field and argument, and no more is needed', () => {
    const document = '{ book(isbn: "1") { title } }';
    expect(lacking(document, ['library.book.isbn', 'library.book.title'])).toEqual([]);
    expect(lacking(document, ['library.book.isbn'])).toEqual(['Book.title library.book.title']);
  });

  it('is told everything that it lacks at once', () => {
    expect(lacking('{ book(isbn: "1") { title year } }', ['library.book.isbn'])).toEqual([
      'Book.title library.book.title',
      'Book.year library.book.year',
    ]);
  });

  it('needs the elements of its arguments: a filter is a read', () => {
    const document = '{ reader(card: "012345678") { name } }';
    expect(lacking(document, without('library.reader.card'))).toEqual([
      'Query.reader library.reader.card',
      'Query.reader(card:) library.reader.card',
    ]);
    expect(lacking(document, ALL_ELEMENTS)).toEqual([]);
  });

  it.each([
    ['a value in the document', '{ book(isbn: "1") { title } }'],
    ['a variable', 'query ($isbn: String!) { book(isbn: $isbn) { title } }'],
    ['an alias', '{ book(isbn: "1") { isbn: title } }'],
    ['an alias of the root field', '{ __typename: book(isbn: "1") { title } }'],
    ['a fragment', '{ book(isbn: "1") { ...f } } fragment f on Book { title }'],
    [
      'a fragment in a fragment',
      '{ book(isbn: "1") { ...f } } fragment f on Book { ...g } fragment g on Book { title }',
    ],
    ['an inline fragment', '{ book(isbn: "1") { ... on Book { title } } }'],
    ['an inline fragment without a type', '{ book(isbn: "1") { ... { title } } }'],
    ['a fragment under a skipped field', '{ book(isbn: "1") @skip(if: true) { title } }'],
    ['representations', '{ _entities(representations: []) { ... on Book { title } } }'],
    ['a far way round', '{ reader(card: "1") { books { edges { node { title } } } } }'],
    [
      'another operation of the document',
      'query A { book(isbn: "1") { isbn } } query B { book(isbn: "1") { title } }',
    ],
  ])('cannot hide a field behind %s', (_case, document) => {
    expect(lacking(document, without('library.book.title'))).toEqual(['Book.title library.book.title']);
    expect(lacking(document, ALL_ELEMENTS)).toEqual([]);
  });

  it('may read keys and plumbing without elements of their own: the gateway joins through them', () => {
    const document =
      '{ reader(card: "1") { card books { edges { cursor node { isbn } } pageInfo { endCursor } } } }';
    expect(lacking(document, ['library.reader.card', 'library.reader.loans'])).toEqual([]);
  });

  it('is not let through by a pattern or by the element of another database', () => {
    for (const near of ['library.*', 'library.book.*', 'land.book.title', 'library.book.titles']) {
      expect(lacking('{ book(isbn: "1") { title } }', ['library.book.isbn', near])).toHaveLength(1);
    }
  });

  it('is judged anew under each grant, though what it needs is remembered', () => {
    const check = createOperationCheck(schema, requirements);
    const document = parse('{ book(isbn: "1") { title } }');
    const poor = new Set(['library.book.isbn']);
    const rich = new Set(ALL_ELEMENTS);
    for (let round = 0; round < 2; round++) {
      expect(() => check.check(document, poor)).toThrow(Refusal);
      expect(() => check.check(document, rich)).not.toThrow();
    }
  });

  it('is judged by itself, though the same grant covered another', () => {
    const check = createOperationCheck(schema, requirements);
    const granted = new Set(['library.book.isbn', 'library.book.title']);
    for (let round = 0; round < 2; round++) {
      expect(() => check.check(parse('{ book(isbn: "1") { title } }'), granted)).not.toThrow();
      expect(() => check.check(parse('{ book(isbn: "1") { year } }'), granted)).toThrow(Refusal);
    }
  });
});
