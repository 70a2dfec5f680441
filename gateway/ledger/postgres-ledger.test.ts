import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, contentHash, type EntryContent, entryHash } from './content.ts';
import {
  FIRM,
  type LedgerDatabase,
  ledgerDatabase,
  openTestLedger,
  PERSON,
  RECORD,
  runSql,
} from './fixture.ts';
import type { Ledger } from './ledger.ts';
import { leafHash } from './tree/index.ts';

let database: LedgerDatabase;
let ledger: Ledger;

beforeAll(async () => {
  database = await ledgerDatabase();
  ledger = openTestLedger(database.servingUrl);
});

afterAll(async () => {
  await ledger.close();
  await database.drop();
});

const answers = (requestId: string) =>
  runSql(database.ownerUrl, `select * from answers where content->>'requestId' = $1`, [requestId]);
const entriesOf = (id: unknown) =>
  runSql(database.ownerUrl, 'select * from entries where answer = $1 order by position', [id]);
const { subjects: _subjects, ...CONTENT } = RECORD;

describe('an answer', () => {
  it('is recorded once, with an entry for each subject and database', async () => {
    const id = await ledger.append({ ...RECORD, requestId: 'whole' });
    const [answer, ...others] = await answers('whole');
    expect(others).toEqual([]);
    expect(answer).toEqual({ id, at: new Date(RECORD.at), content: { ...CONTENT, id, requestId: 'whole' } });
    expect(await entriesOf(id)).toMatchObject([
      {
        kind: 'read',
        subject_type: 'Citizen',
        database: 'population',
        elements: ['population.identity.birthDate', 'population.identity.name'],
      },
      { kind: 'read', subject_type: 'Citizen', database: 'land', elements: ['land.right.form'] },
      { kind: 'read', subject_type: 'Business', database: 'business', elements: ['business.register.title'] },
    ]);
  });

  it('has hashes that anybody can make again, each with its position', async () => {
    const id = await ledger.append({ ...RECORD, requestId: 'hashed' });
    const answer = contentHash({ ...CONTENT, id, requestId: 'hashed' }).toString('hex');
    for (const row of await entriesOf(id)) {
      const { kind, subject, subject_type: subjectType, database: from, elements, position } = row;
      const own = {
        kind,
        answer,
        at: null,
        subject: (subject as Buffer).toString('hex'),
        subjectType,
        database: from,
        elements,
      };
      expect(row['content_hash']).toEqual(contentHash(own));
      const place = Buffer.alloc(8);
      place.writeBigInt64BE(BigInt(String(position)));
      expect(row['leaf_hash']).toEqual(leafHash(Buffer.concat([place, contentHash(own)])));
    }
  });

  it('names nobody in any column of any table', async () => {
    await ledger.append({ ...RECORD, requestId: 'nobody-named' });
    for (const table of ['answers', 'entries', 'subjects']) {
      const rows = await runSql(database.ownerUrl, `select row_to_json(t)::text as text from ${table} t`);
      const text = rows.map((row) => row['text']).join();
      expect(text).not.toBe('');
      for (const name of [PERSON, FIRM]) {
        expect(text).not.toContain(name);
        expect(text).not.toContain(Buffer.from(name).toString('hex'));
      }
    }
  });

  it('that says nothing of anybody is one entry, about nobody', async () => {
    const id = await ledger.append({
      ...RECORD,
      requestId: 'nothing',
      subjects: [],
      outcome: 'refused',
      matches: 0,
    });
    expect(await entriesOf(id)).toMatchObject([
      { kind: 'nothing-read', subject: null, subject_type: null, database: null, elements: [] },
    ]);
  });

  it('is kept as it is written, quotes and all', async () => {
    const client = "x'); drop table entries; --";
    await ledger.append({ ...RECORD, requestId: 'quoted', client });
    expect(await answers('quoted')).toMatchObject([{ content: { client } }]);
  });

  it('that the database cannot hold is refused alone', async () => {
    const bad = ledger.append({ ...RECORD, requestId: 'bad', client: 'a\0b' });
    const good = ledger.append({ ...RECORD, requestId: 'beside-bad' });
    await expect(bad).rejects.toThrow();
    await good;
    expect([(await answers('bad')).length, (await answers('beside-bad')).length]).toEqual([0, 1]);
  });
});

describe('positions', () => {
  it('follow each other without a gap, whoever writes at the same time', async () => {
    const others = [openTestLedger(database.servingUrl), openTestLedger(database.servingUrl)];
    const all = [ledger, ...others];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        all[index % 3]?.append({ ...RECORD, requestId: `many-${index}` }),
      ),
    );
    for (const other of others) await other.close();
    const rows = await runSql(database.ownerUrl, 'select position from entries order by position');
    expect(rows.map(({ position }) => Number(position))).toEqual(rows.map((_row, index) => index));
  });

  it('are not used up by what could not be written', async () => {
    const last = async () =>
      (await runSql(database.ownerUrl, 'select max(position) as last from entries'))[0]?.['last'];
    const before = Number(await last());
    await expect(ledger.append({ ...RECORD, client: '\0' })).rejects.toThrow();
    await ledger.append({ ...RECORD, subjects: [] });
    expect(Number(await last())).toBe(before + 1);
  });
});

