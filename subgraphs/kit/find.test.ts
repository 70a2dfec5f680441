import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { FULL_GRANT, freshDatabase, type LibraryTables, libraryMigrations } from './fixture.ts';
import { loadRows } from './load-rows.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { migrate } from './migrate.ts';
import { openSubjectDesk } from './subjects.ts';

const SUFFIX = '---';

let database: Database<LibraryTables>;
let load: Loaders<LibraryTables>;
let statements: string[] = [];

const urls = freshDatabase();
beforeAll(async () => {
  await migrate(urls.ownerUrl, libraryMigrations());
  await loadRows<LibraryTables>(
    urls.ownerUrl,
    {
      readers: [{ card: 'r1', name: 'An', communeCode: '00004' }],
      books: [
        { id: '1', isbn: 'i1', title: 'Truyện Kiều', year: null, borrowerCard: 'r1' },
        { id: '2', isbn: 'i2', title: 'Chí Phèo', year: 1941, borrowerCard: null },
      ],
    },
    'library',
  );
  database = openDatabase({ url: urls.servingUrl, onStatement: (sql) => statements.push(sql) });
});
afterAll(() => database.destroy());
beforeEach(() => {
  statements = [];
  load = createLoaders(database)(openSubjectDesk(FULL_GRANT, undefined));
});

const borrowerOf = (isbn: string) => load.find('books', 'isbn', isbn, 'borrowerCard', SUFFIX);

describe('what a search finds', () => {
  it('is a key, or nobody’s: where there is no row, and where the row names none', async () => {
    expect(await Promise.all(['i1', 'i2', 'i9'].map(borrowerOf))).toEqual(['r1', 'i2---', 'i9---']);
  });

  it('costs one statement for all that is searched for at once', async () => {
    await Promise.all(['i1', 'i2', 'i9', 'i1'].map(borrowerOf));
    expect(statements).toHaveLength(1);
  });

  it('costs the same statement whether something is found or not', async () => {
    await borrowerOf('i1');
    await borrowerOf('i9');
    expect(new Set(statements).size).toBe(1);
    expect(statements).toHaveLength(2);
  });

  it('says nothing else of the row', async () => {
    await borrowerOf('i1');
    expect(statements[0]).not.toMatch(/title|\*/);
  });
});
