import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { KeyRing } from '../../contract/key-ring.ts';
import { answerContent, contentHash, type EntryContent, entryHash, readParts } from './content.ts';
import { groupCommit } from './group-commit.ts';
import { type HeadKeeper, keepHeads } from './head-keeper.ts';
import type { AnswerRecord, Ledger } from './ledger.ts';
import { createSubjectVault, type SealedSubject, type SubjectVault } from './subject-vault.ts';
import type { HeadSigner } from './tree/index.ts';

/** Settings of {@link createPostgresLedger}. */
export interface PostgresLedgerOptions {
  /** `postgresql://…` of a role that can only insert and select. */
  readonly url: string;
  /** Secret of the keyed digests by which subjects are named. */
  readonly digestSecret: string;
  /** Master keys of the subjects' own keys; the first one is used for writing. */
  readonly masterKeys: KeyRing;
  readonly signer: HeadSigner;
  /** A new tree head is signed this often, in milliseconds, when there is something new. */
  readonly headEveryMs: number;
  /** Told when a tree head could not be signed; the next turn tries again. */
  readonly onFault: (error: unknown) => void;
}

/** Most answers of one flush; each has some kilobytes. */
const MOST = 200;
/** Subjects whose sealed form is known to be in the ledger. */
const MOST_SEALED = 50_000;

/** One answer as it goes to the database. */
interface Prepared {
  readonly id: string;
  readonly answer: object;
  readonly entries: readonly object[];
  readonly subjects: readonly SealedSubject[];
}

/**
 * A ledger in PostgreSQL: append-only tables (see migrations/ for what the database itself refuses), each entry a leaf
 * of a Merkle tree whose heads are signed.
 */
export function createPostgresLedger(options: PostgresLedgerOptions): Ledger {
  const pool = new Pool({
    connectionString: options.url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    query_timeout: 3_000,
  });
  pool.on('error', () => undefined);
  const vault = createSubjectVault(options);
  const sealed = new Set<string>();
  const append = groupCommit<Prepared>({
    most: MOST,
    write: (group) => writeGroup(pool, group, sealed),
    // Data exception, integrity constraint violation (SQLSTATE classes 22 and 23).
    isOfEntry: (error) => /^2[23]/.test(codeOf(error)),
  });
  const heads: HeadKeeper = keepHeads({ pool, ...options });
  return {
    async append(record) {
      const prepared = prepare(record, vault, sealed);
      await append(prepared);
      return prepared.id;
    },
    async markUndelivered(answer) {
      const at = new Date().toISOString();
      const hash = entryHash(undeliveredContent(answer, at));
      await pool
        .query('select append_undelivered($1, $2, $3)', [answer, at, hash.toString('hex')])
        .catch((error: unknown) => {
          if (codeOf(error) !== ALREADY_SAID) throw error;
        });
    },
    isReachable: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    async close() {
      await heads.stop();
      await pool.end();
    },
  };
}

/** PostgreSQL: unique violation. */
const ALREADY_SAID = '23505';

/** What an entry about nobody says of its subject. */
const ABOUT_NOBODY = { subject: null, subjectType: null, database: null, elements: [] } as const;

/** The content of the entry that says that an answer did not arrive. */
export function undeliveredContent(answer: string, at: string): EntryContent {
  return { kind: 'undelivered', answer, at, ...ABOUT_NOBODY };
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code);
}

function prepare(record: AnswerRecord, vault: SubjectVault, sealed: ReadonlySet<string>): Prepared {
  const id = randomUUID();
  const content = answerContent(record, id);
  const answer = contentHash(content).toString('hex');
  const parts = readParts(record);
  const digests = new Map<string, string>();
  const subjects: SealedSubject[] = [];
  for (const { type, key } of parts) {
    const name = `${type} ${key}`;
    if (digests.has(name)) continue;
    const digest = vault.digestOf(type, key).toString('hex');
    digests.set(name, digest);
    if (!sealed.has(digest)) subjects.push(vault.seal(type, key));
  }
  const contents: readonly EntryContent[] =
    parts.length === 0
      ? [{ kind: 'nothing-read', answer, at: null, ...ABOUT_NOBODY }]
      : parts.map(({ type, key, database, elements }) => ({
          kind: 'read',
          answer,
          at: null,
          subject: digests.get(`${type} ${key}`) ?? null,
          subjectType: type,
          database,
          elements,
        }));
  return {
    id,
    answer: { id, at: record.at, content },
    entries: contents.map((entry) => ({
      at: record.at,
      answer: id,
      kind: entry.kind,
      subject: entry.subject,
      subject_type: entry.subjectType,
      database: entry.database,
      elements: entry.elements,
      content_hash: entryHash(entry).toString('hex'),
    })),
    subjects,
  };
}

async function writeGroup(pool: Pool, group: readonly Prepared[], sealed: Set<string>): Promise<void> {
  const subjects = new Map(
    group.flatMap((one) => one.subjects).map((subject) => [subject.digest.toString('hex'), subject]),
  );
  await pool.query({
    name: 'append',
    text: 'select append_group($1, $2, $3)',
    values: [
      JSON.stringify(group.map(({ answer }) => answer)),
      JSON.stringify(group.flatMap(({ entries }) => entries)),
      JSON.stringify(
        // In one order everywhere: two gateways that seal the same subjects must not wait for each other.
        [...subjects]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([digest, subject]) => ({
            digest,
            wrapped_key: subject.wrappedKey.toString('hex'),
            sealed: subject.sealed.toString('hex'),
          })),
      ),
    ],
  });
  if (sealed.size > MOST_SEALED) sealed.clear();
  for (const digest of subjects.keys()) sealed.add(digest);
}
