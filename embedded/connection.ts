import pg from 'pg';

/**
 * Runs `work` with one connection to the database at `url`, and closes it in every case.
 *
 * @throws Error that names server, database and role, never the password, when there is no connection to be had
 */
export async function withConnection<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'lien-thong',
  });
  // A connection that the server cuts between two queries would otherwise end the process.
  client.on('error', () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      const where = `database "${client.database}" on ${client.host}:${client.port} as "${client.user}"`;
      throw new Error(`Cannot connect to ${where}: ${reason}`, { cause: error });
    });
    return await work(client);
  } finally {
    await client.end();
  }
}
