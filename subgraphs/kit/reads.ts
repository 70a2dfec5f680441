import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { PageRequest } from './connection.ts';
import { runTemplate } from './templates.ts';

/** What is passed around where the tables are not known by type. */
export type AnyRow = Record<string, unknown>;
/** See {@link AnyRow}. */
export type AnyTables = Record<string, AnyRow>;

/** Column that says about whom a row is, and who is left out of what is read. */
export interface LeftOut {
  readonly column: string;
  readonly keys: readonly string[];
}

/** All rows whose `column` is one of `keys`. */
export async function readRows(
  database: Kysely<AnyTables>,
  table: string,
  column: string,
  keys: readonly string[],
  orderBy?: string,
): Promise<readonly AnyRow[]> {
  const values = { keys: padded(keys) };
  return await runTemplate(database as never, `rows ${table} ${column} ${orderBy}`, values, ({ keys }) => {
    const query = database.selectFrom(table).selectAll().where(column, 'in', keys);
    return orderBy === undefined ? query : query.orderBy(orderBy);
  });
}

/** For each key the key `wanted` of the row whose `column` is it, or else the key itself with `suffix` behind it. */
export async function findKeys(
  database: Kysely<AnyTables>,
  table: string,
  column: string,
  keys: readonly string[],
  wanted: string,
  suffix: string,
): Promise<readonly AnyRow[]> {
  const { rows } = await sql<AnyRow>`
    select asked.key as asked,
      case when near.found = asked.key then near.wanted else asked.key || ${suffix} end as wanted
    from unnest(${keys}::text[]) as asked(key)
    left join lateral (
      select ${sql.ref(column)} as found, ${sql.ref(wanted)} as wanted from ${sql.table(table)}
      where ${sql.ref(column)} >= asked.key order by ${sql.ref(column)} limit 1
    ) near on true`.execute(database);
  return rows;
}

/** One page, and a row more, of the rows of each of `keys`, past those about whoever is left out. */
export async function readPages(
  database: Kysely<AnyTables>,
  table: string,
  column: string,
  keys: readonly string[],
  { limit, afterId }: PageRequest,
  leftOut: LeftOut | undefined,
): Promise<readonly AnyRow[]> {
  const values = { keys: padded(keys), leftOut: padded(leftOut?.keys ?? []), numbers: [afterId, limit + 1] };
  return await runTemplate(
    database as never,
    `pages ${table} ${column} ${leftOut?.column}`,
    values,
    ({ keys, leftOut: hidden, numbers }) => {
      const [after, most] = numbers;
      const numbered = database
        .selectFrom(table)
        .selectAll()
        .select(sql<string>`row_number() over (partition by ${sql.ref(column)} order by id)`.as('rowOfPage'))
        .where(column, 'in', keys)
        .where('id', '>', after);
      return database
        .selectFrom(withoutHidden(numbered, leftOut?.column, hidden).as('numbered'))
        .selectAll()
        .where('rowOfPage', '<=', most)
        .orderBy('id');
    },
  );
}

/** One page, and a row more, of a whole table, past the rows about whoever is left out. */
export async function readTable(
  database: Kysely<AnyTables>,
  table: string,
  { limit, afterId }: PageRequest,
  leftOut: LeftOut | undefined,
): Promise<readonly AnyRow[]> {
  const values = { keys: [], leftOut: padded(leftOut?.keys ?? []), numbers: [afterId, limit + 1] };
  return await runTemplate(
    database as never,
    `table ${table} ${leftOut?.column}`,
    values,
    ({ leftOut: hidden, numbers }) => {
      const [after, most] = numbers;
      const query = database.selectFrom(table).selectAll().where('id', '>', after);
      return withoutHidden(query, leftOut?.column, hidden)
        .orderBy('id')
        .limit(most as never);
    },
  );
}

/** A statement that passes over the rows about whoever is hidden; rows about nobody stay. */
function withoutHidden<Row>(
  query: SelectQueryBuilder<AnyTables, string, Row>,
  column: string | undefined,
  hidden: readonly unknown[],
): SelectQueryBuilder<AnyTables, string, Row> {
  if (column === undefined || hidden.length === 0) return query;
  return query.where((row) => row.or([row(column, 'is', null), row(column, 'not in', hidden)]));
}

/** Key lists are filled up to a power of two, so that a database prepares few statements instead of a thousand. */
function padded(keys: readonly string[]): readonly string[] {
  const last = keys.at(-1);
  if (last === undefined) return [];
  const size = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...new Array<string>(size - keys.length).fill(last)];
}
