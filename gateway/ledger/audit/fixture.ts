import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { Pool } from 'pg';
import { contentHash } from '../content.ts';
import {
  LEDGER_KEY,
  type LedgerDatabase,
  ledgerDatabase,
  openTestLedger,
  RECORD,
  runSql,
  SIGNER,
} from '../fixture.ts';
import { signHead } from '../head-keeper.ts';
import type { AnswerRecord } from '../ledger.ts';
import type { HeadSigner, SignedHead } from '../tree/index.ts';
import { answerHash, answerReference, contentOf, leafOf } from './leaf.ts';
import { newestHead, readRows } from './reader.ts';
import { withSnapshot } from './snapshot.ts';
import { type Verification, type VerifyOptions, verifyLedger } from './verify-ledger.ts';

const { d: _private, ...PUBLIC } = LEDGER_KEY;
/** What an auditor has. */
export const KEYS: readonly JWK[] = [PUBLIC];

/** A ledger with a past, and whatever is made out of it. */
export interface PastLedger {
  readonly database: LedgerDatabase;
  /** Ids of its answers, in order; number 119 did not arrive. */
  readonly answers: readonly string[];
  /** Every head, in order. */
  readonly heads: readonly SignedHead[];
  /** A copy of its own, by the URL of a superuser. */
  copy(): Promise<string>;
  drop(): Promise<void>;
}

/** An hour ago: the day before yesterday would be another one in some time zone. */
const START = Date.now() - 3_600_000;

/** The n-th answer, a second after the one before; every fifth says nothing of anybody. */
export function recordOf(number: number, more: Partial<AnswerRecord> = {}): AnswerRecord {
  const record = { ...RECORD, at: new Date(START + number * 1_000).toISOString(), requestId: `r-${number}` };
  return number % 5 === 4
    ? { ...record, subjects: [], matches: 0, outcome: 'refused', ...more }
    : { ...record, ...more };
}

/**
 * 122 answers with heads over 13, 26 and 312 entries, and 314 with the note that one did not arrive; one entry is not
 * signed yet. 256 entries make a node.
 */
export async function pastLedger(): Promise<PastLedger> {
  const database = await ledgerDatabase();
  const ledger = openTestLedger(database.servingUrl);
  const pool = new Pool({ connectionString: database.servingUrl, max: 1 });
  const answers: string[] = [];
  const heads: SignedHead[] = [];
  const append = async (numbers: readonly number[]) => {
    answers.push(...(await Promise.all(numbers.map((number) => ledger.append(recordOf(number))))));
  };
  const sign = async () => {
    await signHead(pool, SIGNER);
    heads.push(await headOf(database.servingUrl));
  };
  await append([0, 1, 2, 3, 4]);
  await sign();
  await append([5, 6, 7, 8, 9]);
  await sign();
  await append(Array.from({ length: 110 }, (_, index) => index + 10));
  await sign();
  await ledger.markUndelivered(answers[119] ?? '');
  await append([124]);
  await sign();
  await append([129]);
  await pool.end();
  // Not closed: that would sign the last entry.
  const copies: string[] = [];
  return {
    database,
    answers,
    heads,
    async copy() {
      const name = `test_copy_${randomBytes(5).toString('hex')}`;
      copies.push(name);
      const source = new URL(database.adminUrl).pathname.slice(1);
      const server = serverOf(database);
      await runSql(
        server,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${source}'`,
      );
      await runSql(
        server,
        `create database ${name} template ${source} owner ${new URL(database.ownerUrl).username}`,
      );
      const url = new URL(database.adminUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    async drop() {
      await ledger.close();
      for (const name of copies) await runSql(serverOf(database), `drop database ${name} with (force)`);
      await database.drop();
    },
  };
}

function serverOf({ adminUrl }: LedgerDatabase): string {
  const url = new URL(adminUrl);
  url.pathname = '/postgres';
  return url.href;
}

/** The newest head of a ledger. */
export async function headOf(url: string): Promise<SignedHead> {
  const head = await withSnapshot(url, newestHead);
  if (head === undefined) throw new Error('Expected a head.');
  return head;
}

/** Verifies with the public key alone, and whatever was kept. */
export function verify(url: string, more: Partial<VerifyOptions> = {}): Promise<Verification> {
  return withSnapshot(url, (snapshot) => verifyLedger({ rows: readRows(snapshot), keys: KEYS, ...more }));
}

/** Changes the ledger as only somebody can who rules the server: without the triggers that refuse it. */
export async function tamper(url: string, ...statements: readonly string[]): Promise<void> {
  await runSql(url, ['set session_replication_role = replica', ...statements].join(';\n'));
}

/** Makes the hashes of these entries anew, so that each agrees with itself again. */
export async function rehash(url: string, where = 'true'): Promise<void> {
  const rows = await runSql(
    url,
    `select position, e.at::text as stored, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, answer, kind, encode(subject, 'hex') as subject, subject_type as "subjectType",
      database, elements, a.content as said
     from entries e left join answers a on a.id = e.answer where ${where}`,
  );
  const updates = rows.map((row) => {
    const said = row['said'] as Readonly<Record<string, unknown>> | null;
    const own = { ...row, answerId: String(row['answer']) } as unknown as Parameters<typeof contentOf>[0] &
      Parameters<typeof answerReference>[0];
    const hash = contentHash(contentOf(own, answerReference(own, said ? answerHash(said) : undefined) ?? ''));
    const leaf = leafOf(Number(row['position']), hash);
    return `update entries set content_hash = '\\x${hash.toString('hex')}', leaf_hash = '\\x${leaf.toString('hex')}'
      where position = ${row['position']} and at = '${row['stored']}'`;
  });
  await tamper(url, ...updates);
}

/** Lets positions follow each other again, and makes all hashes anew: a tree without a seam. */
export async function rebuild(url: string): Promise<void> {
  await tamper(
    url,
    `create table renumbered as select answer, at, position, row_number() over (order by position, at) - 1 as place
      from entries`,
    'update entries set position = position + 1000000',
    `update entries e set position = place from renumbered r
      where e.answer = r.answer and e.at = r.at and e.position = r.position + 1000000`,
    'drop table renumbered',
  );
  await rehash(url);
}

/** Throws heads and nodes away and signs the tree as it is now, as often as there were heads. */
export async function resign(url: string, signer: HeadSigner): Promise<void> {
  await tamper(url, 'delete from heads', 'delete from nodes');
  const pool = new Pool({ connectionString: url, max: 1 });
  await signHead(pool, signer);
  await pool.end();
}

/**
 * What a verifier who has the public key finds in a copy that was changed, alone and with the last head, which was kept.
 */
export async function findingsAfter(past: PastLedger, change: (url: string) => Promise<unknown>) {
  const url = await past.copy();
  await change(url);
  const last = past.heads.slice(-1).map((head) => ({ name: 'last.head', head }));
  const alone = await verify(url);
  const withHead = await verify(url, { kept: last });
  return {
    alone: alone.findings,
    /** With the head that was kept. */
    findings: withHead.findings,
    kinds: [...new Set(withHead.findings.map(({ kind }) => kind))].sort(),
    texts: withHead.findings.map(({ text }) => text).join(' '),
  };
}
