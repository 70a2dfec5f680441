import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessGrant } from '../../contract/access-grant.ts';
import { ERROR_CODES, type ErrorCode } from '../../contract/refusal.ts';
import {
  ALL_ELEMENTS,
  FULL_GRANT,
  freshDatabase,
  type GatewayKeys,
  gatewayKeys,
  LIBRARY,
  type LibraryTables,
  libraryMigrations,
} from './fixture.ts';
import { loadRows, migrate, type RunningSubgraph, serveDatabase } from './index.ts';

const BOOK = '{ book(isbn: "i1") { title } }';
const READER = '{ reader(card: "000000001") { name } }';
const DEAD_DATABASE = 'postgresql://library:hidden@127.0.0.1:1/library';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: { readonly asOf: string | null };
}

const urls = freshDatabase();
let keys: GatewayKeys;
let library: RunningSubgraph;
let statements: string[] = [];
let faults: unknown[] = [];

function serve(databaseUrl: string): Promise<RunningSubgraph> {
  const definition = { ...LIBRARY, migrations: libraryMigrations() };
  return serveDatabase<LibraryTables>(definition, {
    databaseUrl,
    gatewayKey: keys.publicKey,
    // How fresh the data is, is read every ten seconds, whoever asks then.
    onStatement: (sql) => {
      if (!sql.includes('source_state')) statements.push(sql);
    },
    onFault: (fault) => faults.push(fault),
  });
}

beforeAll(async () => {
  keys = await gatewayKeys();
  await migrate(urls.ownerUrl, libraryMigrations());
  await loadRows<LibraryTables>(
    urls.ownerUrl,
    {
      readers: [
        { card: '000000001', name: 'An', communeCode: '00004' },
        { card: '000000002', name: 'Bình', communeCode: '00008' },
      ],
      books: [1, 2, 3].map((n) => ({
        id: String(n),
        isbn: `i${n}`,
        title: `T${n}`,
        year: null,
        borrowerCard: '000000001',
      })),
    },
    'library',
  );
  library = await serve(urls.servingUrl);
});
afterAll(() => library.stop());
beforeEach(() => {
  statements = [];
  faults = [];
});

async function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** Asks with a token, or with a grant signed by the gateway. */
async function ask(
  query: string,
  grant: AccessGrant | string | undefined = FULL_GRANT,
  variables: Readonly<Record<string, unknown>> = {},
  url: string = library.url,
): Promise<Answer> {
  const token = typeof grant === 'object' ? await keys.signer.sign(grant) : grant;
  const { text } = await post(
    url,
    JSON.stringify({ query, variables }),
    token === undefined ? {} : { 'access-grant': token },
  );
  return JSON.parse(text) as Answer;
}

const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);

describe('a subgraph answers', () => {
  it('whoever has a grant for what they ask, and says how fresh the data is', async () => {
    const answer = await ask(BOOK);
    expect(answer).toEqual({
      data: { book: { title: 'T1' } },
      extensions: { asOf: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/) },
    });
  });

  it('null where there is nothing', async () => {
    expect((await ask('{ book(isbn: "nowhere") { title } }')).data).toEqual({ book: null });
  });

  it('a page with cursors', async () => {
    const query =
      'query ($after: String) { reader(card: "000000001") { books(first: 2, after: $after) { edges { node { isbn } } pageInfo { hasNextPage endCursor } } } }';
    const first = (await ask(query)).data as {
      reader: { books: { edges: unknown; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    expect(first.reader.books.edges).toEqual([{ node: { isbn: 'i1' } }, { node: { isbn: 'i2' } }]);
    const { endCursor: after, hasNextPage } = first.reader.books.pageInfo;
    expect(hasNextPage).toBe(true);
    const second = await ask(query, FULL_GRANT, { after });
    expect(second.data).toMatchObject({
      reader: { books: { edges: [{ node: { isbn: 'i3' } }], pageInfo: { hasNextPage: false } } },
    });
  });

  it('many entities with one statement each for table and key', async () => {
    await ask(BOOK);
    statements = [];
    const answer = await ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { title borrower { name } } } }',
      FULL_GRANT,
      { r: ['i3', 'i1', 'x', 'i1'].map((isbn) => ({ __typename: 'Book', isbn, title: 'FORGED' })) },
    );
    const borrower = { name: 'An' };
    expect(answer.data).toEqual({
      _entities: [{ title: 'T3', borrower }, { title: 'T1', borrower }, null, { title: 'T1', borrower }],
    });
    expect(statements).toHaveLength(2);
  });

  it('whether it lives, without a grant and without data', async () => {
    const response = await fetch(new URL('/health', library.url));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ database: 'library' });
  });
});

