import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { freshDatabase, type LibraryTables, libraryMigrations, runSql } from './fixture.ts';
import { createFreshness } from './freshness.ts';
import { loadRows } from './load-rows.ts';
import { migrate } from './migrate.ts';

describe('how fresh a database is', () => {
  let database: Database<LibraryTables>;
  const urls = freshDatabase();
  let statements = 0;

  const changedAt = (time: string) => runSql(urls.ownerUrl, `update source_state set as_of = '${time}'`);

  beforeAll(async () => {
    await migrate(urls.ownerUrl, libraryMigrations());
    await loadRows<LibraryTables>(urls.ownerUrl, { books: [] }, 'empty');
    database = openDatabase({
      url: urls.servingUrl,
      onStatement: () => {
        statements++;
      },
    });
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    await changedAt('2025-07-01 00:00:00+07');
    statements = 0;
    vi.useFakeTimers({ now: new Date('2026-11-21T03:00:00Z'), toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is a moment, the same in every time zone', async () => {
    expect(await createFreshness(database).asOf()).toBe('2025-06-30T17:00:00.000Z');
  });

  it('is read once in ten seconds, however often it is asked for', async () => {
    const freshness = createFreshness(database);
    await Promise.all(Array.from({ length: 50 }, () => freshness.asOf()));
    await changedAt('2025-07-02 00:00:00+07');
    vi.setSystemTime(Date.now() + 9_999);
    expect(await freshness.asOf()).toBe('2025-06-30T17:00:00.000Z');
    expect(statements).toBe(1);
    vi.setSystemTime(Date.now() + 1);
    expect(await freshness.asOf()).toBe('2025-07-01T17:00:00.000Z');
    expect(statements).toBe(2);
  });

  it('is asked for again at once after it could not be read', async () => {
    await runSql(urls.ownerUrl, 'alter table source_state rename to hidden_state');
    const freshness = createFreshness(database);
    await expect(freshness.asOf()).rejects.toThrow('source_state');
    await runSql(urls.ownerUrl, 'alter table hidden_state rename to source_state');
    expect(await freshness.asOf()).toBe('2025-06-30T17:00:00.000Z');
  });
});
