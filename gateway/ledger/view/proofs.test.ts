import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LedgerDatabase, ledgerDatabase } from '../fixture.ts';
import { answerAbout, contextOf, isProven, openViewed, sign } from './fixture.ts';
import { createProofs } from './proofs.ts';

const [AN, BINH] = ['901085000001', '901085000002'];

let database: LedgerDatabase;
let opened: ReturnType<typeof openViewed>;
let pool: Pool;

beforeAll(async () => {
  database = await ledgerDatabase();
  opened = openViewed(database);
  pool = new Pool({ connectionString: database.servingUrl, max: 2 });
});

afterAll(async () => {
  await pool.end();
  await opened.records.close();
  await opened.ledger.close();
  await database.drop();
});

async function recordsOf(personalId: string) {
  return (await opened.records.view({ personalId, limit: 100 }, contextOf())).records;
}

async function provenOf(personalId: string): Promise<readonly (boolean | null)[]> {
  return await Promise.all(
    (await recordsOf(personalId)).map(async (record) => {
      const proof = await record.proof();
      return proof && isProven(record.position, proof);
    }),
  );
}

describe('the proof of an entry', () => {
  it('is there as soon as a head covers the entry, and holds with the public key alone', async () => {
    await opened.ledger.append(answerAbout(AN, ['population', 'land']));
    expect(await provenOf(AN)).toEqual([null, null]);
    await sign(database);
    await opened.ledger.append(answerAbout(AN, ['insurance']));
    // The two views in between are entries as well; what was appended last is not signed yet.
    expect(await provenOf(AN)).toEqual([null, true, true, true]);
  });

  it('holds for no other position, leaf or head', async () => {
    await sign(database);
    const [record] = (await recordsOf(AN)).slice(-1);
    const proof = await record?.proof();
    if (proof == null || record === undefined) throw new Error('Expected a proof.');
    expect(isProven(record.position, proof)).toBe(true);
    expect(isProven(record.position + 1, proof)).toBe(false);
    expect(isProven(record.position, { ...proof, leafHash: proof.head.root })).toBe(false);
    const forged = { ...proof, head: { ...proof.head, root: proof.leafHash } };
    expect(() => isProven(record.position, forged)).toThrow('signature');
  });

  it('holds in a ledger of many blocks, and costs a page of proofs few statements', async () => {
    const others = Array.from({ length: 700 }, (_, number) =>
      answerAbout(number % 7 === 0 ? BINH : `90108510${String(number).padStart(4, '0')}`, ['population']),
    );
    await Promise.all(others.map((record) => opened.ledger.append(record)));
    await sign(database);
    const proven = await provenOf(BINH);
    expect([proven.length, new Set(proven)]).toEqual([100, new Set([true])]);

    const statements: string[] = [];
    const counted = {
      query: (text: string, values?: unknown[]) => {
        statements.push(text);
        return pool.query(text, values);
      },
    } as unknown as Pool;
    const prove = createProofs(counted);
    const records = await recordsOf(BINH);
    const proofs = await Promise.all(records.map(({ position }) => prove(position, Buffer.alloc(32))));
    expect(proofs.filter((proof) => proof !== null)).toHaveLength(99);
    expect(statements.length).toBeLessThanOrEqual(12);
  });
});
