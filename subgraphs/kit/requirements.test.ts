import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { LIBRARY, SDL_HEAD } from './fixture.ts';
import { readRequirements } from './requirements.ts';

describe('what the fields and arguments of a schema need', () => {
  const requirements = readRequirements(parse(LIBRARY.sdl));

  it('is what stands on them', () => {
    expect(requirements.of('Book.title')).toEqual([['library.book.title']]);
    expect(requirements.of('Query.book')).toEqual([['library.book.isbn']]);
    expect(requirements.of('Query.book(isbn:)')).toEqual([['library.book.isbn']]);
  });

  it('is nothing for plumbing, page arguments and what does not exist', () => {
    for (const coordinate of ['BookEdge.node', 'Reader.books(first:)', 'Book.pages', 'Nothing.title']) {
      expect(requirements.of(coordinate)).toBeUndefined();
    }
  });

  it('is read from extensions of types as well', () => {
    const extended = readRequirements(
      parse(`${SDL_HEAD} extend type Book @key(fields: "isbn") {
        isbn: String
        shelf(on: String @searches(elements: ["a.b.c"])): String @requiresScopes(scopes: [["a.b.d"]])
      }`),
    );
    expect(extended.of('Book.shelf')).toEqual([['a.b.d']]);
    expect(extended.of('Book.shelf(on:)')).toEqual([['a.b.c']]);
    expect(extended.isKey('Book', 'isbn')).toBe(true);
  });

  it('keeps the keys of each type apart', () => {
    expect(requirements.isKey('Book', 'isbn')).toBe(true);
    expect(requirements.isKey('Book', 'title')).toBe(false);
    expect(requirements.isKey('Reader', 'isbn')).toBe(false);
    expect(requirements.isKey('Query', 'book')).toBe(false);
  });
});
