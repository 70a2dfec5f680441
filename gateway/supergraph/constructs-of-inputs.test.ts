import { describe, expect, it } from 'vitest';
import {
  composing,
  ISBN,
  library,
  loans,
  policyOf,
  READER,
  READER_AND_TITLE,
  TITLE,
} from './constructs.fixture.ts';
import { HEADER } from './fixture.ts';
import { elementsStatedBy } from './stated-elements.ts';

const BOOK = `
type Query {
  book: Book ${ISBN}
}
type Book @key(fields: "isbn") {
  isbn: ID ${ISBN}
  title: String @shareable ${TITLE}
}
`;

const SEARCH = `
type Query {
  find(by: Search = { language: "vi" }): ID ${ISBN}
}
input Search {
  title: String @searches(elements: ["library.book.title"])
  language: String @searches(elements: ["library.book.language"])
  not: Search
}
`;

describe('an input object', () => {
  it('has the elements of each of its fields', () => {
    const policy = policyOf(library(SEARCH));
    expect(policy.inputRequirement('Search.title')).toEqual([['library.book.title']]);
    expect(policy.inputRequirement('Search.not')).toBeUndefined();
    expect(policy.argumentRequirement('Query', 'find', 'by')).toBeUndefined();
  });

  it('of which a field states none is refused, an argument that holds one is not', async () => {
    const bare = library(
      SEARCH.replace('title: String @searches(elements: ["library.book.title"])', 'title: String'),
    );
    expect(await composing(bare)).toEqual([
      expect.stringContaining(
        'Search.title selects by data but states no data element (every-argument-has-elements)',
      ),
    ]);
    expect(await composing(library(SEARCH))).toEqual([]);
  });

  it('of which the elements were lost because @searches was not composed is refused', async () => {
    const forgets = HEADER.replace('@composeDirective(name: "@searches")', '');
    expect(await composing(library(SEARCH, forgets))).toEqual(
      ['title', 'language'].map((field) =>
        expect.stringContaining(`Search.${field} searches by no data element in the composed graph`),
      ),
    );
  });

  it('of which another database knows other fields is refused: what leaves the graph would go on selecting', async () => {
    const shared = library(SEARCH.replace('ID @req', 'ID @shareable @req'));
    const other = loans(`
type Query {
  find(by: Search = { language: "vi" }): ID @shareable ${READER}
}
input Search {
  language: String @searches(elements: ["loans.loan.reader"])
}`);
    expect(await composing(shared, other)).toEqual(
      expect.arrayContaining([expect.stringContaining('(INCONSISTENT_INPUT_OBJECT_FIELD)')]),
    );
  });
});

describe('directives under other names', () => {
  const head = (imports: string) =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed", import: ${imports}) ` +
    '@link(url: "https://lien-thong.example/specs/elements/v1.0", import: [{name: "@searches", as: "@seeks"}]) ' +
    '@fed__composeDirective(name: "@seeks") directive @seeks(elements: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION';
  const renamed = (sdl: string) =>
    sdl.replaceAll('@requiresScopes', '@needs').replaceAll('@searches', '@seeks');

  it('protect as under their own, alone and beside a subgraph that does not rename them', () => {
    const names = head('["@key", {name: "@requiresScopes", as: "@needs"}]');
    const alone = policyOf(library(renamed(SEARCH), names));
    expect(alone.fieldRequirement('Query', 'find')).toEqual([['library.book.isbn']]);
    expect(alone.inputRequirement('Search.title')).toEqual([['library.book.title']]);
    const reader = loans(`
type Book @key(fields: "isbn") {
  isbn: ID
  reader(of: ID @searches(elements: ["loans.loan.reader"])): String ${READER}
}`);
    const beside = policyOf(library(renamed(BOOK).replace('@shareable', '@fed__shareable'), names), reader);
    expect(beside.fieldRequirement('Book', 'title')).toEqual([['library.book.title']]);
    expect(beside.fieldRequirement('Book', 'reader')).toEqual([['loans.loan.reader']]);
  });

  it('are found by the name before the two underscores as well', () => {
    const long = BOOK.replaceAll('@requiresScopes', '@fed__requiresScopes').replace(
      '@shareable',
      '@fed__shareable',
    );
    expect(policyOf(library(long, head('["@key"]'))).fieldRequirement('Book', 'title')).toEqual([
      ['library.book.title'],
    ]);
  });
});

it('the elements that each subgraph states are its own and those that it leans on', () => {
  const sources = [
    library(`${BOOK}${SEARCH.replace('type Query', 'extend type Query')}`),
    loans(`
type Book @key(fields: "isbn") {
  isbn: ID
  title: String @external
  label: String @requires(fields: "title") ${READER_AND_TITLE}
}`),
  ];
  const stated = elementsStatedBy(sources);
  expect([...(stated.get('library') ?? [])].sort()).toEqual([
    'library.book.isbn',
    'library.book.language',
    'library.book.title',
  ]);
  expect([...(stated.get('loans') ?? [])].sort()).toEqual(['library.book.title', 'loans.loan.reader']);
});
