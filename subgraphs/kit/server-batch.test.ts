import { Source } from 'graphql';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessGrant } from '../../contract/access-grant.ts';
import { type BesideOperation, MAX_BATCHED } from '../../contract/batch.ts';
import {
  ASKS_CONDITIONS,
  packConditions,
  questionName,
  UNKNOWN_PERSON,
} from '../../contract/subject-conditions.ts';
import { type SubjectVerdict, sealPass, subjectName } from '../../contract/subject-pass.ts';
import {
  FULL_GRANT,
  freshDatabase,
  type GatewayKeys,
  gatewayKeys,
  LIBRARY,
  type LibraryTables,
  libraryMigrations,
} from './fixture.ts';
import { type DatabaseDefinition, loadRows, migrate, type RunningSubgraph, serveDatabase } from './index.ts';

const CARDS = ['000000001', '000000002', '000000003'] as const;
/** Thirty books; each reader has ten of them, in turns. */
const BOOKS = Array.from({ length: 30 }, (_, index) => ({
  id: String(index + 1),
  isbn: `i${index + 1}`,
  title: `T${index + 1}`,
  year: 1990 + index,
  borrowerCard: CARDS[index % 3] ?? null,
}));

/** The library, where readers are citizens, with the register's question about them. */
const DEFINITION: DatabaseDefinition<LibraryTables> = {
  ...LIBRARY,
  sdl: new Source(
    LIBRARY.sdl.body.replace('type Query {', 'type Query { books(first: Int, after: String): BookConnection'),
  ),
  resolvers: {
    ...LIBRARY.resolvers,
    Query: {
      ...LIBRARY.resolvers['Query'],
      books: (_root, page: object, { load }) => load.all('books', page),
    },
  },
  migrations: libraryMigrations(),
  rowSubjects: { books: { type: 'Citizen', column: 'borrowerCard' } },
  conditions: async (database, { personalIds }) => {
    const { rows } = await sql<{ asked: string; name: string | null }>`
      select asked.key as asked, readers.name from unnest(${[...personalIds]}::text[]) with ordinality as asked(key, place)
      left join readers on card = asked.key order by place`.execute(database);
    return rows.map(({ name }) => ({ ...UNKNOWN_PERSON, known: name !== null }));
  },
};
const GRANT: AccessGrant = { ...FULL_GRANT, checkedTypes: ['Citizen'] };

interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: BesideOperation;
}
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly asOf?: string; readonly uncheckedSubjects?: readonly unknown[] };
}

const urls = freshDatabase();
let keys: GatewayKeys;
let library: RunningSubgraph;
let statements: string[] = [];

beforeAll(async () => {
  keys = await gatewayKeys();
  await migrate(urls.ownerUrl, DEFINITION.migrations);
  const readers = CARDS.map((card) => ({ card, name: `N ${card}`, communeCode: '00004' }));
  await loadRows<LibraryTables>(urls.ownerUrl, { readers, books: BOOKS }, 'library');
  library = await serveDatabase(DEFINITION, {
    databaseUrl: urls.servingUrl,
    gatewayKey: keys.publicKey,
    // How fresh the data is, is read every ten seconds, whoever asks then.
    onStatement: (sql) => {
      if (!sql.includes('source_state')) statements.push(sql);
    },
  });
  await post('/graphql', { query: '{ __typename }' });
});
afterAll(() => library.stop());
beforeEach(() => {
  statements = [];
});

