import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { freshDatabase, runSql } from './fixture.ts';
import { runTemplate } from './templates.ts';

interface Tables {
  readonly boxes: { readonly number: number; readonly owner: string };
}

const urls = freshDatabase();
let database: Database<Tables>;

beforeAll(async () => {
  await runSql(
    urls.ownerUrl,
    "create table boxes (number int, owner text); insert into boxes values (1, 'a'), (2, 'b')",
  );
  // One connection, so that what it keeps can be looked at.
  database = openDatabase({ url: urls.servingUrl, connections: 1 });
});
afterAll(() => database.destroy());

const boxesOf = (...owners: readonly string[]) =>
  database.selectFrom('boxes').selectAll().where('owner', 'in', owners).orderBy('number').execute();

/** How often each statement about boxes that the connection keeps has been run. */
async function kept(): Promise<readonly { readonly statement: string; readonly runs: string }[]> {
  const { rows } = await sql<{ statement: string; runs: string }>`
    select statement, generic_plans + custom_plans as runs from pg_prepared_statements
    where statement like 'select * from "boxes"%' order by prepare_time`.execute(database);
  return rows;
}

describe('a statement', () => {
  it('is prepared once and run again and again, with other values', async () => {
    expect(await boxesOf('a')).toEqual([{ number: 1, owner: 'a' }]);
    expect(await boxesOf('b')).toEqual([{ number: 2, owner: 'b' }]);
    expect(await kept()).toEqual([
      { statement: expect.stringContaining('where "owner" in ($1)'), runs: '2' },
    ]);
  });

  it('of another form is another one', async () => {
    expect(await boxesOf('a', 'b')).toHaveLength(2);
    expect(await kept()).toHaveLength(2);
  });

  it('with very many values is not kept', async () => {
    expect(await boxesOf(...Array.from({ length: 2_000 }, (_, index) => `x${index}`), 'a')).toHaveLength(1);
    expect(await kept()).toHaveLength(2);
  });

  it('is prepared anew when the table was changed behind it', async () => {
    expect(await boxesOf('a')).toEqual([{ number: 1, owner: 'a' }]);
    await runSql(urls.ownerUrl, "alter table boxes add column colour text default 'red'");
    expect(await boxesOf('a')).toEqual([{ number: 1, owner: 'a', colour: 'red' }]);
    const before = (await kept()).length;
    expect(await boxesOf('b')).toEqual([{ number: 2, owner: 'b', colour: 'red' }]);
    expect(await kept()).toHaveLength(before + 1);
  });

  it('that is wrong stays wrong', async () => {
    await expect(sql`select * from nowhere where 1 = ${1}`.execute(database)).rejects.toThrow(
      '"nowhere" does not exist',
    );
    await expect(sql`select ${'x'}::int`.execute(database)).rejects.toMatchObject({ code: '22P02' });
  });

  it('is answered, without being kept any more, where a pooler hands out connections that forget', async () => {
    await boxesOf('a');
    await sql.raw('deallocate all').execute(database);
    expect(await boxesOf('a')).toHaveLength(1);
    expect(await boxesOf('b')).toHaveLength(1);
    expect(await kept()).toEqual([]);
  });
});

describe('a template', () => {
  const numbersOf = (owners: readonly string[], built: string[]) =>
    runTemplate<{ readonly number: number }, 'least' | 'owners'>(
      database as Kysely<never>,
      'numbers',
      { least: [1], owners },
      ({ least, owners: places }) => {
        built.push(`for ${places.length}`);
        const among = database
          .selectFrom('boxes')
          .select('number')
          .where('owner', 'in', places as readonly string[]);
        return among.where('number', '>=', least[0] as number).orderBy('number');
      },
    );

  it('is compiled once for lists of that length, and gets the values of each run', async () => {
    const built: string[] = [];
    expect(await numbersOf(['a'], built)).toEqual([{ number: 1 }]);
    expect(await numbersOf(['b'], built)).toEqual([{ number: 2 }]);
    expect(await numbersOf(['b', 'a'], built)).toEqual([{ number: 1 }, { number: 2 }]);
    expect(await numbersOf(['c', 'b'], built)).toEqual([{ number: 2 }]);
    expect(built).toEqual(['for 1', 'for 2']);
  });
});
