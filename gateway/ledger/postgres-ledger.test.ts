import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dropDatabase, type ProvisionedDatabase, provisionDatabase } from '../../embedded/index.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { createPostgresLedger, subjectDigest } from './postgres-ledger.ts';

const MIGRATIONS = ['001-entries', '002-emergency'].map((name) =>
  readFileSync(new URL(`./migrations/${name}.sql`, import.meta.url), 'utf8'),
);
const [ENTRIES = ''] = MIGRATIONS;
const SECRET = 'a secret of the digests, for tests only';
const PERSON = '901085000001';
const FIRM = '0100109106';

const ENTRY: LedgerEntry = {
  at: '2026-03-04T05:06:07.000Z',
  requestId: 'r-0001',
  agency: 'GDT',
  client: 'tax-portal',
  officer: 'CB-1',
  caseId: 'H-1',
  emergencyId: 'a2f5d3c0-0000-4000-8000-000000000001',
  purpose: 'QLNN:TAX',
  agreements: ['gdt-pop-01', 'gdt-ent-01'],
  legalBases: [{ document: 'Law 26/2023/QH15', article: '10' }],
  operationHash: 'a'.repeat(64),
  operationName: 'Profile',
  outcome: 'answered',
  subjects: [
    { type: 'Citizen', key: PERSON, elements: ['population.identity.name', 'population.identity.birthDate'] },
    { type: 'Business', key: FIRM, elements: ['business.register.title'] },
  ],
  withheld: ['population.identity.religion'],
  databases: ['population', 'business'],
};

interface OwnDatabase extends ProvisionedDatabase {
  drop(): Promise<void>;
}

/** A ledger's database of this test's own, with the two roles of production. */
async function ownDatabase(): Promise<OwnDatabase> {
  const which = {
    adminUrl: inject('postgresUrl'),
    name: `ledger-${randomBytes(5).toString('hex')}`,
    prefix: 'test_',
  };
  const urls = await provisionDatabase({ ...which, secret: 'for the tests only', serving: 'append-only' });
  await sql(urls.ownerUrl, MIGRATIONS.join('\n'));
  return { ...urls, drop: () => dropDatabase(which) };
}

async function sql(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

let database: OwnDatabase;
let ledger: Ledger;

beforeAll(async () => {
  database = await ownDatabase();
  ledger = createPostgresLedger({ url: database.servingUrl, digestSecret: SECRET });
});

afterAll(async () => {
  await ledger.close();
  await database.drop();
});

const entries = (requestId: string) =>
  sql(database.ownerUrl, `select * from entries where request_id = '${requestId}' order by id`);

describe('an entry', () => {
  it('can be read back whole, with digests in the place of identifiers', async () => {
    await ledger.append({ ...ENTRY, requestId: 'whole' });
    const [row, ...others] = await entries('whole');
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      at: new Date(ENTRY.at),
      request_id: 'whole',
      agency: 'GDT',
      client: 'tax-portal',
      officer: 'CB-1',
      case_id: 'H-1',
      emergency_id: ENTRY.emergencyId,
      purpose: 'QLNN:TAX',
      agreements: ['gdt-pop-01', 'gdt-ent-01'],
      legal_bases: [{ document: 'Law 26/2023/QH15', article: '10' }],
      operation_hash: 'a'.repeat(64),
      operation_name: 'Profile',
      outcome: 'answered',
      subjects: [
        {
          type: 'Citizen',
          digest: subjectDigest(SECRET, 'Citizen', PERSON),
          elements: ['population.identity.birthDate', 'population.identity.name'],
        },
        {
          type: 'Business',
          digest: subjectDigest(SECRET, 'Business', FIRM),
          elements: ['business.register.title'],
        },
      ],
      withheld: ['population.identity.religion'],
      databases: ['population', 'business'],
    });
  });

  it('says when it was recorded, by the clock of the ledger', async () => {
    const before = Date.now() - 60_000;
    await ledger.append({ ...ENTRY, requestId: 'clock', at: '2001-01-01T00:00:00.000Z' });
    const [row] = await entries('clock');
    expect(Number(row?.['recorded_at'])).toBeGreaterThan(before);
  });

  it('has no identifier of a subject in any column', async () => {
    await ledger.append({ ...ENTRY, requestId: 'digests-only' });
    const [{ text } = { text: '' }] = await sql(
      database.ownerUrl,
      "select row_to_json(entries)::text as text from entries where request_id = 'digests-only'",
    );
    expect(text).toContain('population.identity.name');
    expect(text).not.toContain(PERSON);
    expect(text).not.toContain(FIRM);
  });

  it('may be about nobody, by nobody in particular', async () => {
    const bare = {
      officer: null,
      caseId: null,
      emergencyId: null,
      operationName: null,
      subjects: [],
      withheld: [],
      databases: [],
    };
    await ledger.append({ ...ENTRY, ...bare, requestId: 'bare', outcome: 'refused' });
    expect(await entries('bare')).toMatchObject([
      {
        officer: null,
        case_id: null,
        emergency_id: null,
        operation_name: null,
        subjects: [],
        outcome: 'refused',
      },
    ]);
  });

  it('is kept as it is written, quotes and all', async () => {
    const client = "x'); drop table entries; --";
    await ledger.append({ ...ENTRY, requestId: 'quoted', client });
    expect(await entries('quoted')).toMatchObject([{ client }]);
  });

  it('of another outcome than the two that there are is refused', async () => {
    const entry = { ...ENTRY, requestId: 'other', outcome: 'forgotten' as 'answered' };
    await expect(ledger.append(entry)).rejects.toThrow(/check constraint/);
    expect(await entries('other')).toEqual([]);
  });
});