/** Tokens that are not good enough, each with its code. */
const BAD_GRANTS: readonly (readonly [string, () => Promise<string | undefined>, ErrorCode])[] = [
  ['no grant', async () => undefined, 'GRANT_MISSING'],
  ['an empty grant', async () => '', 'GRANT_MISSING'],
  ['no token at all', async () => 'let me in', 'GRANT_INVALID'],
  ['a forged grant', async () => (await gatewayKeys()).signer.sign(FULL_GRANT), 'GRANT_INVALID'],
  ['an expired grant', () => keys.signer.sign(FULL_GRANT, -10), 'GRANT_EXPIRED'],
  ['a grant for another', () => keys.signer.sign({ ...FULL_GRANT, audience: 'land' }), 'GRANT_AUDIENCE'],
];

describe('a subgraph refuses, with a code and nothing else,', () => {
  it.each(BAD_GRANTS)('%s', async (_case, token, code) => {
    for (const query of [BOOK, '{ __typename }', '{ __schema { types { name } } }', '{ bok }', '{']) {
      const header = await token();
      const { status, text } = await post(
        library.url,
        JSON.stringify({ query }),
        header === undefined ? {} : { 'access-grant': header },
      );
      expect(status).toBe(ERROR_CODES[code]);
      expect(JSON.parse(text)).toEqual({ errors: [{ message: expect.any(String), extensions: { code } }] });
    }
    expect(statements).toEqual([]);
    expect(faults).toEqual([]);
    expect((await ask(BOOK)).data).toEqual({ book: { title: 'T1' } });
  });

  it('a grant in the body or in the address', async () => {
    const token = await keys.signer.sign(FULL_GRANT);
    const { text } = await post(
      `${library.url}?access-grant=${token}`,
      JSON.stringify({ query: BOOK, extensions: { 'access-grant': token } }),
    );
    expect(codesOf(JSON.parse(text) as Answer)).toEqual(['GRANT_MISSING']);
  });

  it('an operation beyond the grant, naming what is lacking, before anything is read', async () => {
    const elements = ALL_ELEMENTS.filter((element) => element !== 'library.book.title');
    await ask(BOOK);
    statements = [];
    const answer = await ask(BOOK, { ...FULL_GRANT, elements });
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toEqual([
      {
        message: 'The access grant does not cover this operation.',
        extensions: {
          code: 'GRANT_INSUFFICIENT',
          lacking: [{ coordinate: 'Book.title', element: 'library.book.title' }],
        },
      },
    ]);
    expect(statements).toEqual([]);
  });

  it('an argument beyond the grant, though its value stands in a variable', async () => {
    const query = 'query($isbn: String!) { book(isbn: $isbn) { title } }';
    const elements = ALL_ELEMENTS.filter((element) => element !== 'library.book.isbn');
    const isbn = { isbn: 'i1' };
    const { errors = [] } = await ask(query, { ...FULL_GRANT, elements }, isbn);
    expect(errors).toMatchObject([{ extensions: { code: 'GRANT_INSUFFICIENT' } }]);
    expect(JSON.stringify(errors)).toContain('Query.book(isbn:)');
    expect((await ask(query, FULL_GRANT, isbn)).data).toEqual({ book: { title: 'T1' } });
  });

  it('a record outside the jurisdiction, and gives its twin inside', async () => {
    const local = (commune: string) => ask(READER, { ...FULL_GRANT, jurisdiction: [commune] });
    expect((await local('00004')).data).toEqual({ reader: { name: 'An' } });
    const outside = await local('00008');
    expect(outside.data).toEqual({ reader: { name: null } });
    expect(codesOf(outside)).toEqual(['SUBJECT_WITHHELD']);
    expect(JSON.stringify(outside)).not.toContain('An"');
  });

  it('its own description, even to a full grant', async () => {
    expect(codesOf(await ask('{ _service { sdl } }'))).toEqual(['GRANT_INSUFFICIENT']);
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Book") { name } }']) {
      const answer = await ask(query);
      expect(answer.data).toBeUndefined();
      expect(new Set(codesOf(answer))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    }
    expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('anything but POST', async () => {
    const headers = { 'access-grant': await keys.signer.sign(FULL_GRANT) };
    const get = await fetch(`${library.url}?query=${encodeURIComponent(BOOK)}`, { headers });
    expect(get.status).toBe(404);
    expect(await get.text()).not.toContain('T1');
  });
});

describe('a body', () => {
  const LARGEST = 4 * 1024 * 1024;
  const question = JSON.stringify({ query: BOOK });
  const sizedTo = (bytes: number) => question.padEnd(bytes, ' ');

  it.each([
    ['in no form that is known', question, 'application/xml', 415, 'BAD_REQUEST'],
    ['in plain text', question, 'text/plain', 415, 'BAD_REQUEST'],
    ['in the form of a web page', 'query=x', 'application/x-www-form-urlencoded', 415, 'BAD_REQUEST'],
    ['that is no JSON', '{"query":', 'application/json', 400, 'BAD_REQUEST'],
    ['that is empty', '', 'application/json', 400, 'BAD_REQUEST'],
    ['that is no operation', '7', 'application/json', 400, 'BAD_REQUEST'],
    ['that is too large', sizedTo(LARGEST + 1), 'application/json', 413, 'DOCUMENT_TOO_LARGE'],
  ])('%s is refused', async (_case, body, type, status, code) => {
    const headers = { 'content-type': type, 'access-grant': await keys.signer.sign(FULL_GRANT) };
    const answer = await post(library.url, body, headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(statements).toEqual([]);
  });

  it('in JSON is read, whatever its character set is called, up to the limit', async () => {
    const grant = { 'access-grant': await keys.signer.sign(FULL_GRANT) };
    for (const headers of [grant, { ...grant, 'content-type': 'application/json; charset=utf-8' }]) {
      const { status, text } = await post(library.url, sizedTo(LARGEST), headers);
      expect([status, (JSON.parse(text) as Answer).data]).toEqual([200, { book: { title: 'T1' } }]);
    }
  });
});

describe('a mistake of the asker is told', () => {
  it.each([
    ['an impossible identifier in the document', '{ reader(card: "12") { name } }', {}, 'INVALID_IDENTIFIER'],
    [
      'an impossible identifier in a variable',
      'query ($card: OldIdNumber!) { reader(card: $card) { name } }',
      { card: '12' },
      'INVALID_IDENTIFIER',
    ],
    [
      'a missing variable',
      'query ($card: OldIdNumber!) { reader(card: $card) { name } }',
      {},
      'BAD_USER_INPUT',
    ],
    ['an unknown field', '{ bok }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['no GraphQL', '{', {}, 'GRAPHQL_PARSE_FAILED'],
    [
      'too large a page',
      '{ reader(card: "000000001") { books(first: 101) { edges { cursor } } } }',
      {},
      'PAGE_TOO_LARGE',
    ],
    [
      'a wrong cursor',
      '{ reader(card: "000000001") { books(after: "x") { edges { cursor } } } }',
      {},
      'INVALID_CURSOR',
    ],
  ])('%s', async (_case, query, variables, code) => {
    const answer = await ask(query, FULL_GRANT, variables);
    expect(codesOf(answer)).toEqual([code]);
    expect(faults).toEqual([]);
  });
});

describe('a fault is masked', () => {
  it('when the database is dead: no address, no password, no word of it, and it is reported', async () => {
    const dead = await serve(DEAD_DATABASE);
    try {
      const answer = await ask(BOOK, FULL_GRANT, {}, dead.url);
      expect(answer).toEqual({
        data: { book: null },
        errors: [
          {
            message: 'The database could not answer.',
            path: ['book'],
            extensions: { code: 'SOURCE_UNAVAILABLE' },
          },
        ],
        extensions: { asOf: null },
      });
      expect(faults).toHaveLength(1);
      expect(String(faults[0])).toContain('ECONNREFUSED');
      expect(codesOf(await ask(BOOK, '', {}, dead.url))).toEqual(['GRANT_MISSING']);
      const health = await (await fetch(new URL('/health', dead.url))).text();
      expect(health).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|hidden/);
    } finally {
      await dead.stop();
    }
  });

  it('when a table is missing: no word of SQL, and the fault is reported', async () => {
    const emptySchema = new URL(urls.servingUrl);
    emptySchema.searchParams.set('options', '-c search_path=empty');
    const broken = await serve(emptySchema.href);
    try {
      const answer = await ask(BOOK, FULL_GRANT, {}, broken.url);
      expect(answer.data).toEqual({ book: null });
      expect(codesOf(answer)).toEqual(['SOURCE_UNAVAILABLE']);
      expect(JSON.stringify(answer)).not.toMatch(/relation|books/);
      expect(String(faults[0])).toContain('relation "books" does not exist');
      expect((await ask(BOOK)).data).toEqual({ book: { title: 'T1' } });
    } finally {
      await broken.stop();
    }
  });
});

it('a stopped subgraph answers nobody, and stopping does not wait for ever', async () => {
  const other = await serve(urls.servingUrl);
  expect((await ask(BOOK, FULL_GRANT, {}, other.url)).data).toEqual({ book: { title: 'T1' } });
  await other.stop();
  await expect(fetch(other.url, { method: 'POST' })).rejects.toThrow();
});

it('a subgraph that stops lets the requests under way finish first', async () => {
  const other = await serve(urls.servingUrl);
  const owner = new Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  await owner.query('begin; lock table books in access exclusive mode');
  const answer = ask(BOOK, FULL_GRANT, {}, other.url);
  const isWaiting = "select 1 from pg_locks where not granted and relation = 'books'::regclass";
  while ((await owner.query(isWaiting)).rowCount === 0);
  const stopped = other.stop();
  await owner.query('rollback');
  expect((await answer).data).toEqual({ book: { title: 'T1' } });
  await stopped;
  await owner.end();
});
