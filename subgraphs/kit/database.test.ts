import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { freshDatabase, runSql } from './fixture.ts';

interface Tables {
  readonly moneyBox: { readonly ownedBy: string; readonly amountVnd: string };
}

describe('a database as a subgraph opens it', () => {
  let database: Database<Tables>;
  const urls = freshDatabase();
  const statements: string[] = [];

  beforeAll(async () => {
    await runSql(
      urls.ownerUrl,
      `create table money_box (owned_by text, amount_vnd bigint);
       insert into money_box values ('a', 9007199254740993)`,
    );
    database = openDatabase({ url: urls.servingUrl, onStatement: (statement) => statements.push(statement) });
  });
  afterAll(() => database.destroy());

  it('has camelCase names, and money that is not rounded', async () => {
    expect(await database.selectFrom('moneyBox').selectAll().execute()).toEqual([
      { ownedBy: 'a', amountVnd: '9007199254740993' },
    ]);
  });

  it('gives days, times and decimals as text, and the small types as JavaScript has them', async () => {
    const { rows } = await sql`select
      date '2025-07-01' as day, numeric '12.50' as area, timestamptz '2025-07-01 00:00:00+07' as moment,
      7::int as count, true as yes, array['a', 'b'] as names, null::date as nothing`.execute(database);
    expect(rows).toEqual([
      {
        day: '2025-07-01',
        area: '12.50',
        moment: expect.stringContaining('2025-0'),
        count: 7,
        yes: true,
        names: ['a', 'b'],
        nothing: null,
      },
    ]);
  });

  it('tells each statement to who counts them', async () => {
    statements.length = 0;
    await database.selectFrom('moneyBox').select('ownedBy').execute();
    expect(statements).toEqual(['select "owned_by" from "money_box"']);
  });

  it('can read and not write', async () => {
    expect(await database.selectFrom('moneyBox').select('ownedBy').execute()).toHaveLength(1);
    for (const write of [
      "insert into money_box values ('b', 1)",
      'delete from money_box',
      'create table x ()',
    ]) {
      await expect(sql.raw(write).execute(database)).rejects.toThrow(/read-only|permission denied/);
    }
  });

  it('survives that the server ends its connections', async () => {
    await database.selectFrom('moneyBox').selectAll().execute();
    const name = new URL(urls.servingUrl).pathname.slice(1);
    const ended = await runSql(
      inject('postgresUrl'),
      `select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity where datname = '${name}'`,
    );
    expect(ended.length).toBeGreaterThan(0);
    // The connection may be found dead only by the statement that is sent on it; the one after that has a new one.
    await database
      .selectFrom('moneyBox')
      .selectAll()
      .execute()
      .catch(() => undefined);
    expect(await database.selectFrom('moneyBox').selectAll().execute()).toHaveLength(1);
  });
});