describe('a digest', () => {
  it('is the same for the same subject, and finds all their entries', async () => {
    await ledger.append({ ...ENTRY, requestId: 'findable' });
    const digest = subjectDigest(SECRET, 'Citizen', PERSON);
    const rows = await sql(
      database.ownerUrl,
      `select request_id from entries where subjects @> '[{"digest": "${digest}"}]'`,
    );
    expect(rows.map((row) => row['request_id'])).toContain('findable');
  });

  it('differs by subject, by type and by secret', () => {
    const digests = [
      subjectDigest(SECRET, 'Citizen', PERSON),
      subjectDigest(SECRET, 'Citizen', '901085000002'),
      subjectDigest(SECRET, 'Business', PERSON),
      subjectDigest('another secret', 'Citizen', PERSON),
    ];
    expect(new Set(digests).size).toBe(4);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what is recorded', () => {
  const changes = [
    ['changed', "update entries set agency = 'NOBODY'"],
    ['removed', 'delete from entries'],
    ['emptied', 'truncate entries'],
  ] as const;

  it.each(changes)('cannot be %s by the serving role', async (_what, text) => {
    await ledger.append({ ...ENTRY, requestId: `serving-${text.slice(0, 6)}` });
    await expect(sql(database.servingUrl, text)).rejects.toThrow(/permission denied/);
    expect(await entries(`serving-${text.slice(0, 6)}`)).toMatchObject([{ agency: 'GDT' }]);
  });

  it.each(changes)('cannot be %s by the owner either', async (_what, text) => {
    await ledger.append({ ...ENTRY, requestId: `owner-${text.slice(0, 6)}` });
    await expect(sql(database.ownerUrl, text)).rejects.toThrow('ledger entries cannot be changed or removed');
    expect(await entries(`owner-${text.slice(0, 6)}`)).toMatchObject([{ agency: 'GDT' }]);
  });

  it.each([
    ['drop the table', 'drop table entries'],
    ['switch the triggers off', 'alter table entries disable trigger all'],
    [
      'replace the function behind them',
      ENTRIES.slice(ENTRIES.indexOf('create function')).replace('create', 'create or replace'),
    ],
  ])('stays: the serving role cannot %s', async (_what, text) => {
    await expect(sql(database.servingUrl, text)).rejects.toThrow(/must be owner|permission denied/);
  });

  it('can be added to by the serving role, and read', async () => {
    await ledger.append({ ...ENTRY, requestId: 'added' });
    expect(
      await sql(database.servingUrl, "select agency from entries where request_id = 'added'"),
    ).toHaveLength(1);
  });
});

describe('a ledger whose database is gone', () => {
  it('rejects, so that no answer is released', async () => {
    const own = await ownDatabase();
    const lost = createPostgresLedger({ url: own.servingUrl, digestSecret: SECRET });
    await lost.append(ENTRY);
    expect(await lost.isReachable()).toBe(true);
    await own.drop();
    await expect(lost.append(ENTRY)).rejects.toThrow();
    expect(await lost.isReachable()).toBe(false);
    await lost.close();
  });

  it('rejects when it was never there', async () => {
    const url = 'postgresql://nobody:nothing@127.0.0.1:1/none';
    const never = createPostgresLedger({ url, digestSecret: SECRET });
    await expect(never.append(ENTRY)).rejects.toThrow(/ECONNREFUSED/);
    expect(await never.isReachable()).toBe(false);
    await never.close();
  });
});
