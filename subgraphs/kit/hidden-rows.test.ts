import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SubjectVerdict, sealPass, subjectName } from '../../contract/subject-pass.ts';
import type { Connection } from './connection.ts';
import { type Database, openDatabase } from './database.ts';
import {
  type BookRow,
  FULL_GRANT,
  freshDatabase,
  type LibraryTables,
  libraryMigrations,
  runSql,
} from './fixture.ts';
import { loadRows } from './load-rows.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { migrate } from './migrate.ts';
import { openSubjectDesk, type SubjectDesk } from './subjects.ts';

const CARDS = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'] as const;
const TITLES = ['A', 'B', 'C'] as const;
/** 84 books of three titles; six readers have 12 each, in turns, and every seventh lies in the library. */
const BOOKS: readonly BookRow[] = Array.from({ length: 84 }, (_, index) => ({
  id: String(index + 1),
  isbn: `i${index + 1}`,
  title: TITLES[Math.floor(index / 2) % 3] ?? 'A',
  year: 1950 + ((index * 31) % 84),
  borrowerCard: CARDS[index % 7] ?? null,
}));
/** A book is about whoever has borrowed it. */
const ROW_SUBJECTS = { books: { type: 'Citizen', column: 'borrowerCard' } } as const;

const urls = freshDatabase();
/** A library in which the books of the hidden never were. */
const twinUrls = freshDatabase();
let database: Database<LibraryTables>;
let twin: Database<LibraryTables>;
let statements: string[];

beforeAll(async () => {
  const readers = CARDS.map((card) => ({ card, name: `N ${card}`, communeCode: null }));
  for (const { ownerUrl } of [urls, twinUrls]) {
    await migrate(ownerUrl, libraryMigrations());
    await loadRows<LibraryTables>(ownerUrl, { readers, books: BOOKS }, 'library');
  }
  database = openDatabase({ url: urls.servingUrl, onStatement: (sql) => statements.push(sql) });
  twin = openDatabase({ url: twinUrls.servingUrl });
});
afterAll(() => Promise.all([database.destroy(), twin.destroy()]));
beforeEach(() => {
  statements = [];
});

/** The desk of a call in which these readers are hidden and the others may be read. */
function deskHiding(...hidden: readonly string[]): SubjectDesk {
  return deskWith(
    Object.fromEntries(CARDS.map((card) => [card, hidden.includes(card) ? 'hidden' : 'read'] as const)),
  );
}

function deskWith(verdicts: Readonly<Record<string, SubjectVerdict>>): SubjectDesk {
  const named = Object.entries(verdicts).map(([key, one]) => [subjectName('Citizen', key), one] as const);
  const pass = sealPass(FULL_GRANT.linkKey, FULL_GRANT.audience, new Map(named));
  return openSubjectDesk({ ...FULL_GRANT, checkedTypes: ['Citizen'] }, pass);
}

const loadersHiding = (...hidden: readonly string[]) =>
  createLoaders(database, ROW_SUBJECTS)(deskHiding(...hidden));

/** Ids of what {@link BOOKS} holds beside the books of some readers. */
const idsWithout = (hidden: readonly string[], title?: string) =>
  BOOKS.filter(
    (book) => !hidden.includes(book.borrowerCard ?? '') && (title ?? book.title) === book.title,
  ).map(({ id }) => id);
const idsOf = ({ edges }: Connection<{ readonly id: string }>) => edges.map(({ node }) => node.id);