describe('a digest', () => {
  it('is the same for the same subject, and another one by subject, type and secret', async () => {
    const digestsOf = async (own: Ledger, type: string, key: string) => {
      const subjects = [{ type, key, elements: ['land.right.form'] }];
      const id = await own.append({ ...RECORD, subjects });
      return (await entriesOf(id)).map(({ subject }) => (subject as Buffer).toString('hex')).join();
    };
    const other = openTestLedger(database.servingUrl, { digestSecret: 'another secret' });
    const again = await digestsOf(ledger, 'Citizen', PERSON);
    expect(await digestsOf(ledger, 'Citizen', PERSON)).toBe(again);
    const different = [
      await digestsOf(ledger, 'Citizen', FIRM),
      await digestsOf(ledger, 'Business', PERSON),
      await digestsOf(other, 'Citizen', PERSON),
    ];
    expect(new Set([again, ...different]).size).toBe(4);
    await other.close();
  });
});

describe('an answer that did not arrive', () => {
  it('is said once, in an entry of its own, however often it is told', async () => {
    const id = await ledger.append({ ...RECORD, requestId: 'lost' });
    await Promise.all([ledger.markUndelivered(id), ledger.markUndelivered(id)]);
    await ledger.markUndelivered(id);
    const kinds = (await entriesOf(id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['read', 'read', 'read', 'undelivered']);
  });

  it('leaves others as they are', async () => {
    const id = await ledger.append({ ...RECORD, requestId: 'arrived' });
    expect((await entriesOf(id)).map(({ kind }) => kind)).toEqual(['read', 'read', 'read']);
  });
});

describe('what is recorded', () => {
  const tables = ['answers', 'entries', 'heads', 'nodes'];
  const changes = tables.flatMap((table) => [
    [`update ${table} set ${table === 'nodes' ? 'level = 1' : 'at = now()'}`, table] as const,
    [`delete from ${table}`, table] as const,
    [`truncate ${table}`, table] as const,
  ]);

  it.each(changes)('cannot be changed by the serving role: %s', async (text) => {
    await expect(runSql(database.servingUrl, text)).rejects.toThrow(/permission denied/);
  });

  it.each(changes.filter(([, table]) => table === 'answers' || table === 'entries'))(
    'nor by the owner: %s',
    async (text) => {
      await ledger.append(RECORD);
      await expect(runSql(database.ownerUrl, text)).rejects.toThrow(
        'ledger entries cannot be changed or removed',
      );
    },
  );

  it.each([
    ['drop a table', 'drop table entries'],
    ['switch the triggers off', 'alter table entries disable trigger all'],
    [
      'replace the function behind them',
      'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
    ],
    ['forget a subject', 'delete from subjects'],
  ])('stays: the serving role cannot %s', async (_what, text) => {
    await expect(runSql(database.servingUrl, text)).rejects.toThrow(/must be owner|permission denied/);
  });

  it('can be added to by the serving role, and read', async () => {
    await ledger.append({ ...RECORD, requestId: 'added' });
    const rows = await runSql(
      database.servingUrl,
      `select id from answers where content->>'requestId' = 'added'`,
    );
    expect(rows).toHaveLength(1);
  });
});

describe('a ledger whose database is gone', () => {
  it('rejects, so that no answer is released', async () => {
    const own = await ledgerDatabase();
    const lost = openTestLedger(own.servingUrl, { onFault: () => undefined });
    await lost.append(RECORD);
    expect(await lost.isReachable()).toBe(true);
    await own.drop();
    await expect(lost.append(RECORD)).rejects.toThrow();
    expect(await lost.isReachable()).toBe(false);
    await lost.close();
  });

  it('rejects when it was never there', async () => {
    const url = 'postgresql://nobody:nothing@127.0.0.1:1/none';
    const never = openTestLedger(url, { onFault: () => undefined });
    await expect(never.append(RECORD)).rejects.toThrow(/ECONNREFUSED/);
    expect(await never.isReachable()).toBe(false);
    await never.close();
  });
});

describe('the canonical text of a value', () => {
  it('of an entry is what the faster way writes as well', () => {
    const entry: EntryContent = {
      kind: 'read',
      answer: 'a'.repeat(64),
      at: null,
      subject: 'b"c',
      subjectType: 'Citizen',
      database: 'land',
      elements: ['land.right.form', 'ngày'],
    };
    expect(entryHash(entry)).toEqual(contentHash(entry));
    expect(entryHash({ ...entry, at: RECORD.at })).toEqual(contentHash({ ...entry, at: RECORD.at }));
    expect(entryHash({ ...entry, at: RECORD.at })).not.toEqual(entryHash(entry));
  });

  it('is the same in whatever order its members were written', () => {
    const text = '{"a":[1,{"b":null,"c":"é"}],"z":true}';
    expect(canonicalJson({ z: true, a: [1, { c: 'é', b: null }] })).toBe(text);
    expect(canonicalJson({ a: [1, { b: null, c: 'é' }], z: true })).toBe(text);
  });
});
