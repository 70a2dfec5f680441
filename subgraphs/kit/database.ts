import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { preparingPool } from './prepared.ts';

/** A database handle whose tables and columns are written in camelCase. */
export type Database<Tables> = Kysely<Tables>;

/** PostgreSQL types that must stay text: a day has no time zone, and money is larger than a JavaScript number. */
const AS_TEXT: ReadonlySet<number> = new Set([
  types.builtins.DATE,
  types.builtins.INT8,
  types.builtins.NUMERIC,
  types.builtins.TIMESTAMPTZ,
]);

/** Settings of {@link openDatabase}. */
export interface DatabaseOptions {
  /** `postgresql://…` of the serving role, which can only read. */
  readonly url: string;
  /** Most connections at once; 8 by default. */
  readonly connections?: number;
  /** Called with each SQL statement before it is sent; tests count with it. */
  readonly onStatement?: (sql: string) => void;
}

/** Opens a pool to a database, on which statements are prepared. Days, big integers and decimals arrive as text. */
export function openDatabase<Tables>(options: DatabaseOptions): Database<Tables> {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections ?? 8,
    connectionTimeoutMillis: 2_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        AS_TEXT.has(oid)
          ? (text: string) => text
          : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  });
  // An idle connection that the server ends must not end the process; the next query opens a new one.
  pool.on('error', () => undefined);
  const { onStatement } = options;
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: preparingPool(pool) }),
    plugins: [new CamelCasePlugin()],
    ...(onStatement === undefined ? {} : { log: (event) => onStatement(event.query.sql) }),
  });
}
