import DataLoader from 'dataloader';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import {
  type Connection,
  type PageArguments,
  type PageRequest,
  toConnection,
  toPageRequest,
} from './connection.ts';
import type { Database } from './database.ts';
import type { SubjectDesk } from './subjects.ts';

type TableName<Tables> = keyof Tables & string;
type ColumnName<Tables, Table extends keyof Tables> = keyof Tables[Table] & string;
type Key = string | null | undefined;
/** What the untyped core of this file passes around; the typed face is {@link Loaders}. */
type AnyRow = Record<string, unknown>;
type AnyTables = Record<string, AnyRow>;

/**
 * The ways in which a resolver reads. Those by key are batched: however many entities ask within one request, each
 * (table, column, page) costs one SQL statement. A key of `null` reads nothing.
 */
export interface Loaders<Tables> {
  /** Entity by key: the row whose `column` is `key`, or `null`. */
  one<Table extends TableName<Tables>>(
    table: Table,
    column: ColumnName<Tables, Table>,
    key: Key,
  ): Promise<Tables[Table] | null>;
  /**
   * What a search finds, before anything is read of it: the key `wanted` of the row whose `column` is `key`; where there
   * is none, the key that was searched for with `suffix` behind it, which must be nobody's and lie among all others. Found
   * or not, a row is read (the next one) and a key comes back, so that the two cause the same work, here and in what
   * follows.
   */
  find<Table extends TableName<Tables>>(
    table: Table,
    column: ColumnName<Tables, Table>,
    key: string,
    wanted: ColumnName<Tables, Table>,
    suffix: string,
  ): Promise<string>;
  /** Many by key: all rows whose `column` is `key`, ordered by `orderBy`. For lists that stay short by nature. */
  many<Table extends TableName<Tables>>(
    table: Table,
    column: ColumnName<Tables, Table>,
    key: Key,
    orderBy: ColumnName<Tables, Table>,
  ): Promise<readonly Tables[Table][]>;
  /** Page by key: one page of the rows whose `column` is `key`, ordered by their surrogate `id`. */
  page<Table extends TableName<Tables>>(
    table: Table,
    column: ColumnName<Tables, Table>,
    key: Key,
    page: PageArguments,
  ): Promise<Connection<Tables[Table] & { readonly id: string }>>;
  /** One page of a whole table, ordered by its surrogate `id`; one statement each. */
  all<Table extends TableName<Tables>>(
    table: Table,
    page: PageArguments,
  ): Promise<Connection<Tables[Table] & { readonly id: string }>>;
}

/** About whom the rows of a table are: a type of subject, and the column with its key. */
export type RowSubjects<Tables> = {
  readonly [Table in keyof Tables]?: {
    readonly type: 'Citizen' | 'Business';
    readonly column: keyof Tables[Table] & string;
  };
};

/** Keys of one statement: PostgreSQL binds at most 65,535 values. */
const MAX_BATCH = 32_768;

/** Column that says about whom a row is, and who is left out. */
interface LeftOut {
  readonly column: string;
  readonly keys: readonly string[];
}

/**
 * Loaders of one request: they batch what is asked in the same tick and remember what they have read. Rows about a
 * subject that is hidden from the caller are not there: no list, page or count tells of them.
 */
