import { describe, expect, it } from 'vitest';
import { compose } from './compose.ts';
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
import { ELEMENTS, describedSubgraph as of, problemsOf, supergraphFile } from './fixture.ts';
import { readPolicySchema } from './policy-schema.ts';

/**
 * Each construct of federation that has been a way around a field's requirement elsewhere, with what is composed of it
 * here: the holes that were published for other gateways stand in the names of the tests.
 */
const LANGUAGE = '@requiresScopes(scopes: [["library.book.language"]])';

const WORKS = `
type Query {
  works: [Work] ${ISBN}
}
interface Work @key(fields: "isbn") {
  isbn: ID
  title: String
}
type Book implements Work @key(fields: "isbn") {
  isbn: ID ${ISBN}
  title: String ${TITLE}
}
type Map implements Work @key(fields: "isbn") {
  isbn: ID ${ISBN}
  title: String ${LANGUAGE}
}
`;

describe('an interface', () => {
  it('leaves each type its own requirement', () => {
    const policy = policyOf(library(WORKS));
    expect(policy.fieldRequirement('Book', 'title')).toEqual([['library.book.title']]);
    expect(policy.fieldRequirement('Map', 'title')).toEqual([['library.book.language']]);
    expect(policy.fieldRequirement('Work', 'title')).toBeUndefined();
    expect(policy.possibleTypes('Work')).toEqual(['Book', 'Map']);
  });

  it('states nothing itself, which implementing types would not inherit (GHSA-mx7m-j9xf-62hw)', async () => {
    const stated = library(WORKS.replace('  title: String\n', `  title: String ${TITLE}\n`));
    expect(await composing(stated)).toEqual([
      expect.stringContaining('found @requiresScopes, which this gateway does not enforce here'),
    ]);
  });

  it('does not excuse a type behind it that states nothing', async () => {
    const bare = library(WORKS.replace(`title: String ${LANGUAGE}`, 'title: String'));
    expect(await composing(bare)).toEqual([
      expect.stringContaining('Map.title discloses data but states no data element'),
    ]);
  });
});

describe('an interface object', () => {
  const rated = (scopes: string) =>
    loans(`
type Work @interfaceObject @key(fields: "isbn") {
  isbn: ID
  reader(of: ID @searches(elements: ["loans.loan.reader"])): String ${scopes}
}`);

  it('gives every type behind the interface what it states, arguments included', () => {
    const policy = policyOf(library(WORKS), rated(READER));
    for (const type of ['Book', 'Map']) {
      expect(policy.fieldRequirement(type, 'reader')).toEqual([['loans.loan.reader']]);
      expect(policy.argumentRequirement(type, 'reader', 'of')).toEqual([['loans.loan.reader']]);
    }
  });

  it('that states nothing is refused', async () => {
    expect(await composing(library(WORKS), rated(''))).toEqual([
      expect.stringContaining('Work.reader discloses data but states no data element'),
    ]);
  });

  it('adds its requirement to that of a type that has the field as well', () => {
    const shared = loans(`
type Work @interfaceObject @key(fields: "isbn") {
  isbn: ID
  title: String @shareable ${READER}
}`);
    const policy = policyOf(
      library(WORKS.replaceAll('title: String @req', 'title: String @shareable @req')),
      shared,
    );
    expect(policy.fieldRequirement('Map', 'title')?.flat().sort()).toEqual([
      'library.book.language',
      'loans.loan.reader',
    ]);
  });
});

const BOOK = `
type Query {
  book: Book ${ISBN}
}
type Book @key(fields: "isbn") {
  isbn: ID ${ISBN}
  title: String @shareable ${TITLE}
}
`;

describe('@requires', () => {
  const label = (scopes: string) =>
    loans(`
type Book @key(fields: "isbn") {
  isbn: ID
  title: String @external
  label: String @requires(fields: "title") ${scopes}
}`);

  it('makes a field state what it is computed from (GHSA-m8jr-fxqx-8xx6)', async () => {
    expect(await composing(library(BOOK), label(READER))).toEqual([
      expect.stringContaining('(MISSING_TRANSITIVE_AUTH_REQUIREMENTS)'),
    ]);
    expect(
      policyOf(library(BOOK), label(READER_AND_TITLE)).fieldRequirement('Book', 'label')?.flat().sort(),
    ).toEqual(['library.book.title', 'loans.loan.reader']);
  });

  it('is not met by an alternative that leaves the source out', async () => {
    const either = label('@requiresScopes(scopes: [["library.book.title"], ["loans.loan.reader"]])');
    expect(await composing(library(BOOK), either)).toEqual([
      expect.stringContaining('(MISSING_TRANSITIVE_AUTH_REQUIREMENTS)'),
    ]);
  });

  it('reaches through a second subgraph to the first', async () => {
    const archive = (scopes: string) =>
      of(
        'archive',
        `
type Book @key(fields: "isbn") {
  isbn: ID
  label: String @external
  mark: String @requires(fields: "label") ${scopes}
}`,
      );
    const dictionary = new Map([...ELEMENTS, ['archive.book.mark', { class: 'business' }] as const]);
    const composed = (scopes: string) =>
      problemsOf(() =>
        compose(supergraphFile(library(BOOK), label(READER_AND_TITLE), archive(scopes)), dictionary),
      );
    expect(await composed('@requiresScopes(scopes: [["archive.book.mark", "loans.loan.reader"]])')).toEqual([
      expect.stringContaining('(MISSING_TRANSITIVE_AUTH_REQUIREMENTS)'),
    ]);
    expect(
      await composed(
        '@requiresScopes(scopes: [["archive.book.mark", "loans.loan.reader", "library.book.title"]])',
      ),
    ).toEqual([]);
  });

  it('through an interface asks for what every type behind it asks', async () => {
    const shelves = library(`${WORKS}
type Shelf @key(fields: "isbn") {
  isbn: ID ${ISBN}
  works: [Work] ${ISBN}
}`);
    const spine = (scopes: string) =>
      loans(`
type Shelf @key(fields: "isbn") {
  isbn: ID
  works: [Work] @external
  spine: String @requires(fields: "works { title }") ${scopes}
}
interface Work {
  title: String
}
type Book implements Work {
  title: String @external
}
type Map implements Work {
  title: String @external
}`);
    const found = await composing(
      shelves,
      spine('@requiresScopes(scopes: [["library.book.isbn", "library.book.title"]])'),
    );
    expect(found).toEqual([expect.stringContaining('(MISSING_TRANSITIVE_AUTH_REQUIREMENTS)')]);
  });
});

