import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import {
  type BookRow,
  FULL_GRANT,
  freshDatabase,
  type LibraryTables,
  libraryMigrations,
  type ReaderRow,
} from './fixture.ts';
import { loadRows } from './load-rows.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { migrate } from './migrate.ts';
import { openSubjectDesk } from './subjects.ts';

const READERS: readonly ReaderRow[] = ['r1', 'r2', 'r3'].map((card) => ({
  card,
  name: `N ${card}`,
  communeCode: null,
}));
/** 90 books: r1 and r2 have 40 each, taken in turns; r3 has none; ten lie in the library. */
const BOOKS: readonly BookRow[] = Array.from({ length: 90 }, (_, index) => ({
  id: String(index + 1),
  isbn: `i${index + 1}`,
  title: `T${String(89 - index).padStart(2, '0')}`,
  year: index % 7 === 0 ? null : 1950 + index,
  borrowerCard: index >= 80 ? null : index % 2 === 0 ? 'r1' : 'r2',
}));
/** The grant checks nobody. */
const EVERYBODY = openSubjectDesk(FULL_GRANT, undefined);
const booksOf = (card: string) => BOOKS.filter((book) => book.borrowerCard === card);

let database: Database<LibraryTables>;
let load: Loaders<LibraryTables>;
let statements: string[];

const urls = freshDatabase();
beforeAll(async () => {
  await migrate(urls.ownerUrl, libraryMigrations());
  await loadRows<LibraryTables>(urls.ownerUrl, { readers: READERS, books: BOOKS }, 'library');
  database = openDatabase({ url: urls.servingUrl, onStatement: (sql) => statements.push(sql) });
});
afterAll(() => database.destroy());
beforeEach(() => {
  statements = [];
  load = createLoaders(database)(EVERYBODY);
});

describe('an entity by key', () => {
  it('costs one statement, however many are asked for at once', async () => {
    const found = await Promise.all(BOOKS.map(({ isbn }) => load.one('books', 'isbn', isbn)));
    expect(found).toEqual(BOOKS);
    expect(statements).toHaveLength(1);
  });

  it('is null where there is none, and the others are not shifted', async () => {
    const keys = ['i3', 'nowhere', 'i1', 'i3', ''];
    const found = await Promise.all(keys.map((key) => load.one('books', 'isbn', key)));
    expect(found.map((book) => book?.id)).toEqual(['3', undefined, '1', '3', undefined]);
    expect(found[1]).toBeNull();
  });

  it.each([null, undefined])('of key %s reads nothing', async (key) => {
    expect(await load.one('books', 'isbn', key)).toBeNull();
    expect(statements).toEqual([]);
  });

  it('is read once in a request, and again in the next', async () => {
    await load.one('books', 'isbn', 'i1');
    await load.one('books', 'isbn', 'i1');
    expect(statements).toHaveLength(1);
    await createLoaders(database)(EVERYBODY).one('books', 'isbn', 'i1');
    expect(statements).toHaveLength(2);
  });

  it('takes a key as a value, never as SQL', async () => {
    for (const key of ["' or '1'='1", "i1'; drop table books; --", '%', '$1', '\\']) {
      expect(await load.one('books', 'isbn', key)).toBeNull();
    }
    expect(await load.one('books', 'isbn', 'i1')).not.toBeNull();
  });

  it('has the same statement for five to eight keys, so that few statements are prepared', async () => {
    for (const size of [5, 6, 7, 8, 9]) {
      const loaders = createLoaders(database)(EVERYBODY);
      await Promise.all(BOOKS.slice(0, size).map(({ isbn }) => loaders.one('books', 'isbn', isbn)));
    }
    expect(new Set(statements.slice(0, 4)).size).toBe(1);
    expect(statements[4]).not.toBe(statements[0]);
  });
});

describe('many by key', () => {
  it('cost one statement for all keys, each list in the order asked for', async () => {
    const [first, second, none, nobody] = await Promise.all(
      ['r1', 'r2', 'r3', 'r4'].map((card) => load.many('books', 'borrowerCard', card, 'title')),
    );
    expect(first).toEqual(booksOf('r1').toReversed());
    expect(second).toEqual(booksOf('r2').toReversed());
    expect([none, nobody]).toEqual([[], []]);
    expect(statements).toHaveLength(1);
  });

  it('are a list of their own in each order', async () => {
    const [byId, byTitle] = await Promise.all([
      load.many('books', 'borrowerCard', 'r1', 'year'),
      load.many('books', 'borrowerCard', 'r1', 'title'),
    ]);
    expect(byId).not.toEqual(byTitle);
    expect(statements).toHaveLength(2);
  });

  it.each([null, undefined])("of key %s are none: those without a borrower are nobody's", async (key) => {
    expect(await load.many('books', 'borrowerCard', key, 'id')).toEqual([]);
    expect(statements).toEqual([]);
  });
});

describe('a page by key', () => {
  const pageOf = (card: string | null, first: number, after: string | null = null) =>
    load.page('books', 'borrowerCard', card, { first, after });

  it('costs one statement for all keys, and holds rows of its own key only', async () => {
    const pages = await Promise.all(['r1', 'r2', 'r3', 'r4'].map((card) => pageOf(card, 5)));
    expect(pages.map(({ edges }) => edges.map(({ node }) => node.id))).toEqual([
      booksOf('r1')
        .slice(0, 5)
        .map(({ id }) => id),
      booksOf('r2')
        .slice(0, 5)
        .map(({ id }) => id),
      [],
      [],
    ]);
    expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false, false]);
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['one row less than there are', 39, true],
    ['exactly as many', 40, false],
    ['one row more', 41, false],
  ])('of %s', async (_case, first, hasNextPage) => {
    const { edges, pageInfo } = await pageOf('r1', first);
    expect(edges).toHaveLength(Math.min(first, 40));
    expect(pageInfo.hasNextPage).toBe(hasNextPage);
  });

  it('of a null key is empty, but wrong page arguments are still refused', async () => {
    expect(await pageOf(null, 5)).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    await expect(pageOf(null, 0)).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
    await expect(pageOf('r1', 5, 'x')).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    expect(statements).toEqual([]);
  });

  it('behind the last row is empty', async () => {
    const { pageInfo } = await pageOf('r1', 40);
    expect(await pageOf('r1', 5, pageInfo.endCursor)).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false },
    });
  });

  it('follows the order of numbers, not of their digits, and shows every row once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 45 }), fc.constantFrom('r1', 'r2'), async (first, card) => {
        const seen: string[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const { edges, pageInfo } = await pageOf(card, first, after);
          seen.push(...edges.map(({ node }) => node.id));
          after = pageInfo.endCursor;
          more = pageInfo.hasNextPage;
        }
        expect(seen).toEqual(booksOf(card).map(({ id }) => id));
      }),
      { numRuns: 10 },
    );
  });
});

describe('a page of a whole table', () => {
  it('goes on where the last one ended, in order', async () => {
    const first = await load.all('books', { first: 7 });
    const second = await load.all('books', { first: 7, after: first.pageInfo.endCursor });
    const ids = [...first.edges, ...second.edges].map(({ node }) => Number(node.id));
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(ids).toHaveLength(14);
    expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
  });

  it('refuses wrong page arguments', async () => {
    await expect(load.all('books', { first: 101 })).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });
});
