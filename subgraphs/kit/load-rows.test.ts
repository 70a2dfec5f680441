import { beforeEach, describe, expect, it } from 'vitest';
import { type BookRow, freshDatabase, type LibraryTables, libraryMigrations, runSql } from './fixture.ts';
import { loadedContent, loadRows, type TableRows } from './load-rows.ts';
import { migrate } from './migrate.ts';

const book = (id: number, title = `T${id}`): BookRow => ({
  id: String(id),
  isbn: `i${id}`,
  title,
  year: null,
  borrowerCard: null,
});

describe('loading rows', () => {
  const urls = freshDatabase();

  beforeEach(async () => {
    await runSql(urls.ownerUrl, 'drop schema public cascade; create schema public');
    await migrate(urls.ownerUrl, libraryMigrations());
  });

  const load = (rows: TableRows<LibraryTables>, content = 'content') =>
    loadRows(urls.ownerUrl, rows, content);
  const titles = async () =>
    (await runSql(urls.ownerUrl, 'select title from books order by id')).map(({ title }) => title);

  it('replaces everything that was there, and says what it loaded', async () => {
    expect(await loadedContent(urls.ownerUrl)).toBeUndefined();
    await load({ books: [book(1), book(2)] }, 'first');
    await load({ books: [book(3)] }, 'second');
    expect(await titles()).toEqual(['T3']);
    expect(await loadedContent(urls.ownerUrl)).toBe('second');
    expect(await runSql(urls.ownerUrl, 'select count(*)::int as rows from source_state')).toEqual([
      { rows: 1 },
    ]);
  });

  it('fills the tables in the order in which they stand', async () => {
    const readers = [{ card: 'r1', name: 'N', communeCode: '00004' }];
    const books = [{ ...book(1), borrowerCard: 'r1' }];
    await load({ readers, books });
    expect(await runSql(urls.ownerUrl, 'select borrower_card from books')).toEqual([{ borrower_card: 'r1' }]);
    await expect(load({ books, readers })).rejects.toThrow('foreign key');
  });

  it.each([
    ['breaks a rule of the table', [book(2), book(2)]],
    ['is not what the column holds', [book(2), { ...book(3), id: 'three' }]],
    ['lacks a value', [book(2), { ...book(3), title: null as unknown as string }]],
  ])('leaves the old content when a row %s', async (_case, books) => {
    await load({ books: [book(1)] }, 'old');
    await expect(load({ books }, 'new')).rejects.toThrow();
    expect(await titles()).toEqual(['T1']);
    expect(await loadedContent(urls.ownerUrl)).toBe('old');
    await load({ books: [book(2)] }, 'new');
    expect(await titles()).toEqual(['T2']);
  });

  it('leaves the old content when the rows cannot be made to the end', async () => {
    function* rows() {
      for (let id = 2; id <= 2_500; id++) yield book(id);
      throw new Error('the generator broke');
    }
    await load({ books: [book(1)] }, 'old');
    await expect(load({ books: rows() }, 'new')).rejects.toThrow('the generator broke');
    expect(await titles()).toEqual(['T1']);
    expect(await loadedContent(urls.ownerUrl)).toBe('old');
  });

  it('takes as many rows as there are, in pieces, and tells how far it is', async () => {
    const progress: number[] = [];
    const books = Array.from({ length: 4_001 }, (_, index) => book(index + 1));
    await loadRows<LibraryTables>(urls.ownerUrl, { books }, 'many', ({ table, rows }) => {
      expect(table).toBe('books');
      progress.push(rows);
    });
    expect((await titles()).length).toBe(4_001);
    expect(progress.reduce((sum, rows) => sum + rows, 0)).toBe(4_001);
    expect(progress.length).toBeGreaterThan(1);
  });

  it('keeps every character of a text and every digit of a number', async () => {
    const text = `Đắk Lắk "Thanh Hoá" 'x' \\ {a,b} $1 \n\t; drop table books; -- 🇻🇳`;
    await load({ books: [{ ...book(1, text), id: '9007199254740993' }] });
    expect(await runSql(urls.ownerUrl, 'select id, title from books')).toEqual([
      { id: '9007199254740993', title: text },
    ]);
  });

  it('takes a bigint as the number that it is', async () => {
    const id = 9_007_199_254_740_993n as unknown as string;
    await load({ books: [{ ...book(1), id }] });
    expect(await runSql(urls.ownerUrl, 'select id from books')).toEqual([{ id: '9007199254740993' }]);
  });

  it('leaves tables alone that it is not given', async () => {
    await load({ readers: [{ card: 'r1', name: 'N', communeCode: null }], books: [book(1)] });
    await load({ books: [] });
    expect(await titles()).toEqual([]);
    expect(await runSql(urls.ownerUrl, 'select card from readers')).toEqual([{ card: 'r1' }]);
  });
});