describe('@provides', () => {
  const provided = (scopes: string, external = '') =>
    loans(`
type Query {
  lent: Book @provides(fields: "title") ${scopes}
}
type Book @key(fields: "isbn") {
  isbn: ID
  title: String @external ${external}
}`);

  it('is refused where the way past the owner asks for less than the owner', async () => {
    expect(await composing(library(BOOK), provided(READER))).toEqual([
      expect.stringContaining(
        'Book.title is provided by Query.lent without the elements that its owner states',
      ),
    ]);
    const other = provided(READER, ISBN);
    expect(await composing(library(BOOK), other)).toHaveLength(1);
    // One of two elements that the owner asks for together is less as well.
    const both = BOOK.replace('[["library.book.title"]]', '[["library.book.title", "library.book.isbn"]]');
    expect(both).not.toBe(BOOK);
    expect(await composing(library(both), provided(READER, TITLE))).toHaveLength(1);
  });

  it('is composed where the providing field, or the external one, states the same', async () => {
    expect(await composing(library(BOOK), provided(READER_AND_TITLE))).toEqual([]);
    expect(await composing(library(BOOK), provided(READER, TITLE))).toEqual([]);
    const policy = policyOf(library(BOOK), provided(READER, TITLE));
    expect(policy.fieldRequirement('Book', 'title')).toEqual([['library.book.title']]);
    expect(policy.fieldRequirement('Query', 'lent')).toEqual([['loans.loan.reader']]);
  });
});

describe('@override', () => {
  it('keeps the requirement of both databases', () => {
    const moved = loans(`
type Book @key(fields: "isbn") {
  isbn: ID
  title: String @override(from: "library") ${READER}
}`);
    expect(policyOf(library(BOOK), moved).fieldRequirement('Book', 'title')?.flat().sort()).toEqual([
      'library.book.title',
      'loans.loan.reader',
    ]);
  });

  it('lets the new database state the element of the old one, which another field may not', async () => {
    const moved = (directives: string) =>
      loans(`
type Book @key(fields: "isbn") {
  isbn: ID
  title: String ${directives} ${TITLE}
}`);
    expect(await composing(library(BOOK), moved('@override(from: "library")'))).toEqual([]);
    expect(await composing(library(BOOK), moved('@shareable'))).toEqual([
      expect.stringContaining('"library.book.title" belongs to another database (elements-are-known)'),
    ]);
  });
});

describe('other constructs', () => {
  it('keep their requirement: an extended type, an invisible field, a tag', () => {
    const sdl = `${BOOK}
extend type Book @tag(name: "public") {
  language: String @inaccessible ${LANGUAGE}
}`;
    const { policySdl } = compose(supergraphFile(library(sdl)), ELEMENTS);
    expect(readPolicySchema(policySdl).fieldRequirement('Book', 'language')).toEqual([
      ['library.book.language'],
    ]);
  });

  it('are looked at in an extension as in the type: a field without elements is refused', async () => {
    expect(await composing(library(`${BOOK}\nextend type Book {\n  language: String\n}`))).toEqual([
      expect.stringContaining('Book.language discloses data but states no data element'),
    ]);
  });

  it('of a shared field ask for what both databases ask', () => {
    const shared = loans(`
type Book @key(fields: "isbn") {
  isbn: ID
  title: String @shareable ${READER}
}`);
    expect(policyOf(library(BOOK), shared).fieldRequirement('Book', 'title')?.flat()).toHaveLength(2);
  });

  it('make keys of several fields, and of fields further down', () => {
    const sdl = `
type Query {
  copy: Copy ${ISBN}
}
type Copy @key(fields: "number book { isbn }") @key(fields: "code") {
  number: ID ${ISBN}
  code: ID ${ISBN}
  book: Book ${ISBN}
}
type Book @key(fields: "isbn") {
  isbn: ID ${ISBN}
}`;
    expect(policyOf(library(sdl)).keyOf('Copy')).toBe('code');
    expect(policyOf(library(sdl.replace(' @key(fields: "code")', ''))).keyOf('Copy')).toBeUndefined();
  });
});

it('a connection of bare values is no plumbing: its nodes disclose what nobody states', async () => {
  const connection = (node: string) =>
    library(`
type Query {
  books(first: Int, after: String): BookConnection @listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false) ${ISBN}
}
type BookConnection {
  edges: [BookEdge]
}
type BookEdge {
  cursor: String
  node: ${node}
}
type Book @key(fields: "isbn") {
  isbn: ID ${ISBN}
}`);
  expect(await composing(connection('Book'))).toEqual([]);
  expect(await composing(connection('String'))).toEqual([
    expect.stringContaining('BookEdge.node needs no data element in the composed graph'),
  ]);
});
