import { Pool, types } from 'pg';

/** Names of the databases that are asked. */
export type DatabaseName = 'population' | 'civil-status' | 'business' | 'insurance' | 'land' | 'catalogue';

/** A row as PostgreSQL gives it: days and large numbers as text. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks a database; each text is prepared once for each connection. */
export type Ask = (
  database: DatabaseName,
  text: string,
  ...values: readonly unknown[]
) => Promise<readonly Row[]>;

/** The databases, with a count of the statements that they were asked. */
export interface Statements {
  readonly ask: Ask;
  count: number;
  close(): Promise<void>;
}

/** As many as the databases' own services open. */
const CONNECTIONS = 8;

const AS_TEXT: ReadonlySet<number> = new Set([types.builtins.DATE, types.builtins.INT8]);

/** @param urls `postgresql://…` by name of the database */
export function openStatements(urls: Readonly<Record<string, string>>): Statements {
  const pools = new Map(
    Object.entries(urls).map(([name, connectionString]) => [
      name,
      new Pool({
        connectionString,
        max: CONNECTIONS,
        types: {
          getTypeParser: ((oid: number, format?: 'text') =>
            AS_TEXT.has(oid)
              ? (text: string) => text
              : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
        },
      }),
    ]),
  );
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const known = names.get(text) ?? `s${names.size}`;
    names.set(text, known);
    return known;
  };
  const statements: Statements = {
    count: 0,
    async ask(database, text, ...values) {
      statements.count += 1;
      const pool = pools.get(database);
      if (pool === undefined) throw new Error(`Nobody knows ${database}.`);
      const { rows } = await pool.query<Row>({ name: nameOf(text), text, values: [...values] });
      return rows;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
  return statements;
}
