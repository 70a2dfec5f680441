import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withConnection } from './connection.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import {
  type DatabaseRequest,
  dropDatabase,
  type ProvisionedDatabase,
  provisionDatabase,
} from './provision.ts';

const secret = 'a secret of sufficient length';
const prefix = `lt_test_${randomBytes(4).toString('hex')}_`;

let dataDir: string;
let embedded: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'provision-'));
  embedded = await startPostgres({ dataDir, durable: false });
});
afterAll(async () => {
  await embedded.stop();
  await rm(dataDir, { recursive: true });
});

/** Runs statements one after the other in one session; the rows of the last one. */
function run(url: string, ...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  return withConnection(url, async (client) => {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  });
}

const DENIED = { code: '42501' };
const external = process.env['POSTGRES_URL'];
const servers: readonly (readonly [string, () => string])[] = [
  ['the embedded server', () => embedded.adminUrl],
  ...(external === undefined ? [] : [['the server of POSTGRES_URL', () => external] as const]),
];

describe.each(servers)('a database provisioned on %s', (_name, adminUrl) => {
  const made = new Set<string>();
  const provision = (name: string, serving: DatabaseRequest['serving'], key = secret) => {
    made.add(name);
    return provisionDatabase({ adminUrl: adminUrl(), name, prefix, secret: key, serving });
  };
  let land: ProvisionedDatabase;
  let ledger: ProvisionedDatabase;

  beforeAll(async () => {
    land = await provision('land-register', 'read-only');
    ledger = await provision('ledger', 'append-only');
    await run(land.ownerUrl, 'create table parcel (id int)', 'insert into parcel values (1)');
    await run(ledger.ownerUrl, 'create table entry (id serial primary key, text text)');
  });
  afterAll(async () => {
    for (const name of made) await dropDatabase({ adminUrl: adminUrl(), name, prefix });
  });

  it('has a name without hyphens, and its owner', async () => {
    const rows = await run(
      land.ownerUrl,
      'select current_database() as database, pg_get_userbyid(datdba) as owner from pg_database ' +
        'where datname = current_database()',
    );
    expect(rows).toEqual([{ database: `${prefix}land_register`, owner: `${prefix}land_register_owner` }]);
  });

  describe('whose serving role reads only', () => {
    it('shows it the tables that the owner made afterwards, in every schema', async () => {
      expect(await run(land.servingUrl, 'select id from parcel')).toEqual([{ id: 1 }]);
      await run(land.ownerUrl, 'create schema extra', 'create table extra.note (id int)');
      expect(await run(land.servingUrl, 'select id from extra.note')).toEqual([]);
    });

    it.each([
      'insert into parcel values (2)',
      'update parcel set id = 3',
      'delete from parcel',
      'truncate parcel',
      'drop table parcel',
      'create table mine (id int)',
      'create temporary table mine (id int)',
      'create schema mine',
    ])('refuses it: %s, even in a session that has left read-only mode', async (statement) => {
      const writable = 'set default_transaction_read_only = off';
      await expect(run(land.servingUrl, writable, statement)).rejects.toMatchObject(DENIED);
      await expect(run(land.servingUrl, writable, 'select * from parcel')).resolves.toHaveLength(1);
    });

    it('puts it in read-only transactions and ends its statements after 5 seconds', async () => {
      const settings =
        "select current_setting('statement_timeout') as t, current_setting('transaction_read_only') as r";
      expect(await run(land.servingUrl, settings)).toEqual([{ t: '5s', r: 'on' }]);
      expect(await run(land.ownerUrl, settings)).toEqual([{ t: '0', r: 'off' }]);
    });
  });

  describe('whose serving role appends only', () => {
    it('lets it add and read rows', async () => {
      const rows = await run(ledger.servingUrl, "insert into entry (text) values ('kept') returning text");
      expect(rows).toEqual([{ text: 'kept' }]);
      expect(await run(ledger.servingUrl, "select text from entry where text = 'kept'")).toHaveLength(1);
    });

    it.each([
      "update entry set text = 'altered'",
      'delete from entry',
      'truncate entry',
      "insert into entry (id, text) values (1, 'x') on conflict (id) do update set text = 'altered'",
      "select setval('entry_id_seq', 1)",
      'select * from entry for update',
      'drop table entry',
      'alter table entry add column more text',
      'create table mine (id int)',
    ])('refuses it: %s', async (statement) => {
      await expect(run(ledger.servingUrl, statement)).rejects.toMatchObject(DENIED);
      await expect(run(ledger.servingUrl, 'select * from entry')).resolves.toBeDefined();
    });

    it('lets its owner do what it may not', async () => {
      await run(ledger.ownerUrl, "insert into entry (text) values ('mistake')");
      expect(
        await run(ledger.ownerUrl, "delete from entry where text = 'mistake' returning text"),
      ).toHaveLength(1);
    });
  });

  it('admits its own two roles and nobody from another database', async () => {
    for (const stranger of [ledger.ownerUrl, ledger.servingUrl]) {
      const url = new URL(stranger);
      await expect(run(url.href, 'select 1')).resolves.toHaveLength(1);
      url.pathname = new URL(land.ownerUrl).pathname;
      await expect(run(url.href, 'select 1')).rejects.toThrow('permission denied for database');
    }
    await expect(run(land.ownerUrl, 'select 1')).resolves.toHaveLength(1);
    await expect(run(land.servingUrl, 'select 1')).resolves.toHaveLength(1);
  });

  it('stays as it is when provisioned again, and keeps its URLs', async () => {
    const rights =
      'select datacl::text, (select array_agg(defaclacl::text order by defaclobjtype) from pg_default_acl) as future, ' +
      "(select nspacl::text from pg_namespace where nspname = 'public') as public from pg_database " +
      'where datname = current_database()';
    const before = await run(land.ownerUrl, rights);
    expect(await provision('land-register', 'read-only')).toEqual(land);
    expect(await run(land.ownerUrl, rights)).toEqual(before);
    expect(await run(land.servingUrl, 'select id from parcel')).toEqual([{ id: 1 }]);
  });

  it('is provisioned once by processes that start together', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => provision('together', 'append-only')));
    expect(new Set(all.map(({ ownerUrl }) => ownerUrl)).size).toBe(1);
    await expect(run(all[0]?.servingUrl ?? '', 'select 1')).resolves.toHaveLength(1);
  });

  it('can be provided by an administrator who is no superuser', async () => {
    const role = `${prefix}admin`;
    const url = new URL(adminUrl());
    await run(url.href, `create role "${role}" login createdb createrole password 'for this test'`);
    await run(url.href, `grant connect on database "${url.pathname.slice(1)}" to "${role}"`);
    const limited = new URL(url);
    limited.username = role;
    limited.password = 'for this test';
    const request = {
      adminUrl: limited.href,
      name: 'managed',
      prefix,
      secret,
      serving: 'read-only',
    } as const;
    const { ownerUrl, servingUrl } = await provisionDatabase(request);
    expect(await provisionDatabase(request)).toEqual({ ownerUrl, servingUrl });
    await run(ownerUrl, 'create table t (id int)');
    await expect(run(servingUrl, 'select * from t')).resolves.toEqual([]);
    await dropDatabase(request);
    await run(url.href, `drop owned by "${role}"`, `drop role "${role}"`);
  });

  it('is gone with its roles when dropped, even while somebody is connected', async () => {
    const { ownerUrl } = await provision('passing', 'read-only');
    await withConnection(ownerUrl, async () => {
      await dropDatabase({ adminUrl: adminUrl(), name: 'passing', prefix });
    });
    const left = `select rolname from pg_roles where starts_with(rolname, '${prefix}passing')`;
    expect(await run(adminUrl(), left)).toEqual([]);
    await expect(run(ownerUrl, 'select 1')).rejects.toThrow(
      /Cannot connect to database "lt_test_\w+_passing"/,
    );
    await dropDatabase({ adminUrl: adminUrl(), name: 'passing', prefix });
  });
});

