import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

const CREATE_JOURNAL = `
  create table if not exists schema_migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`;

/** Any number, the same in every process: two migrations of one database must not run at once. */
const MIGRATION_LOCK = 7_103_2025;

/**
 * Runs the `.sql` files of a folder in the order of their names, each in its own transaction, and records them in
 * `schema_migrations`. Files that have run are skipped.
 *
 * @param ownerUrl `postgresql://…` of the role that owns the database
 * @returns names of the files that ran now
 * @throws Error when a file that has run was changed since
 */
export async function migrate(ownerUrl: string, folder: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(CREATE_JOURNAL);
    return await runPending(client, folder);
  } finally {
    await client.end();
  }
}

async function runPending(client: Client, folder: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const ran: string[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
    const sql = await readFile(join(folder, name), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    const known = applied.get(name);
    if (known === checksum) continue;
    if (known !== undefined) {
      throw new Error(`Migration ${name} has run and was changed since; write a new file instead.`);
    }
    await runOne(client, name, sql, checksum);
    ran.push(name);
  }
  return ran;
}

async function runOne(client: Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
