import { Client, escapeIdentifier } from 'pg';

/** Rows for each table, in the order in which the tables must be filled; keys are camelCase column names. */
export type TableRows<Tables> = {
  readonly [Table in keyof Tables]?: Iterable<Tables[Table]>;
};

/** Told after each piece of work, for progress bars. */
export type LoadProgress = (progress: { readonly table: string; readonly rows: number }) => void;

const CHUNK = 2_000;

/** When the data was loaded, and what: how fresh a database is, and whether its load ever finished. */
const CREATE_STATE = `
  create table if not exists source_state (
    only_row boolean primary key default true check (only_row),
    as_of timestamptz not null,
    content text not null
  )`;

/**
 * Replaces the whole content of a database by `rows` in one transaction: readers see the old country or the new one,
 * and a process that dies half-way leaves the old.
 *
 * @param content what was loaded, for `source_state`; {@link loadedContent} reads it back
 */
export async function loadRows<Tables>(
  ownerUrl: string,
  rows: TableRows<Tables>,
  content: string,
  onProgress: LoadProgress = () => undefined,
): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(CREATE_STATE);
    await client.query('begin');
    const tables = Object.entries(rows) as [string, Iterable<Record<string, unknown>>][];
    const names = tables.map(([table]) => escapeIdentifier(snakeCase(table)));
    // Not truncate: readers of the old country would have to wait for the new one.
    for (const name of names.toReversed()) await client.query(`delete from ${name}`);
    for (const [table, tableRows] of tables) await fill(client, table, tableRows, onProgress);
    await client.query('delete from source_state');
    await client.query('insert into source_state (as_of, content) values (now(), $1)', [content]);
    await client.query('commit');
    if (names.length > 0) await client.query(`analyze ${names.join(', ')}`);
  } finally {
    await client.end();
  }
}

/** What was loaded last, or `undefined` when the load never finished. */
export async function loadedContent(ownerUrl: string): Promise<string | undefined> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(CREATE_STATE);
    const { rows } = await client.query<{ content: string }>('select content from source_state');
    return rows[0]?.content;
  } finally {
    await client.end();
  }
}

/** Marks the content as not to be trusted until the next load has finished; the rows stay. */
export async function distrustContent(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(CREATE_STATE);
    await client.query('delete from source_state');
  } finally {
    await client.end();
  }
}

async function fill(
  client: Client,
  table: string,
  rows: Iterable<Record<string, unknown>>,
  onProgress: LoadProgress,
): Promise<void> {
  let chunk: string[] = [];
  for (const row of rows) {
    chunk.push(toJson(row));
    if (chunk.length < CHUNK) continue;
    await insert(client, table, chunk);
    onProgress({ table, rows: chunk.length });
    chunk = [];
  }
  if (chunk.length > 0) await insert(client, table, chunk);
  onProgress({ table, rows: chunk.length });
}

async function insert(client: Client, table: string, chunk: readonly string[]): Promise<void> {
  const name = escapeIdentifier(snakeCase(table));
  await client.query(`insert into ${name} select * from json_populate_recordset(null::${name}, $1::json)`, [
    `[${chunk.join(',')}]`,
  ]);
}

function toJson(row: Record<string, unknown>): string {
  const entries = Object.entries(row).map(([column, value]) => [snakeCase(column), value] as const);
  return JSON.stringify(Object.fromEntries(entries), (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
