/** For tests only: databases that live as long as a test file, a gateway's keys, and a tiny library to serve. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Source } from 'graphql';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Client } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type AccessGrant, createGrantSigner, type GrantSigner } from '../../contract/access-grant.ts';
import { dropDatabase, type ProvisionedDatabase, provisionDatabase } from '../../embedded/index.ts';
import type { PageArguments, Reference, Resolvers, RowRules } from './index.ts';

/**
 * A database of its own for the test file or `describe` that asks, with the two roles that production has. It is there
 * before the hooks that are set afterwards and is dropped behind them.
 */
export function freshDatabase(): ProvisionedDatabase {
  const name = `kit-${randomBytes(5).toString('hex')}`;
  const which = { adminUrl: inject('postgresUrl'), name, prefix: 'test_' };
  const urls = { ownerUrl: '', servingUrl: '' };
  beforeAll(async () => {
    const request = { ...which, secret: 'for the tests only', serving: 'read-only' } as const;
    Object.assign(urls, await provisionDatabase(request));
  });
  afterAll(() => dropDatabase(which));
  return urls;
}

/** Runs SQL as the role of a URL and answers the rows of its last statement. */
export async function runSql(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const results: unknown = await client.query(sql);
    const last = (Array.isArray(results) ? results.at(-1) : results) as { rows: Record<string, unknown>[] };
    return last.rows;
  } finally {
    await client.end();
  }
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A new folder with these files; removed behind the test file. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kit-test-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A gateway's key pair: what signs, and what a subgraph is given. */
export interface GatewayKeys {
  readonly signer: GrantSigner;
  readonly publicKey: JWK;
}

/** Makes a new key pair. */
export async function gatewayKeys(): Promise<GatewayKeys> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return {
    signer: await createGrantSigner(await exportJWK(privateKey)),
    publicKey: await exportJWK(publicKey),
  };
}

/** All elements of the library. */
export const ALL_ELEMENTS = [
  'library.book.isbn',
  'library.book.title',
  'library.book.year',
  'library.reader.card',
  'library.reader.name',
  'library.reader.loans',
] as const;

/** A grant that covers the whole library. */
export const FULL_GRANT: AccessGrant = {
  audience: 'library',
  agency: 'MOCST',
  purpose: 'inventory',
  elements: ALL_ELEMENTS,
  jurisdiction: 'national',
  checkedTypes: [],
  shownKeys: ['Book.isbn', 'Reader.card'],
  linkKey: 'bGluaw',
};

/** What every schema here begins with. */
export const SDL_HEAD = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes", "@composeDirective"])
    @link(url: "https://lien-thong.example/specs/elements/v1.0", import: ["@searches"])
    @composeDirective(name: "@searches")
  directive @searches(elements: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

const LIBRARY_SDL = `${SDL_HEAD}
  scalar OldIdNumber
  type Query {
    book(isbn: String! @searches(elements: ["library.book.isbn"])): Book
      @requiresScopes(scopes: [["library.book.isbn"]])
    reader(card: OldIdNumber! @searches(elements: ["library.reader.card"])): Reader
      @requiresScopes(scopes: [["library.reader.card"]])
  }
  type Book @key(fields: "isbn") {
    isbn: String @requiresScopes(scopes: [["library.book.isbn"]])
    title: String @requiresScopes(scopes: [["library.book.title"]])
    year: Int @requiresScopes(scopes: [["library.book.year"]])
    borrower: Reader @requiresScopes(scopes: [["library.reader.loans"]])
  }
  type Reader @key(fields: "card") {
    card: OldIdNumber @requiresScopes(scopes: [["library.reader.card"]])
    name: String @requiresScopes(scopes: [["library.reader.name"]])
    books(first: Int, after: String): BookConnection @requiresScopes(scopes: [["library.reader.loans"]])
  }
  type BookConnection { edges: [BookEdge!] pageInfo: PageInfo }
  type BookEdge { cursor: String node: Book }
  type PageInfo { hasNextPage: Boolean endCursor: String }
`;

/** One row of `books`. */
export interface BookRow {
  readonly id: string;
  readonly isbn: string;
  readonly title: string;
  readonly year: number | null;
  readonly borrowerCard: string | null;
}

/** One row of `readers`. */
export interface ReaderRow {
  readonly card: string;
  readonly name: string;
  readonly communeCode: string | null;
}

/** The tables of the library. */
export interface LibraryTables {
  readonly readers: ReaderRow;
  readonly books: BookRow;
}

const LIBRARY_MIGRATION = `
  create table readers (card text primary key, name text not null, commune_code text);
  create table books (
    id bigint primary key,
    isbn text not null unique,
    title text not null,
    year integer,
    borrower_card text references readers
  );
`;

const resolvers: Resolvers<LibraryTables> = {
  Query: {
    book: (_root, { isbn }: { isbn: string }, { load }) => load.one('books', 'isbn', isbn),
    reader: (_root, { card }: { card: string }, { load }) => load.one('readers', 'card', card),
  },
  Book: {
    __resolveReference: ({ isbn }: Reference<'isbn'>, _args, { load }) => load.one('books', 'isbn', isbn),
    borrower: ({ borrowerCard }: BookRow, _args, { load }) => load.one('readers', 'card', borrowerCard),
  },
  Reader: {
    __resolveReference: ({ card }: Reference<'card'>, _args, { load }) => load.one('readers', 'card', card),
    books: ({ card }: ReaderRow, page: PageArguments, { load }) =>
      load.page('books', 'borrowerCard', card, page),
  },
};

/** The library's schema, resolvers, and a rule: a limited grant reads the readers of its own communes only. */
export const LIBRARY = {
  name: 'library',
  sdl: new Source(LIBRARY_SDL, 'library.graphql'),
  resolvers,
  rowRules: {
    Reader: ({ communeCode }: ReaderRow, { grant: { jurisdiction } }) =>
      jurisdiction === 'national' || jurisdiction.includes(communeCode ?? 'none'),
  } satisfies RowRules,
} as const;

/** A folder with the library's one migration. */
export function libraryMigrations(): string {
  return folderWith({ '001-library.sql': LIBRARY_MIGRATION });
}