describe('on the embedded server', () => {
  const request = { name: 'closed', prefix, secret, serving: 'read-only' } as const;

  it('passwords are checked, and follow the secret', async () => {
    const first = await provisionDatabase({ ...request, adminUrl: embedded.adminUrl });
    await expect(run(first.servingUrl, 'select 1')).resolves.toHaveLength(1);
    const changed = { ...request, adminUrl: embedded.adminUrl, secret: 'quite another secret' };
    const second = await provisionDatabase(changed);
    await expect(run(first.servingUrl, 'select 1')).rejects.toThrow('password authentication failed');
    await expect(run(second.servingUrl, 'select 1')).resolves.toHaveLength(1);
  });

  it('passwords never stand in a statement, which a server may log', async () => {
    const query = vi.spyOn(pg.Client.prototype, 'query');
    const { ownerUrl, servingUrl } = await provisionDatabase({ ...request, adminUrl: embedded.adminUrl });
    const statements = query.mock.calls.map((call) => JSON.stringify(call)).join('\n');
    query.mockRestore();
    expect(statements).toContain('password');
    for (const url of [ownerUrl, servingUrl]) expect(statements).not.toContain(new URL(url).password);
  });

  it('a role reaches its own database, but not the common ones', async () => {
    const { servingUrl } = await provisionDatabase({ ...request, adminUrl: embedded.adminUrl });
    await expect(run(servingUrl, 'select 1')).resolves.toHaveLength(1);
    for (const common of ['postgres', 'template1']) {
      const url = new URL(servingUrl);
      url.pathname = `/${common}`;
      await expect(run(url.href, 'select 1')).rejects.toThrow('permission denied for database');
    }
  });
});

