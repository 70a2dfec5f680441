import { describe, expect, it } from 'vitest';
import { compose } from './compose.ts';
import { ELEMENTS, HEADER, problemsOf, subgraph, supergraphFile } from './fixture.ts';
import type { SubgraphSource } from './sources.ts';

const LIBRARY = `
type Query {
  "The book (sách) with this number."
  book(
    "ISBN (mã sách)."
    isbn: ID @searches(elements: ["library.book.isbn"])
  ): Book @requiresScopes(scopes: [["library.book.isbn"]])
}
"A book (sách)."
type Book @key(fields: "isbn") {
  "ISBN (mã sách)."
  isbn: ID @requiresScopes(scopes: [["library.book.isbn"]])
  "Title (nhan đề)."
  title: String @requiresScopes(scopes: [["library.book.title"]])
}`;

const LOANS = `
"A book (sách)."
type Book @key(fields: "isbn") {
  "ISBN (mã sách)."
  isbn: ID
  "Who has it (bạn đọc)."
  reader: String @requiresScopes(scopes: [["loans.loan.reader"]])
}`;

/** What composition says of these subgraphs: nothing, or the problems. */
function composed(...subgraphs: readonly SubgraphSource[]): Promise<readonly string[]> {
  return problemsOf(() => compose(supergraphFile(...subgraphs), ELEMENTS));
}

const library = (change = (sdl: string) => sdl, header?: string) =>
  subgraph('library', change(LIBRARY), header);
const loans = (change = (sdl: string) => sdl, header?: string) => subgraph('loans', change(LOANS), header);

describe('two subgraphs', () => {
  it('compose to one graph that keeps every requirement', () => {
    const { policySdl, hints } = compose(supergraphFile(library(), loans()), ELEMENTS);
    for (const element of ['library.book.isbn', 'library.book.title', 'loans.loan.reader']) {
      expect(policySdl).toContain(element);
    }
    expect(policySdl).toContain('@searches(elements: ["library.book.isbn"])');
    expect(hints).toEqual([]);
  });

  it('are refused with the problems of both, each in its file', async () => {
    const untitled = library((sdl) => sdl.replace('"Title (nhan đề)."\n', ''));
    const unnamed = loans((sdl) => sdl.replace('loans.loan.reader', 'loans.loan.name'));
    expect(await composed(untitled, unnamed)).toEqual([
      'subgraphs/library/schema.graphql:14: Book.title has no description (described)',
      'subgraphs/loans/schema.graphql:8: Book.reader: "loans.loan.name" is not in the Shared Data Dictionary (elements-are-known)',
    ]);
  });

  it('of which one field has two types are refused with both places in mind', async () => {
    const other = loans((sdl) =>
      sdl.replace(
        '"Who has it',
        '"Number (số)." title: Int @shareable @requiresScopes(scopes: [["loans.loan.reader"]])\n"Who has it',
      ),
    );
    const shared = library((sdl) => sdl.replace('title: String', 'title: String @shareable'));
    const [problem, ...others] = await composed(shared, other);
    expect(problem).toMatch(
      /^subgraphs\/(library\/schema\.graphql:15|loans\/schema\.graphql:7): .*"Book\.title".*\(FIELD_TYPE_MISMATCH\)$/,
    );
    expect(problem).not.toContain('\n');
    expect(others).toEqual([]);
  });

  it('whose descriptions differ compose, with a hint at file and line', () => {
    const other = loans((sdl) => sdl.replace('"A book (sách)."', '"What is lent (sách)."'));
    const { hints } = compose(supergraphFile(library(), other), ELEMENTS);
    expect(hints).toMatchObject([
      { file: 'subgraphs/library/schema.graphql', line: 11, rule: 'INCONSISTENT_DESCRIPTION' },
    ]);
  });

  it('of the same name are refused', async () => {
    expect(await composed(library(), library())).toEqual([
      'supergraph.yaml: subgraphs: found "library" twice, expected each name once (supergraph-file)',
    ]);
  });
});

describe('the composed graph', () => {
  it('has no key of which the owner states no element', async () => {
    const { policySdl } = compose(supergraphFile(library(), loans()), ELEMENTS);
    expect(policySdl).toContain('isbn: ID');
    const bare = library((sdl) =>
      sdl.replace('isbn: ID @requiresScopes(scopes: [["library.book.isbn"]])', 'isbn: ID'),
    );
    expect(await composed(bare, loans())).toEqual([
      'supergraph: Book.isbn needs no data element in the composed graph; does its owner state one? (every-field-has-elements)',
    ]);
  });

  it('has no argument of which the elements were lost because @searches was not composed', async () => {
    const forgets = HEADER.replace('@composeDirective(name: "@searches")', '');
    expect(await composed(library(undefined, forgets))).toEqual([
      'supergraph: Query.book(isbn:) searches by no data element in the composed graph; does its subgraph compose @searches? (every-argument-has-elements)',
    ]);
  });

  it('is not spared these questions because another database calls the record a value type', async () => {
    const untitled = (sdl: string) =>
      sdl.replace(/"Title[^}]*/, '').replace('isbn: ID @req', 'isbn: ID @shareable @req');
    const bare = (sdl: string) => untitled(sdl).replace(/(isbn: ID @shareable) .*/, '$1');
    const value = subgraph(
      'loans',
      `type Query {
        "Lent last (sách mới mượn)."
        latest: Book @requiresScopes(scopes: [["loans.loan.reader"]])
      }
      "A book (sách)."
      type Book @valueType @shareable {
        "ISBN (mã sách)."
        isbn: ID
      }`,
    );
    expect(await composed(library(untitled), value)).toEqual([]);
    expect(await composed(library(bare), value)).toEqual([
      'supergraph: Book.isbn needs no data element in the composed graph; does its owner state one? (every-field-has-elements)',
    ]);
  });

  it('has no rule of which composition kept one side only', async () => {
    const shared = (element: string) =>
      `type Query {\n"Title (nhan đề)."\ntitle(\n"Of (của)."\nof: ID @searches(elements: ["${element}"])): String @shareable @requiresScopes(scopes: [["${element}"]]) }`;
    const [problem, ...others] = await composed(
      subgraph('library', shared('library.book.title')),
      subgraph('loans', shared('loans.loan.reader')),
    );
    expect(problem).toMatch(/@searches.*\(INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS\)$/);
    expect(others).toEqual([]);
  });
});

describe('the version in supergraph.yaml', () => {
  it('must be the one that is installed', async () => {
    const file = { ...supergraphFile(library()), federationVersion: '2.9.0', versionLine: 7 };
    expect(await problemsOf(() => compose(file, ELEMENTS))).toEqual([
      'supergraph.yaml:7: federation_version: found =2.9.0, expected =2.14.4, which is installed (supergraph-file)',
    ]);
  });

  it('is enough when it is', async () => {
    expect(await composed(library())).toEqual([]);
  });
});

it('no subgraph at all makes no graph', async () => {
  expect(await composed()).not.toEqual([]);
});