describe('a row about whoever is hidden', () => {
  it('is not there by its key; its neighbour and a row about nobody are', async () => {
    const load = loadersHiding('r1');
    const found = await Promise.all(['i1', 'i2', 'i7'].map((isbn) => load.one('books', 'isbn', isbn)));
    expect(found.map((book) => book?.id)).toEqual([undefined, '2', '7']);
    expect(found[0]).toBeNull();
    expect((await loadersHiding().one('books', 'isbn', 'i1'))?.borrowerCard).toBe('r1');
  });

  it('is not even looked for by the number of its subject', async () => {
    expect(await loadersHiding('r1').one('books', 'borrowerCard', 'r1')).toBeNull();
    expect(statements).toEqual([]);
    expect(await loadersHiding('r2').one('books', 'borrowerCard', 'r1')).not.toBeNull();
    expect(statements).toHaveLength(1);
  });

  it('is not in a list, and rows about nobody stay', async () => {
    const list = await loadersHiding('r1', 'r4').many('books', 'title', 'A', 'id');
    expect(list.map(({ id }) => id).toSorted(byNumber)).toEqual(idsWithout(['r1', 'r4'], 'A'));
    expect(list.some(({ borrowerCard }) => borrowerCard === null)).toBe(true);
    expect(await loadersHiding('r1').many('books', 'borrowerCard', 'r1', 'id')).toEqual([]);
  });

  it('takes no place on a page: pages keep their size', async () => {
    const hidden = ['r1', 'r2', 'r3'];
    const load = loadersHiding(...hidden);
    const pages = await Promise.all(TITLES.map((title) => load.page('books', 'title', title, { first: 10 })));
    expect(pages.map(idsOf)).toEqual(TITLES.map((title) => idsWithout(hidden, title).slice(0, 10)));
    expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, true]);
    expect(statements).toHaveLength(1);
    expect(idsOf(await load.all('books', { first: 30 }))).toEqual(idsWithout(hidden).slice(0, 30));
  });

  it('announces no next page on which only the hidden would stand', async () => {
    const last = idsWithout([], 'A').length;
    const load = loadersHiding(...CARDS);
    const open = idsWithout([...CARDS], 'A').length;
    const page = await load.page('books', 'title', 'A', { first: open });
    expect(page.edges).toHaveLength(open);
    expect(page.pageInfo.hasNextPage).toBe(false);
    expect(
      (await loadersHiding().page('books', 'title', 'A', { first: last - 1 })).pageInfo.hasNextPage,
    ).toBe(true);
  });

  it('is there when a rule withholds but does not hide, so that the answer can say so', async () => {
    const load = createLoaders(database, ROW_SUBJECTS)(deskWith({ r1: 'jurisdiction' }));
    expect(await load.many('books', 'borrowerCard', 'r1', 'id')).toHaveLength(12);
  });
});

describe('a row about somebody without a verdict', () => {
  it('is given, and its subject named, so that the gateway asks and calls again', async () => {
    const desk = deskWith({ r1: 'read' });
    const list = await createLoaders(database, ROW_SUBJECTS)(desk).many('books', 'title', 'A', 'id');
    expect(list).toHaveLength(idsWithout([], 'A').length);
    expect([...desk.unchecked().keys()].toSorted()).toEqual(
      CARDS.filter((card) => card !== 'r1').map((card) => subjectName('Citizen', card)),
    );
  });

  it('is noted on a page, and so is the first of the next one, who decides whether there is one', async () => {
    const desk = deskWith({});
    await createLoaders(database, ROW_SUBJECTS)(desk).all('books', { first: 3 });
    expect([...desk.unchecked().keys()]).toEqual(['r1', 'r2', 'r3', 'r4'].map((card) => `Citizen ${card}`));
  });

  it('is noted on a page by key as well', async () => {
    const desk = deskWith({});
    await createLoaders(database, ROW_SUBJECTS)(desk).page('books', 'title', 'A', { first: 1 });
    expect([...desk.unchecked().keys()]).toEqual(['Citizen r1', 'Citizen r2']);
  });
});

const byNumber = (one: string, other: string) => Number(one) - Number(other);