export function createLoaders<Tables>(
  database: Database<Tables>,
  subjects: SubjectDesk,
  rowSubjects: RowSubjects<Tables> = {},
): Loaders<Tables> {
  const loaders = new Map<string, DataLoader<string, readonly AnyRow[]>>();
  const untyped = database as unknown as Kysely<AnyTables>;
  const about = rowSubjects as Readonly<
    Record<string, { readonly type: string; readonly column: string } | undefined>
  >;
  const visible = (table: string, found: readonly AnyRow[]): readonly AnyRow[] => {
    const subject = about[table];
    if (subject === undefined) return found;
    return found.filter((row) => !subjects.isHidden(subject.type, row[subject.column] as string | null));
  };
  const leftOut = (table: string): LeftOut | undefined => {
    const subject = about[table];
    const keys = subject === undefined ? [] : subjects.hidden(subject.type);
    return subject === undefined || keys.length === 0 ? undefined : { column: subject.column, keys };
  };
  const isKnownHidden = (table: string, column: string, key: string): boolean =>
    about[table]?.column === column && subjects.isHidden(about[table].type, key);

  function rows(name: string, read: (keys: readonly string[]) => Promise<readonly AnyRow[]>, column: string) {
    const known = loaders.get(name);
    if (known !== undefined) return known;
    const loader = new DataLoader<string, readonly AnyRow[]>(
      async (keys) => groupByKey(keys, column, await read(keys)),
      { maxBatchSize: MAX_BATCH },
    );
    loaders.set(name, loader);
    return loader;
  }

  return {
    async one(table, column, key) {
      // Nothing is read of whom the caller must not find, so that "hidden" and "none" take the same time.
      if (key == null || isKnownHidden(table, column, key)) return null;
      const loader = rows(`one ${table} ${column}`, (keys) => readRows(untyped, table, column, keys), column);
      return (visible(table, await loader.load(key))[0] ?? null) as never;
    },
    async find(table, column, key, wanted, suffix) {
      const loader = rows(
        `find ${table} ${column} ${wanted} ${suffix}`,
        (keys) => findKeys(untyped, table, column, keys, wanted, suffix),
        'asked',
      );
      const [found] = await loader.load(key);
      return String(found?.['wanted'] ?? key + suffix);
    },
    async many(table, column, key, orderBy) {
      if (key == null) return [];
      const loader = rows(
        `many ${table} ${column} ${orderBy}`,
        (keys) => readRows(untyped, table, column, keys, orderBy),
        column,
      );
      return visible(table, await loader.load(key)) as never;
    },
    async page(table, column, key, page) {
      const request = toPageRequest(page);
      if (key == null) return toConnection([], request);
      const loader = rows(
        `page ${table} ${column} ${request.limit} ${request.afterId}`,
        (keys) => readPages(untyped, table, column, keys, request, leftOut(table)),
        column,
      );
      return toConnection(visible(table, await loader.load(key)) as never, request);
    },
    async all(table, page) {
      const request = toPageRequest(page);
      const query = untyped.selectFrom(table).selectAll().where('id', '>', request.afterId);
      const rest = withoutHidden(query, leftOut(table))
        .orderBy('id')
        .limit(request.limit + 1);
      return toConnection(visible(table, await rest.execute()) as never, request);
    },
  };
}

async function readRows(
  database: Kysely<AnyTables>,
  table: string,
  column: string,
  keys: readonly string[],
  orderBy?: string,
): Promise<readonly AnyRow[]> {
  const query = database.selectFrom(table).selectAll().where(column, 'in', padded(keys));
  return await (orderBy === undefined ? query : query.orderBy(orderBy)).execute();
}

async function findKeys(
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

async function readPages(
  database: Kysely<AnyTables>,
  table: string,
  column: string,
  keys: readonly string[],
  { limit, afterId }: PageRequest,
  leftOut: LeftOut | undefined,
): Promise<readonly AnyRow[]> {
  const numbered = database
    .selectFrom(table)
    .selectAll()
    .select(sql<string>`row_number() over (partition by ${sql.ref(column)} order by id)`.as('rowOfPage'))
    .where(column, 'in', padded(keys))
    .where('id', '>', afterId);
  return await database
    .selectFrom(withoutHidden(numbered, leftOut).as('numbered'))
    .selectAll()
    .where('rowOfPage', '<=', limit + 1)
    .orderBy('id')
    .execute();
}

/** A statement that passes over the rows about whoever is hidden; rows about nobody stay. */
function withoutHidden<Row>(
  query: SelectQueryBuilder<AnyTables, string, Row>,
  leftOut: LeftOut | undefined,
): SelectQueryBuilder<AnyTables, string, Row> {
  if (leftOut === undefined) return query;
  const { column, keys } = leftOut;
  return query.where((row) => row.or([row(column, 'is', null), row(column, 'not in', padded(keys))]));
}

/** Key lists are filled up to a power of two, so that a database prepares few statements instead of a thousand. */
function padded(keys: readonly string[]): readonly string[] {
  const last = keys.at(-1) ?? '';
  const size = 2 ** Math.ceil(Math.log2(Math.max(keys.length, 1)));
  return [...keys, ...new Array<string>(size - keys.length).fill(last)];
}

function groupByKey(
  keys: readonly string[],
  column: string,
  rows: readonly AnyRow[],
): readonly (readonly AnyRow[])[] {
  const groups = new Map<string, AnyRow[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(String(row[column]))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