describe('a request that cannot be met', () => {
  const good = {
    adminUrl: 'postgres://admin:hidden@127.0.0.1:1/x',
    name: 'land',
    secret,
    serving: 'read-only',
  } as const;
  const attempt = (change: Partial<DatabaseRequest>): Promise<unknown> =>
    provisionDatabase({ ...good, ...change });

  it.each(['', 'Land', '1land', 'la nd', 'land"', 'đất', "x'; drop table y"])(
    'a name like %j',
    async (name) => {
      await expect(attempt({ name })).rejects.toThrow(/^name: expected lower-case letters/);
    },
  );

  it('a name that PostgreSQL would cut, which two databases could then share', async () => {
    await expect(attempt({ name: 'a'.repeat(54) })).rejects.toThrow(/^name: expected at most 56 characters/);
    await expect(attempt({ name: 'a'.repeat(53) })).rejects.toThrow('Cannot connect');
  });

  it('a secret that is too short to be one', async () => {
    await expect(attempt({ secret: 'short' })).rejects.toThrow(
      'secret: expected at least 16 characters, received 5',
    );
  });

  it.each(['', 'localhost', 'mysql://root:hidden@localhost/x', 'postgres:///x?host=/tmp&password=hidden'])(
    'the URL %j, without repeating its password',
    async (adminUrl) => {
      const error: unknown = await attempt({ adminUrl }).catch((caught: unknown) => caught);
      expect(String(error)).toMatch(/adminUrl: expected postgres:\/\/user:password@host:port\/database/);
      expect(String(error)).not.toContain('hidden');
    },
  );

  it('a server that does not answer, named without its password', async () => {
    const error: unknown = await attempt({}).catch((caught: unknown) => caught);
    expect(String(error)).toContain('Cannot connect to database "x" on 127.0.0.1:1 as "admin"');
    expect(String(error)).not.toContain('hidden');
  });
});
