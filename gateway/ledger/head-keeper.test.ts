import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  LEDGER_KEY,
  type LedgerDatabase,
  ledgerDatabase,
  openTestLedger,
  RECORD,
  runSql,
  SIGNER,
} from './fixture.ts';
import { type HeadRow, headOf, signHead } from './head-keeper.ts';
import type { Ledger } from './ledger.ts';
import { EMPTY_FRONTIER, extended, headDigest, NO_PREVIOUS_HEAD, rootOf, verifyHead } from './tree/index.ts';

let database: LedgerDatabase;
let ledger: Ledger;
let pool: Pool;

beforeAll(async () => {
  database = await ledgerDatabase();
  pool = new Pool({ connectionString: database.servingUrl });
  pool.on('error', () => undefined);
});

beforeEach(() => {
  ledger = openTestLedger(database.servingUrl);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const heads = async () => {
  const rows = await runSql(
    database.ownerUrl,
    'select h.*, l.id as log_id from heads h, log l order by size',
  );
  return rows.map((row) => headOf(row as unknown as HeadRow));
};
const leaves = async () => {
  const rows = await runSql(database.ownerUrl, 'select leaf_hash from entries order by position');
  return rows.map((row) => row['leaf_hash'] as Buffer);
};
const publicKey = { kty: 'OKP', crv: 'Ed25519', x: LEDGER_KEY.x ?? '' };

describe('a tree head', () => {
  it('is signed over everything that is recorded, and hangs on the one before', async () => {
    await ledger.append(RECORD);
    await signHead(pool, SIGNER);
    await ledger.append(RECORD);
    await signHead(pool, SIGNER);
    const [first, second] = await heads();
    const all = await leaves();
    if (first === undefined || second === undefined) throw new Error('Expected two heads.');
    expect([first.size, second.size]).toEqual([3, 6]);
    expect(first.previous).toBe(NO_PREVIOUS_HEAD);
    expect(second.previous).toBe(headDigest(first));
    for (const head of [first, second]) {
      expect(verifyHead(head, [publicKey])).toEqual(head);
      expect(head.root).toBe(rootOf(extended(EMPTY_FRONTIER, all.slice(0, head.size))).toString('hex'));
    }
    await ledger.close();
  });

  it('is not signed when nothing is new', async () => {
    const before = await heads();
    expect(await signHead(pool, SIGNER)).toBe(0);
    expect(await heads()).toEqual(before);
    await ledger.close();
  });

  it('is signed once, however many gateways come at the same time', async () => {
    await ledger.append(RECORD);
    const before = (await heads()).length;
    await Promise.all(Array.from({ length: 4 }, () => signHead(pool, SIGNER)));
    expect((await heads()).length).toBe(before + 1);
    await ledger.close();
  });

  it('is signed by itself, and when the ledger is closed', async () => {
    const often = openTestLedger(database.servingUrl, { headEveryMs: 20 });
    await often.append(RECORD);
    const size = (await leaves()).length;
    await vi.waitFor(async () => expect((await heads()).at(-1)?.size).toBe(size), {
      timeout: 20_000,
      interval: 20,
    });
    await often.close();
    await ledger.append(RECORD);
    await ledger.close();
    expect((await heads()).at(-1)?.size).toBe((await leaves()).length);
  });

  it('keeps complete subtrees, so that proofs need not read every leaf', async () => {
    for (let more = 0; more < 100; more += 1) await ledger.append(RECORD);
    await signHead(pool, SIGNER);
    const all = await leaves();
    const nodes = await runSql(database.ownerUrl, 'select * from nodes order by level, index');
    expect(nodes).toHaveLength(Math.floor(all.length / 256));
    expect(nodes[0]).toMatchObject({
      level: 8,
      index: '0',
      hash: rootOf(extended(EMPTY_FRONTIER, all.slice(0, 256))),
    });
    await ledger.close();
  });
});

describe('the next head', () => {
  const asSuperuser = (text: string) =>
    runSql(database.adminUrl, `set session_replication_role = replica; ${text}`);

  it('is not older than the last one, whatever the clock says', async () => {
    await ledger.append(RECORD);
    await signHead(pool, SIGNER);
    vi.useFakeTimers({ now: new Date('2020-01-01T00:00:00Z'), toFake: ['Date'] });
    await ledger.append(RECORD);
    await signHead(pool, SIGNER);
    vi.useRealTimers();
    const [before, last] = (await heads()).slice(-2);
    expect(last?.at).toBe(before?.at);
    await ledger.close();
  });

  it('is not signed over a frontier that somebody changed', async () => {
    await ledger.append(RECORD);
    await signHead(pool, SIGNER);
    const last = 'where size = (select max(size) from heads)';
    const [{ frontier } = { frontier: null }] = await runSql(
      database.ownerUrl,
      `select frontier from heads ${last}`,
    );
    await asSuperuser(`update heads set frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1) ${last}`);
    await ledger.append(RECORD);
    await expect(signHead(pool, SIGNER)).rejects.toThrow('not that of its tree');
    const hex = (frontier as Buffer).toString('hex');
    await asSuperuser(`update heads set frontier = decode('${hex}', 'hex') ${last}`);
    expect(await signHead(pool, SIGNER)).toBe(3);
    await ledger.close();
  });
});

describe('a ledger from which an entry is missing', () => {
  it('gets no head any more: a tree over what is left would hide it', async () => {
    await ledger.append(RECORD);
    await ledger.append(RECORD);
    const [{ last } = { last: 0 }] = await runSql(
      database.ownerUrl,
      'select max(position) as last from entries',
    );
    await runSql(
      database.adminUrl,
      `set session_replication_role = replica; delete from entries where position = ${Number(last) - 1}`,
    );
    await expect(signHead(pool, SIGNER)).rejects.toThrow(`no entry at position ${Number(last) - 1}`);
    const faults: unknown[] = [];
    const watched = openTestLedger(database.servingUrl, { onFault: (error) => void faults.push(error) });
    await watched.close();
    expect(faults).toHaveLength(1);
    await ledger.close().catch(() => undefined);
  });
});