/** Every page of a list, one after the other, cursors aside. */
async function walk(
  pageAfter: (after: string | null) => Promise<Connection<BookRow>>,
): Promise<readonly { readonly nodes: readonly BookRow[]; readonly hasNextPage: boolean }[]> {
  const pages = [];
  for (let after: string | null = null, more = true; more; ) {
    const { edges, pageInfo } = await pageAfter(after);
    pages.push({ nodes: edges.map(({ node }) => node), hasNextPage: pageInfo.hasNextPage });
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  return pages;
}

/** Whatever the two libraries can be asked. */
async function everything(load: Loaders<LibraryTables>, first: number): Promise<unknown> {
  return {
    all: await walk((after) => load.all('books', { first, after })),
    byTitle: await Promise.all(
      TITLES.map((title) => walk((after) => load.page('books', 'title', title, { first, after }))),
    ),
    bySubject: await Promise.all(
      CARDS.map((card) => walk((after) => load.page('books', 'borrowerCard', card, { first, after }))),
    ),
    lists: await Promise.all(TITLES.map((title) => load.many('books', 'title', title, 'year'))),
    single: await Promise.all(BOOKS.map(({ isbn }) => load.one('books', 'isbn', isbn))),
  };
}

describe('a library that hides some readers', () => {
  it('cannot be told from one that never had them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...CARDS], { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        async (hidden, first) => {
          await runSql(twinUrls.ownerUrl, `truncate books; ${insertBooks(hidden)}`);
          const [hiding, without] = await Promise.all([
            everything(loadersHiding(...hidden), first),
            everything(createLoaders(twin, ROW_SUBJECTS)(deskHiding()), first),
          ]);
          expect(hiding).toEqual(without);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('operations that share their loaders', () => {
  it('answer each as if it were alone, whoever is hidden from the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.subarray([...CARDS]), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        async (hiddenFromEach, first) => {
          const loadFor = createLoaders(database, ROW_SUBJECTS);
          const together = await Promise.all(
            hiddenFromEach.map((hidden) => everything(loadFor(deskHiding(...hidden)), first)),
          );
          for (const [index, hidden] of hiddenFromEach.entries()) {
            expect(together[index]).toEqual(await everything(loadersHiding(...hidden), first));
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('meet each its own persons without a verdict', async () => {
    const desks = [deskWith({ r1: 'read' }), deskWith({ r2: 'read' }), deskHiding('r3')];
    const loadFor = createLoaders(database, ROW_SUBJECTS);
    await Promise.all(desks.map((desk) => loadFor(desk).many('books', 'title', 'A', 'id')));
    const metBut = (own: string) => CARDS.filter((card) => card !== own).map((card) => `Citizen ${card}`);
    expect(desks.map((desk) => [...desk.unchecked().keys()].toSorted())).toEqual([
      metBut('r1'),
      metBut('r2'),
      [],
    ]);
    expect(statements).toHaveLength(1);
  });

  it('share the statement of a page when the same persons are hidden from them, in whatever order', async () => {
    const loadFor = createLoaders(database, ROW_SUBJECTS);
    const pageHiding = (title: string, ...hidden: readonly string[]) =>
      loadFor(deskHiding(...hidden)).page('books', 'title', title, { first: 5 });
    await Promise.all([
      pageHiding('A', 'r1', 'r2'),
      pageHiding('B', 'r2', 'r1'),
      pageHiding('C', 'r1', 'r2'),
    ]);
    expect(statements).toHaveLength(1);
    await Promise.all([pageHiding('A', 'r1'), pageHiding('A', 'r2'), pageHiding('A')]);
    expect(statements).toHaveLength(4);
  });

  it('share the page by its subject whoever is hidden: nothing is read of that one, and no other stands on it', async () => {
    const loadFor = createLoaders(database, ROW_SUBJECTS);
    const pages = await Promise.all(
      ['r1', 'r2', 'r3'].map((hidden) =>
        loadFor(deskHiding(hidden)).page('books', 'borrowerCard', 'r1', { first: 5 }),
      ),
    );
    expect(pages.map(({ edges }) => edges.length)).toEqual([0, 5, 5]);
    expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([false, true, true]);
    expect(statements).toHaveLength(1);
  });
});

function insertBooks(hidden: readonly string[]): string {
  const text = (value: string | null) => (value === null ? 'null' : `'${value}'`);
  const rows = BOOKS.filter(({ borrowerCard }) => !hidden.includes(borrowerCard ?? '')).map(
    ({ id, isbn, title, year, borrowerCard }) =>
      `(${id}, ${text(isbn)}, ${text(title)}, ${year}, ${text(borrowerCard)})`,
  );
  return `insert into books (id, isbn, title, year, borrower_card) values ${rows.join(', ')}`;
}
