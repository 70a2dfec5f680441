import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderWith, freshDatabase, runSql } from './fixture.ts';
import { migrate } from './migrate.ts';

describe('the migrations of a database', () => {
  const urls = freshDatabase();

  beforeEach(async () => {
    await runSql(urls.ownerUrl, 'drop schema public cascade; create schema public');
  });

  const journal = async () =>
    (await runSql(urls.ownerUrl, 'select name from schema_migrations order by name')).map(({ name }) => name);
  const tables = async () =>
    (
      await runSql(
        urls.ownerUrl,
        "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
      )
    )
      .map(({ name }) => name)
      .filter((name) => name !== 'schema_migrations');

  it('run in the order of their names, are recorded, and run once', async () => {
    const folder = folderWith({
      '010-third.sql': 'alter table books add column year int',
      '001-first.sql': 'create table books (isbn text)',
      '002-second.sql': "insert into books values ('1'); create table readers (card text)",
      'notes.md': 'not SQL',
    });
    const names = ['001-first.sql', '002-second.sql', '010-third.sql'];
    expect(await migrate(urls.ownerUrl, folder)).toEqual(names);
    expect(await journal()).toEqual(names);
    expect(await tables()).toEqual(['books', 'readers']);
    expect(await migrate(urls.ownerUrl, folder)).toEqual([]);
    expect(await runSql(urls.ownerUrl, 'select isbn from books')).toEqual([{ isbn: '1' }]);
  });

  it('go on where they ended when a file is added', async () => {
    const folder = folderWith({ '001-first.sql': 'create table books (isbn text)' });
    await migrate(urls.ownerUrl, folder);
    writeFileSync(join(folder, '002-second.sql'), 'create table readers (card text)');
    expect(await migrate(urls.ownerUrl, folder)).toEqual(['002-second.sql']);
  });

  it('are refused when a file that has run was changed, and nothing after it runs', async () => {
    const folder = folderWith({ '001-first.sql': 'create table books (isbn text)' });
    await migrate(urls.ownerUrl, folder);
    writeFileSync(join(folder, '001-first.sql'), 'create table books (isbn text, year int)');
    writeFileSync(join(folder, '002-second.sql'), 'create table readers (card text)');
    await expect(migrate(urls.ownerUrl, folder)).rejects.toThrow(
      'Migration 001-first.sql has run and was changed since; write a new file instead.',
    );
    expect(await tables()).toEqual(['books']);
  });

  it('leave nothing of a file that failed, keep those before it, and can be mended', async () => {
    const folder = folderWith({
      '001-first.sql': 'create table books (isbn text)',
      '002-second.sql': 'create table readers (card text); insert into nowhere values (1)',
      '003-third.sql': 'create table shelves (name text)',
    });
    await expect(migrate(urls.ownerUrl, folder)).rejects.toThrow(
      'Migration 002-second.sql failed: relation "nowhere" does not exist',
    );
    expect(await tables()).toEqual(['books']);
    expect(await journal()).toEqual(['001-first.sql']);
    writeFileSync(join(folder, '002-second.sql'), 'create table readers (card text)');
    expect(await migrate(urls.ownerUrl, folder)).toEqual(['002-second.sql', '003-third.sql']);
  });

  it('leave nothing of a file that ran but could not be recorded', async () => {
    const forgetful = "alter table schema_migrations add check (name <> '001-first.sql')";
    const folder = folderWith({ '001-first.sql': `create table books (isbn text); ${forgetful}` });
    await expect(migrate(urls.ownerUrl, folder)).rejects.toThrow('Migration 001-first.sql failed');
    expect(await tables()).toEqual([]);
    writeFileSync(join(folder, '001-first.sql'), 'create table books (isbn text)');
    expect(await migrate(urls.ownerUrl, folder)).toEqual(['001-first.sql']);
  });

  it('run once even when several processes start at the same time', async () => {
    const folder = folderWith({
      '001-first.sql': 'create table books (isbn text)',
      '002-second.sql': "insert into books values ('1')",
    });
    const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(urls.ownerUrl, folder)));
    expect(ran.flat().toSorted()).toEqual(['001-first.sql', '002-second.sql']);
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await runSql(urls.ownerUrl, 'select isbn from books')).toEqual([{ isbn: '1' }]);
  });

  it('may be none', async () => {
    expect(await migrate(urls.ownerUrl, folderWith({}))).toEqual([]);
  });
});
