import { Client, types } from 'pg';

/** The ledger's database as it is at one moment, however much is recorded meanwhile. */
export interface Snapshot {
  /**
   * Runs one statement that reads. Times come as ISO 8601 in UTC with at least milliseconds, numbers of 64 bits as
   * text, bytes as a `Buffer`.
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * Reads a ledger: one connection, one transaction that cannot write and sees one state of all tables. What is recorded
 * or signed meanwhile is for the next reading. It may last: the serving role's limit on statements does not hold.
 *
 * @param url `postgresql://…` of any role that may read the ledger's tables
 * @throws Error that names server, database and role, never the password, when there is no connection to be had, and
 *   when the database holds no ledger
 */
export async function withSnapshot<Result>(
  url: string,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'lien-thong-audit',
    types: { getTypeParser: parserOf },
  });
  // A connection that the server cuts between two statements would otherwise end the process.
  client.on('error', () => undefined);
  try {
    await connect(client);
    await client.query(BEGIN);
    await assertLedger(client);
    return await work({
      async query<Row extends object>(text: string, values: readonly unknown[] = []) {
        return (await client.query<Row>(text, [...values])).rows;
      },
    });
  } finally {
    await client.end();
  }
}

const BEGIN = `begin transaction isolation level repeatable read read only;
  set local statement_timeout = 0;
  set local timezone = 'UTC';
  set local datestyle = 'ISO';
  set local bytea_output = 'hex'`;

const TIME = types.builtins.TIMESTAMPTZ;

/** As texts, times keep their microseconds, which a `Date` would drop: nobody could change them unseen. */
function parserOf(type: number, format?: 'text' | 'binary') {
  return type === TIME ? isoTime : types.getTypeParser(type, format as 'text');
}

/** `2026-03-04 05:06:07.1+00` as `2026-03-04T05:06:07.100Z`; what has no such form, such as infinity, stays as it is. */
export function isoTime(text: string): string {
  const [, day, time, fraction = ''] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  return day === undefined ? text : `${day}T${time}.${fraction.padEnd(3, '0')}Z`;
}

async function connect(client: Client): Promise<void> {
  await client.connect().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const where = `database "${client.database}" on ${client.host}:${client.port} as "${client.user}"`;
    throw new Error(`Cannot connect to ${where}: ${reason}`, { cause: error });
  });
}

async function assertLedger(client: Client): Promise<void> {
  const { rows } = await client.query<{ is: boolean }>(
    `select count(*) = 6 as is from unnest('{log,answers,entries,undelivered,heads,nodes}'::text[]) as name
     where to_regclass(name) is not null`,
  );
  if (rows[0]?.is !== true) throw new Error(`Database "${client.database}" holds no ledger with a tree.`);
}
