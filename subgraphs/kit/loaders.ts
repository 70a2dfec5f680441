import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import { type Connection, type PageArguments, toConnection, toPageRequest } from './connection.ts';
import type { Database } from './database.ts';
import { readEachAlone } from './read-alone.ts';
import {
  type AnyRow,
  type AnyTables,
  findKeys,
  type LeftOut,
  readPages,
  readRows,
  readTable,
} from './reads.ts';
import type { SubjectDesk } from './subjects.ts';

type TableName<Tables> = keyof Tables & string;
type ColumnName<Tables, Table extends keyof Tables> = keyof Tables[Table] & string;
type Key = string | null | undefined;

/**
 * The ways in which a resolver reads. They are batched: however many entities ask within one request, by one operation
 * or by many, each (table, column, page) costs one SQL statement. A key of `null` reads nothing.
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
  /** One page of a whole table, ordered by its surrogate `id`. */
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

/** The key of pages that have none: those of a whole table. */
const WHOLE_TABLE = '';

/**
 * Loaders of one request: they batch what its operations ask in the same turn and remember what they have read. The
 * operations share statements and rows, never verdicts: each gets its own loaders with its own desk. Rows about a
 * subject that is hidden from an operation are not there for it: no list, page or count tells of them.
 *
 * @returns loaders for the operation with that desk
 */
export function createLoaders<Tables>(
  database: Database<Tables>,
  rowSubjects: RowSubjects<Tables> = {},
): (subjects: SubjectDesk) => Loaders<Tables> {
  const loaders = new Map<string, DataLoader<string, readonly AnyRow[]>>();
  const untyped = database as unknown as Kysely<AnyTables>;
  const about = rowSubjects as About;
  const shared: SharedRows = (name, column, read) => {
    const known = loaders.get(name);
    if (known !== undefined) return known;
    const loader = new DataLoader<string, readonly AnyRow[]>(
      (keys) => readEachAlone(keys, async (some) => groupByKey(some, column, await read(some))),
      { maxBatchSize: MAX_BATCH },
    );
    loaders.set(name, loader);
    return loader;
  };
  return (subjects) => loadersFor(untyped, about, shared, subjects);
}

type About = Readonly<Record<string, { readonly type: string; readonly column: string } | undefined>>;

/**
 * The loader of that name, which all operations share: the name must say everything that its statement depends on.
 * @param column of the rows that holds the key by which they were read; without, all rows are those of the one key
 */
type SharedRows = (
  name: string,
  column: string | undefined,
  read: (keys: readonly string[]) => Promise<readonly AnyRow[]>,
) => DataLoader<string, readonly AnyRow[]>;

function loadersFor<Tables>(
  database: Kysely<AnyTables>,
  about: About,
  shared: SharedRows,
  subjects: SubjectDesk,
): Loaders<Tables> {
  const visible = (table: string, found: readonly AnyRow[]): readonly AnyRow[] => {
    const subject = about[table];
    if (subject === undefined) return found;
    return found.filter((row) => !subjects.isHidden(subject.type, row[subject.column] as string | null));
  };
  // The verdicts of an operation do not change.
  const known = new Map<string, LeftOut | undefined>();
  const leftOut = (table: string): LeftOut | undefined => {
    if (!known.has(table)) known.set(table, findLeftOut(about[table], subjects));
    return known.get(table);
  };
  const isKnownHidden = (table: string, column: string, key: string): boolean =>
    about[table]?.column === column && subjects.isHidden(about[table].type, key);

  return {
    async one(table, column, key) {
      // Nothing is read of whom the caller must not find, so that "hidden" and "none" take the same time.
      if (key == null || isKnownHidden(table, column, key)) return null;
      const loader = shared(`one ${table} ${column}`, column, (keys) =>
        readRows(database, table, column, keys),
      );
      return (visible(table, await loader.load(key))[0] ?? null) as never;
    },
    async find(table, column, key, wanted, suffix) {
      const loader = shared(`find ${table} ${column} ${wanted} ${suffix}`, 'asked', (keys) =>
        findKeys(database, table, column, keys, wanted, suffix),
      );
      const [found] = await loader.load(key);
      return String(found?.['wanted'] ?? key + suffix);
    },
    async many(table, column, key, orderBy) {
      if (key == null) return [];
      const loader = shared(`many ${table} ${column} ${orderBy}`, column, (keys) =>
        readRows(database, table, column, keys, orderBy),
      );
      return visible(table, await loader.load(key)) as never;
    },
    async page(table, column, key, page) {
      const request = toPageRequest(page);
      if (key == null || isKnownHidden(table, column, key)) return toConnection([], request);
      // On a page by its subject stand rows about that one only, who is not hidden: all operations can share it.
      const hidden = about[table]?.column === column ? undefined : leftOut(table);
      const loader = shared(
        `page ${table} ${column} ${request.limit} ${request.afterId} ${namesOf(hidden)}`,
        column,
        (keys) => readPages(database, table, column, keys, request, hidden),
      );
      return toConnection(visible(table, await loader.load(key)) as never, request);
    },
    async all(table, page) {
      const request = toPageRequest(page);
      const hidden = leftOut(table);
      const loader = shared(
        `all ${table} ${request.limit} ${request.afterId} ${namesOf(hidden)}`,
        undefined,
        () => readTable(database, table, request, hidden),
      );
      return toConnection(visible(table, await loader.load(WHOLE_TABLE)) as never, request);
    },
  };
}

function findLeftOut(subject: About[string], subjects: SubjectDesk): LeftOut | undefined {
  const keys = subject === undefined ? [] : subjects.hidden(subject.type).toSorted();
  return subject === undefined || keys.length === 0 ? undefined : { column: subject.column, keys };
}

/** Who is left out, as a part of a loader's name: no two lists of keys are written alike. */
function namesOf(leftOut: LeftOut | undefined): string {
  return leftOut === undefined ? '' : JSON.stringify(leftOut.keys);
}

function groupByKey(
  keys: readonly string[],
  column: string | undefined,
  rows: readonly AnyRow[],
): readonly (readonly AnyRow[])[] {
  if (column === undefined) return keys.map(() => rows);
  const groups = new Map<string, AnyRow[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(String(row[column]))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