async function post(path: string, body: unknown, grant: AccessGrant | null = GRANT) {
  const response = await fetch(new URL(path, library.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(grant === null ? {} : { 'access-grant': await keys.signer.sign(grant) }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

async function askTogether(operations: readonly unknown[], grant = GRANT): Promise<readonly Answer[]> {
  const { status, body } = await post('/graphql', operations, grant);
  expect(status).toBe(200);
  expect(body).toHaveLength(operations.length);
  return body as readonly Answer[];
}

async function askAlone(operations: readonly unknown[]): Promise<readonly Answer[]> {
  const answers = [];
  for (const operation of operations) answers.push((await post('/graphql', operation)).body as Answer);
  return answers;
}

/** An operation with verdicts about readers. */
function withPass(operation: Operation, verdicts: Readonly<Record<string, SubjectVerdict>>): Operation {
  const named = Object.entries(verdicts).map(
    ([key, verdict]) => [subjectName('Citizen', key), verdict] as const,
  );
  return {
    ...operation,
    extensions: { subjectPass: sealPass(GRANT.linkKey, GRANT.audience, new Map(named)) },
  };
}

const everybody = (verdict: SubjectVerdict) =>
  Object.fromEntries(CARDS.map((card) => [card, verdict] as const));
const bookOf = (isbn: string): Operation => ({
  query: 'query ($isbn: String!) { book(isbn: $isbn) { title borrower { name } } }',
  variables: { isbn },
});
const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);
/** Without the errors' order, which is that of their discovery. */
const readOf = ({ data, errors = [], extensions }: Answer) => ({
  data,
  errors: errors.map((error) => JSON.stringify(error)).toSorted(),
  unchecked: extensions?.uncheckedSubjects ?? [],
});

describe('a batch', () => {
  it('is answered in its order, each operation as if it had come alone, by the statements of one', async () => {
    const operations = BOOKS.map(({ isbn }) => withPass(bookOf(isbn), everybody('read')));
    const together = await askTogether(operations);
    expect(statements).toHaveLength(2);
    expect(together.map(({ data }) => data)).toEqual(
      BOOKS.map(({ title, borrowerCard }) => ({ book: { title, borrower: { name: `N ${borrowerCard}` } } })),
    );
    expect(together.map(readOf)).toEqual((await askAlone(operations)).map(readOf));
    expect(together[0]?.extensions).toEqual({ asOf: expect.stringMatching(/Z$/) });
  });

  it('shares statements whichever way its operations reach a table, sooner or later', async () => {
    const representations = ['i3', 'i4'].map((isbn) => ({ __typename: 'Book', isbn }));
    const operations: readonly Operation[] = [
      { query: '{ book(isbn: "i1") { title } }' },
      {
        query:
          '{ first: book(isbn: "i2") { ...t } second: book(isbn: "i1") { ...t } } fragment t on Book { year }',
      },
      {
        query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { title } } }',
        variables: { r: representations },
      },
    ];
    const answers = await askTogether(operations.map((operation) => withPass(operation, everybody('read'))));
    expect(answers.map(({ data }) => data)).toEqual([
      { book: { title: 'T1' } },
      { first: { year: 1991 }, second: { year: 1990 } },
      { _entities: [{ title: 'T3' }, { title: 'T4' }] },
    ]);
    expect(statements).toHaveLength(1);
  });

  it('reads pages of many keys, and pages of a whole table, once', async () => {
    const page = (card: string): Operation => ({
      query: `{ reader(card: "${card}") { books(first: 2) { edges { node { isbn } } pageInfo { hasNextPage } } } }`,
    });
    const all: Operation = { query: '{ books(first: 3) { edges { node { isbn } } } }' };
    const operations = [...CARDS.map(page), all, all].map((one) => withPass(one, everybody('read')));
    const answers = await askTogether(operations);
    expect(statements).toHaveLength(3);
    expect(answers[1]?.data).toEqual({
      reader: {
        books: {
          edges: [{ node: { isbn: 'i2' } }, { node: { isbn: 'i5' } }],
          pageInfo: { hasNextPage: true },
        },
      },
    });
    expect(answers[4]).toEqual(answers[3]);
  });

  it('of one operation is answered by an array of one', async () => {
    const [answer] = await askTogether([withPass(bookOf('i1'), everybody('read'))]);
    expect(answer?.data).toMatchObject({ book: { title: 'T1' } });
  });
});

describe('an operation of a batch fails alone', () => {
  const good = withPass(bookOf('i1'), everybody('read'));
  const twin = { book: { title: 'T1', borrower: { name: `N ${CARDS[0]}` } } };
  const forged = sealPass('b3RoZXI', 'library', new Map([[subjectName('Citizen', CARDS[0]), 'read']]));

  it.each<readonly [string, unknown, string]>([
    ['no operation at all', null, 'BAD_REQUEST'],
    ['a batch within the batch', [good], 'BAD_REQUEST'],
    ['no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ bok }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['its own description', { query: '{ __schema { types { name } } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['more than the grant covers', { query: '{ _service { sdl } }' }, 'GRANT_INSUFFICIENT'],
    ['a missing variable', { query: bookOf('').query }, 'BAD_USER_INPUT'],
    ['an unknown name', { query: '{ __typename }', operationName: 'Nobody' }, 'BAD_USER_INPUT'],
    ['a pass that nobody sealed', { ...good, extensions: { subjectPass: forged } }, 'GRANT_INVALID'],
    ['too large a page', { query: '{ books(first: 101) { edges { cursor } } }' }, 'PAGE_TOO_LARGE'],
    ['a key that the database refuses', bookOf('i\u0000'), 'SOURCE_UNAVAILABLE'],
  ])('that is %s', async (_case, bad, code) => {
    const [before, failed, after] = await askTogether([good, bad, good]);
    expect([before?.data, after?.data]).toEqual([twin, twin]);
    expect(codesOf(failed ?? {})).toContain(code);
    expect([before, after].map((one) => one?.errors)).toEqual([undefined, undefined]);
  });

  it('that asks beyond the grant, before anything is read for it', async () => {
    const grant = { ...GRANT, elements: GRANT.elements.filter((element) => element !== 'library.book.year') };
    const answers = await askTogether([{ query: '{ book(isbn: "i1") { year } }' }, good], grant);
    expect(answers.map(codesOf)).toEqual([['GRANT_INSUFFICIENT'], []]);
    expect(answers.map(({ data }) => data)).toEqual([undefined, twin]);
    expect(statements).toHaveLength(2);
  });
});

describe('operations of a batch with different passes', () => {
  const list: Operation = {
    query: '{ books(first: 4) { edges { cursor node { isbn } } pageInfo { hasNextPage endCursor } } }',
  };
  const single = bookOf('i1');

  it('are answered each by its own verdicts, and name each whom it met itself', async () => {
    const operations = [list, single].flatMap((operation) => [
      withPass(operation, everybody('read')),
      withPass(operation, { ...everybody('read'), [CARDS[0]]: 'hidden' }),
      withPass(operation, { ...everybody('read'), [CARDS[1]]: 'hidden' }),
      withPass(operation, { [CARDS[0]]: 'read' }),
      operation,
    ]);
    const together = await askTogether(operations);
    expect(together.map(readOf)).toEqual((await askAlone(operations)).map(readOf));
    const isbns = (answer: Answer) =>
      (answer.data as { books: { edges: { node: { isbn: string } }[] } }).books.edges.map(
        ({ node }) => node.isbn,
      );
    expect(together.slice(0, 3).map(isbns)).toEqual([
      ['i1', 'i2', 'i3', 'i4'],
      ['i2', 'i3', 'i5', 'i6'],
      ['i1', 'i3', 'i4', 'i6'],
    ]);
    expect(together[6]?.data).toEqual({ book: null });
    expect(together[5]?.data).toMatchObject({ book: { title: 'T1' } });
    expect(together.map(readOf).map(({ unchecked }) => unchecked.length)).toEqual([
      0, 0, 0, 2, 3, 0, 0, 0, 0, 1,
    ]);
  });

  it('cannot tell by the statements of the batch that somebody is hidden from another one of it', async () => {
    const count = async (...verdicts: readonly SubjectVerdict[]) => {
      statements = [];
      await askTogether(
        verdicts.map((verdict) => withPass(single, { ...everybody('read'), [CARDS[1]]: verdict })),
      );
      return statements.length;
    };
    expect(await count('read', 'hidden')).toBe(await count('read', 'read'));
  });
});

describe('a whole request is refused as one', () => {
  const call = { query: '{ __typename }' };
  const batchOf = (length: number) => new Array<unknown>(length).fill(call);

  it.each([0, MAX_BATCHED + 1])(
    'when its batch is of %i operations, and not when it is of as many as agreed',
    async (length) => {
      const { status, body } = await post('/graphql', batchOf(length));
      expect(status).toBe(400);
      expect(body).toEqual({
        errors: [
          { message: expect.any(String), extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) },
        ],
      });
      expect(await askTogether(batchOf(MAX_BATCHED))).toHaveLength(MAX_BATCHED);
    },
  );

  it('when its grant is missing', async () => {
    const { status, body } = await post('/graphql', batchOf(2), null);
    expect(status).toBe(401);
    expect(body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'GRANT_MISSING' } }],
    });
  });

  it('when its questions about persons are not covered by the grant', async () => {
    const { status, body } = await post('/conditions', [{ personalIds: [] }, { personalIds: [] }]);
    expect(status).toBe(403);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'GRANT_INSUFFICIENT' } }] });
  });
});

describe("the gateway's questions about persons, several in one body,", () => {
  const ASKING: AccessGrant = { ...GRANT, elements: [ASKS_CONDITIONS] };
  const [known, unknown] = [true, false].map((is) => packConditions({ ...UNKNOWN_PERSON, known: is }));

  it('are answered by one statement; a bad one fails alone', async () => {
    const { status, body } = await post(
      '/conditions',
      [{ personalIds: [CARDS[0], 'nobody'] }, { personalIds: 'x' }, { personalIds: [CARDS[1], CARDS[0]] }],
      ASKING,
    );
    expect(status).toBe(200);
    expect(body).toEqual([
      { of: questionName({ personalIds: [CARDS[0] ?? '', 'nobody'] }), conditions: [known, unknown] },
      {
        errors: [
          { message: expect.any(String), extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) },
        ],
      },
      { of: expect.any(String), conditions: [known, known] },
    ]);
    expect(statements).toHaveLength(1);
  });
});
