import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { withConnection } from './connection.ts';

/** Which database, on which server. */
export interface DatabaseName {
  /**
   * URL of a PostgreSQL server, version 15 or later, embedded or not, for a role that may create databases and
   * roles: `postgres://user:password@host:port/database`. Its own database is only connected to.
   */
  readonly adminUrl: string;
  /** Lower-case letters, digits, hyphens and underscores, a letter first: `civil-status`. */
  readonly name: string;
  /** Begins the names of database and roles, so that they are recognised on a shared server. Default `lt_`. */
  readonly prefix?: string;
}

/** A database to be provisioned. */
export interface DatabaseRequest extends DatabaseName {
  /** The roles' passwords are derived from it, so that URLs stay the same from run to run. At least 16 characters. */
  readonly secret: string;
  /** What the serving role may do with the owner's tables: read them, or read them and add rows. */
  readonly serving: 'read-only' | 'append-only';
}

/** A database that is ready, with one URL for each of its two roles, passwords included. */
export interface ProvisionedDatabase {
  /** `<database>_owner`: owns the database; for migrations and loading. */
  readonly ownerUrl: string;
  /** `<database>_reader` or `<database>_writer`: for answering requests. */
  readonly servingUrl: string;
}

const NAME = /^[a-z][a-z0-9_-]*$/;
/** PostgreSQL cuts longer identifiers silently, which could make two of them one (NAMEDATALEN - 1). */
const IDENTIFIER_BYTES = 63;
const STATEMENT_TIMEOUT = '5s';

/**
 * Provides a database `<prefix><name>` that only two roles can connect to: its owner, and a serving role that holds
 * on the owner's tables, present when they are created later, SELECT or SELECT and INSERT, never more. Statements
 * of the serving role end after 5 s; a read-only one is in read-only transactions unless it asks otherwise, and then
 * still lacks the rights. Tables that a migration creates with another role than the owner are not covered.
 *
 * Idempotent: a second call sets the passwords that belong to `secret` and leaves everything else as it is.
 *
 * @throws Error when a part of the request is malformed or the server is older than version 15
 */
export async function provisionDatabase(request: DatabaseRequest): Promise<ProvisionedDatabase> {
  const { adminUrl, secret, serving } = request;
  if (secret.length < 16)
    throw new Error(`secret: expected at least 16 characters, received ${secret.length}`);
  const names = namesOf(request);
  const server = names.serving[serving];
  const ownerUrl = urlFor(adminUrl, names.database, names.owner, secret);
  const servingUrl = urlFor(adminUrl, names.database, server, secret);
  await withConnection(adminUrl, async (client) => {
    await requireVersion(client);
    // Two processes that provision the same database at once take turns; the lock ends with the connection.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [names.database]);
    await createRole(client, names.owner, secret);
    await createRole(client, server, secret);
    await limitRole(client, server, serving);
    await createDatabase(client, names.database, names.owner);
    await allowConnect(client, names.database, server);
    await withConnection(ownerUrl, (owner) => grantFuture(owner, server, serving));
  });
  return { ownerUrl, servingUrl };
}

/** Removes a database and its roles, cutting whoever is connected; nothing happens when they do not exist. */
export async function dropDatabase(which: DatabaseName): Promise<void> {
  const names = namesOf(which);
  await withConnection(which.adminUrl, async (client) => {
    await client.query(`drop database if exists ${quoted(names.database)} with (force)`);
    for (const role of [names.owner, ...Object.values(names.serving)]) {
      await client.query(`drop role if exists ${quoted(role)}`);
    }
  });
}

interface Names {
  readonly database: string;
  readonly owner: string;
  readonly serving: Readonly<Record<DatabaseRequest['serving'], string>>;
}

function namesOf({ name, prefix = 'lt_' }: DatabaseName): Names {
  const database = `${prefix}${name}`.replaceAll('-', '_');
  if (!NAME.test(name) || !NAME.test(database)) {
    throw new Error(
      `name: expected lower-case letters, digits, "-" and "_", beginning with a letter; received ` +
        `${JSON.stringify(name)} with prefix ${JSON.stringify(prefix)}`,
    );
  }
  const longest = IDENTIFIER_BYTES - '_reader'.length;
  if (database.length > longest) {
    throw new Error(`name: expected at most ${longest} characters with its prefix, received "${database}"`);
  }
  return {
    database,
    owner: `${database}_owner`,
    serving: { 'read-only': `${database}_reader`, 'append-only': `${database}_writer` },
  };
}

function quoted(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}

function passwordOf(role: string, secret: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url');
}

/** The admin's URL with another database, role and password; host, port and parameters such as sslmode are kept. */
function urlFor(adminUrl: string, database: string, role: string, secret: string): string {
  // The URL is not quoted in errors: it holds a password.
  if (!URL.canParse(adminUrl))
    throw new Error('adminUrl: expected postgres://user:password@host:port/database');
  const url = new URL(adminUrl);
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error(
      'adminUrl: expected postgres://user:password@host:port/database, with a host; received one that begins ' +
        `${url.protocol}//${url.hostname}`,
    );
  }
  url.username = role;
  url.password = passwordOf(role, secret);
  url.pathname = `/${database}`;
  return url.href;
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  if ((rows[0]?.number ?? 0) >= 150_000) return;
  throw new Error(
    `adminUrl: expected a PostgreSQL server of version 15 or later, received ${rows[0]?.version}`,
  );
}

async function createRole(client: pg.Client, role: string, secret: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  const verifier = scramVerifier(passwordOf(role, secret));
  await client.query(`${verb} role ${quoted(role)} with login password ${pg.escapeLiteral(verifier)}`);
}

/**
 * What a server stores of a password (RFC 5803 form of SCRAM-SHA-256, RFC 7677). Sent in the password's place, so
 * that the password itself is never in a statement that a server may log.
 */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

async function limitRole(
  client: pg.Client,
  role: string,
  serving: DatabaseRequest['serving'],
): Promise<void> {
  await client.query(`alter role ${quoted(role)} set statement_timeout = '${STATEMENT_TIMEOUT}'`);
  if (serving === 'append-only') return;
  await client.query(`alter role ${quoted(role)} set default_transaction_read_only = on`);
}

async function createDatabase(client: pg.Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
  if (rowCount !== 0) return;
  const { rows } = await client.query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_roles where rolname = current_user',
  );
  // Only a superuser or a member may give a database to a role; a managed server offers no superuser.
  if (rows[0]?.superuser !== true) await client.query(`grant ${quoted(owner)} to current_user`);
  await client.query(
    `create database ${quoted(database)} owner ${quoted(owner)} encoding 'UTF8' template template0`,
  );
}

async function allowConnect(client: pg.Client, database: string, role: string): Promise<void> {
  await client.query(`revoke all on database ${quoted(database)} from public`);
  await client.query(`grant connect on database ${quoted(database)} to ${quoted(role)}`);
}

/** As the owner, in its own database: rights on everything that the owner creates from now on. */
async function grantFuture(
  client: pg.Client,
  role: string,
  serving: DatabaseRequest['serving'],
): Promise<void> {
  const to = `to ${quoted(role)}`;
  const rights = serving === 'read-only' ? 'select' : 'select, insert';
  await client.query('revoke all on schema public from public');
  await client.query(`grant usage on schema public ${to}`);
  await client.query(`alter default privileges grant usage on schemas ${to}`);
  await client.query(`alter default privileges grant ${rights} on tables ${to}`);
  if (serving === 'append-only')
    await client.query(`alter default privileges grant usage on sequences ${to}`);
}
