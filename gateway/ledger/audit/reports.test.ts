import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FIRM,
  type LedgerDatabase,
  ledgerDatabase,
  openTestLedger,
  PERSON,
  RECORD,
  SIGNER,
} from '../fixture.ts';
import { signHead } from '../head-keeper.ts';
import type { AnswerRecord } from '../ledger.ts';
import { type ExportedEntry, exportEntries } from './export.ts';
import { isoTime, withSnapshot } from './snapshot.ts';
import { ledgerStats } from './stats.ts';

let database: LedgerDatabase;
let lost: string;

/** The last and the first moment of two days in Viet Nam. */
const [LAST, FIRST] = ['2026-03-04T16:59:59.999Z', '2026-03-04T17:00:00.000Z'];

beforeAll(async () => {
  database = await ledgerDatabase();
  const ledger = openTestLedger(database.servingUrl);
  const append = (at: string, more: Partial<AnswerRecord> = {}) => ledger.append({ ...RECORD, at, ...more });
  await append(LAST, { requestId: 'last' });
  await append(FIRST, { requestId: 'first' });
  await append(FIRST, { requestId: 'other', agency: 'MOJ', purpose: 'QLNN:STATISTICS', withheld: [] });
  lost = await append(FIRST, { requestId: 'lost', subjects: [], matches: 0, outcome: 'refused' });
  await ledger.markUndelivered(lost);
  await ledger.close();
  const pool = new Pool({ connectionString: database.servingUrl });
  await signHead(pool, SIGNER);
  await pool.end();
});

afterAll(() => database.drop());

const exported = (agency: string, from: string, to: string) =>
  withSnapshot(database.servingUrl, async (snapshot) => {
    const entries: ExportedEntry[] = [];
    for await (const entry of exportEntries(snapshot, agency, { from, to })) entries.push(entry);
    return entries;
  });

describe('an export', () => {
  const requestsOf = (entries: readonly ExportedEntry[]) => [
    ...new Set(entries.map(({ answer }) => answer['requestId'])),
  ];

  it('has what one agency got on these days of Viet Nam, and nothing of others', async () => {
    expect(requestsOf(await exported('GDT', '2026-03-04', '2026-03-04'))).toEqual(['last']);
    expect(requestsOf(await exported('GDT', '2026-03-05', '2026-03-05')).sort()).toEqual(['first', 'lost']);
    expect(requestsOf(await exported('GDT', '2026-03-04', '2026-03-05'))[0]).toBe('last');
    expect(requestsOf(await exported('MOJ', '2026-03-01', '2026-03-31'))).toEqual(['other']);
    expect(await exported('MOJ', '2026-03-06', '2026-03-31')).toEqual([]);
  });

  it('has every entry of an answer, and says that one did not arrive', async () => {
    const entries = await exported('GDT', '2026-03-05', '2026-03-05');
    expect(entries.map(({ kind }) => kind).sort()).toEqual([
      'nothing-read',
      'read',
      'read',
      'read',
      'undelivered',
    ]);
    const own = entries.filter(({ answerId }) => answerId === lost);
    expect(own.map(({ kind, position }) => [kind, position])).toEqual([
      ['nothing-read', 9],
      ['undelivered', 10],
    ]);
  });

  it('has digests in the place of identifiers', async () => {
    const entries = await exported('GDT', '2026-03-04', '2026-03-05');
    const text = JSON.stringify(entries);
    expect(text).not.toContain(PERSON);
    expect(text).not.toContain(FIRM);
    const citizens = entries
      .filter(({ subjectType }) => subjectType === 'Citizen')
      .map(({ subject }) => subject);
    expect(new Set(citizens).size).toBe(1);
    expect(citizens[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the numbers', () => {
  const stats = (days: Parameters<typeof ledgerStats>[1]) =>
    withSnapshot(database.servingUrl, (snapshot) => ledgerStats(snapshot, days));

  it('count answers and entries by day, agency, purpose, outcome and rule', async () => {
    expect(await stats(null)).toMatchObject({
      days: null,
      total: { answers: 4, entries: 10 },
      byDay: [
        { day: '2026-03-04', agency: 'GDT', answers: 1, entries: 3 },
        { day: '2026-03-05', agency: 'GDT', answers: 2, entries: 4 },
        { day: '2026-03-05', agency: 'MOJ', answers: 1, entries: 3 },
      ],
      byPurpose: [
        { purpose: 'QLNN:STATISTICS', answers: 1, entries: 3 },
        { purpose: 'QLNN:TAX', answers: 3, entries: 7 },
      ],
      byOutcome: [
        { outcome: 'answered', answers: 3, entries: 9 },
        { outcome: 'refused', answers: 1, entries: 1 },
      ],
      byRule: [{ rule: 'element-not-granted', answers: 3 }],
      undelivered: 1,
    });
  });

  it('count the days that were asked for, by the calendar of Viet Nam', async () => {
    const day = { from: '2026-03-04', to: '2026-03-04' };
    expect(await stats(day)).toMatchObject({ days: day, total: { answers: 1, entries: 3 }, undelivered: 0 });
    const later = { from: '2026-03-06', to: '2026-03-07' };
    expect(await stats(later)).toMatchObject({ total: { answers: 0, entries: 0 }, byDay: [], byRule: [] });
  });

  it('say what the whole ledger takes, indexes and all', async () => {
    const { size } = await stats(null);
    const rows = Object.fromEntries(size.tables.map(({ table, rows: number }) => [table, number]));
    expect(rows).toEqual({ answers: 4, entries: 11, subjects: 2, undelivered: 1, heads: 1, nodes: 0 });
    for (const { bytes } of size.tables) expect(bytes).toBeGreaterThan(0);
    expect(size.bytesPerEntry).toBe(Math.round(size.bytes / 11));
    expect(size.bytesPerMillionAnswers).toBe(size.bytes * 250_000);
  });

  it('of an empty ledger are none', async () => {
    const empty = await ledgerDatabase();
    const { total, size } = await withSnapshot(empty.servingUrl, (snapshot) => ledgerStats(snapshot, null));
    expect([total, size.bytesPerEntry, size.bytesPerMillionAnswers]).toEqual([
      { answers: 0, entries: 0 },
      null,
      null,
    ]);
    await empty.drop();
  });
});

describe('reading a ledger', () => {
  it('cannot write', async () => {
    const write = (snapshot: { query(text: string): Promise<unknown> }) =>
      snapshot.query(`insert into undelivered values (gen_random_uuid(), 0)`);
    await expect(withSnapshot(database.adminUrl, write)).rejects.toThrow('read-only transaction');
  });

  it('says where there is none, without the password', async () => {
    const other = new URL(database.adminUrl);
    other.pathname = '/postgres';
    await expect(withSnapshot(other.href, async () => undefined)).rejects.toThrow(
      '"postgres" holds no ledger',
    );
    const gone = 'postgresql://auditor:secret@127.0.0.1:1/ledger';
    const failure = await withSnapshot(gone, async () => undefined).catch(String);
    expect(failure).toContain('Cannot connect to database "ledger" on 127.0.0.1:1 as "auditor"');
    expect(failure).not.toContain('secret');
  });

  it.each([
    ['2026-03-04 05:06:07+00', '2026-03-04T05:06:07.000Z'],
    ['2026-03-04 05:06:07.1+00', '2026-03-04T05:06:07.100Z'],
    ['2026-03-04 05:06:07.123456+00', '2026-03-04T05:06:07.123456Z'],
    ['infinity', 'infinity'],
  ])('keeps times whole: %s', (text, time) => {
    expect(isoTime(text)).toBe(time);
  });
});
