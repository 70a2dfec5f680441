import { describe, expect, it } from 'vitest';
import { createDocuments, type Documents } from './documents.ts';
import { LIBRARY } from './fixture.ts';
import { buildSchema } from './schema.ts';

const { schema } = buildSchema(LIBRARY.sdl, LIBRARY.resolvers);
const A = '{ book(isbn: "a") { title } }';
const B = '{ book(isbn: "b") { title } }';
const C = '{ book(isbn: "c") { title } }';

/** Which of these are still remembered: the very same document comes back. */
function remembered(documents: Documents, before: ReadonlyMap<string, unknown>): readonly string[] {
  return [...before]
    .filter(([query, document]) => documentOf(documents, query) === document)
    .map(([query]) => query);
}

function documentOf(documents: Documents, query: string): unknown {
  const checked = documents.of(query);
  return 'document' in checked ? checked.document : checked.errors;
}

const codesOf = (documents: Documents, query: string): readonly unknown[] => {
  const checked = documents.of(query);
  return 'errors' in checked ? checked.errors.map(({ extensions }) => extensions['code']) : [];
};

describe('a document', () => {
  it('is parsed and validated once', () => {
    const documents = createDocuments(schema);
    expect(documentOf(documents, A)).toBe(documentOf(documents, A));
    expect(documentOf(documents, A)).not.toBe(documentOf(documents, B));
  });

  it.each([
    ['no GraphQL', '{', 'GRAPHQL_PARSE_FAILED'],
    ['deeper than a parser can go', `${'{ a '.repeat(50_000)}`, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ bok }', 'GRAPHQL_VALIDATION_FAILED'],
    ['introspection', '{ __schema { queryType { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a wrong identifier', '{ reader(card: "12") { name } }', 'INVALID_IDENTIFIER'],
  ])('that is %s is refused with its code', (_case, query, code) => {
    expect(new Set(codesOf(createDocuments(schema), query))).toEqual(new Set([code]));
    expect(codesOf(createDocuments(schema), '{ reader(card: "000000012") { name } }')).toEqual([]);
  });
});

describe('the memory of documents', () => {
  it('keeps so many, and forgets what was used longest ago', () => {
    const documents = createDocuments(schema, { documents: 2, characters: 1_000 });
    const before = new Map([A, B].map((query) => [query, documentOf(documents, query)]));
    documents.of(A);
    before.set(C, documentOf(documents, C));
    expect(remembered(documents, new Map([...before].filter(([query]) => query !== B)))).toEqual([A, C]);
    expect(remembered(documents, new Map([...before].filter(([query]) => query === B)))).toEqual([]);
  });

  it('keeps so many characters: a long document costs many short ones', () => {
    const documents = createDocuments(schema, { documents: 100, characters: 3 * A.length });
    const before = new Map([A, B].map((query) => [query, documentOf(documents, query)]));
    expect(remembered(documents, before)).toEqual([A, B]);
    documents.of(`${C}${' '.repeat(2 * A.length)}`);
    expect(remembered(documents, before)).toEqual([]);
  });

  it('does not keep what is longer than all that it may keep, and answers it all the same', () => {
    const documents = createDocuments(schema, { documents: 100, characters: 10 });
    expect(codesOf(documents, A)).toEqual([]);
    expect(documentOf(documents, A)).not.toBe(documentOf(documents, A));
  });
});
