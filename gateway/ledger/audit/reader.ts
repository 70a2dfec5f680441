import type { EntryKind } from '../content.ts';
import { type HeadRow, STORED_LEVELS } from '../head-keeper.ts';
import type { SignedHead, TreeStore } from '../tree/index.ts';
import type { AnswerRow, EntryRow, LedgerRows, StoredNode, Strays } from './ledger-rows.ts';
import type { Snapshot } from './snapshot.ts';

/** Rows of one page: a few megabytes with their answers. */
const PAGE = 4_000;

/** The rows of a ledger in PostgreSQL, in pages: what is read takes the same memory for any ledger. */
export function readRows(snapshot: Snapshot): LedgerRows {
  const numberOf = async (text: string, fallback: number): Promise<number> => {
    const [row] = await snapshot.query<{ number: string | null }>(text);
    return Number(row?.number ?? fallback);
  };
  return {
    logId: () => readLogId(snapshot),
    expectedEntries: async () => (await numberOf('select max(position) as number from entries', -1)) + 1,
    signedEntries: () => numberOf('select max(size) as number from heads', 0),
    heads: () => readHeads(snapshot),
    entries: () => readEntries(snapshot),
    nodes: () => readNodes(snapshot),
    strayAnswers: () => readStrays(snapshot, STRAY_ANSWERS),
    strayNotes: () => readStrays(snapshot, STRAY_NOTES),
  };
}

/** Where the paths of proofs are read: leaves, and the nodes that stand for many of them. */
export function readTree(snapshot: Snapshot): TreeStore {
  return {
    storedLevels: STORED_LEVELS,
    async leaves(from, to) {
      const rows = await snapshot.query<{ readonly hash: Buffer }>(
        'select leaf_hash as hash from entries where position >= $1 and position < $2 order by position',
        [from, to],
      );
      return rows.map(({ hash }) => hash);
    },
    async nodes(level, from, to) {
      const rows = await snapshot.query<{ readonly index: string; readonly hash: Buffer }>(
        'select index, hash from nodes where level = $1 and index >= $2 and index < $3',
        [level, from, to],
      );
      const known = new Map(rows.map(({ index, hash }) => [Number(index), hash]));
      return Array.from({ length: to - from }, (_, offset) => known.get(from + offset));
    },
  };
}

/** Which ledger it says it is. */
export async function readLogId(snapshot: Snapshot): Promise<string | undefined> {
  const [row] = await snapshot.query<{ readonly id: string }>('select id from log');
  return row?.id;
}

/** How many of the first `size` entries are there. */
export async function countEntries(snapshot: Snapshot, size: number): Promise<number> {
  const [row] = await snapshot.query<{ readonly number: string }>(
    'select count(*) as number from entries where position < $1',
    [size],
  );
  return Number(row?.number ?? 0);
}

/** The head over most entries; `undefined` as long as there is none. */
export async function newestHead(snapshot: Snapshot): Promise<SignedHead | undefined> {
  const logId = (await readLogId(snapshot)) ?? '';
  const [row] = await snapshot.query<StoredHead>(`${HEADS} order by size desc limit 1`);
  return row === undefined ? undefined : headOf(row, logId);
}

type StoredHead = Omit<HeadRow, 'at' | 'log_id'> & { readonly at: string };

const HEADS = 'select size, at, root, previous, key_id, signature from heads';

/** What is wrong with a row shows when its signature is checked. */
function headOf({ size, at, root, previous, key_id, signature }: StoredHead, logId: string): SignedHead {
  return {
    logId,
    size: Number(size),
    root: root.toString('hex'),
    at,
    previous: previous.toString('hex'),
    keyId: key_id,
    signature,
  };
}

async function* readHeads(snapshot: Snapshot): AsyncGenerator<SignedHead> {
  const logId = (await readLogId(snapshot)) ?? '';
  let last = '-9223372036854775808';
  for (;;) {
    const rows = await snapshot.query<StoredHead>(`${HEADS} where size > $1 order by size limit ${PAGE}`, [
      last,
    ]);
    for (const row of rows) yield headOf(row, logId);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.size;
  }
}

/** A row of `entries`, by itself. */
export interface StoredEntry {
  readonly position: string;
  readonly at: string;
  readonly answer: string;
  readonly kind: EntryKind;
  readonly subject: Buffer | null;
  readonly subject_type: string | null;
  readonly database: string | null;
  readonly elements: readonly string[];
  readonly content_hash: Buffer;
  readonly leaf_hash: Buffer;
}

/** Columns of an entry. */
export const ENTRY_COLUMNS =
  'position, at, answer, kind, subject, subject_type, database, elements, content_hash, leaf_hash';

/** While one page is being looked at, the database makes the next one ready. */
async function* readEntries(snapshot: Snapshot): AsyncGenerator<readonly EntryRow[]> {
  let coming = entryPage(snapshot, undefined);
  for (;;) {
    const { rows, last } = await coming;
    if (last === undefined) return;
    coming = entryPage(snapshot, last);
    // Whoever stops reading does not ask for it any more.
    coming.catch(() => undefined);
    yield rows;
  }
}

async function entryPage(snapshot: Snapshot, after: StoredEntry | undefined) {
  const entries = await snapshot.query<StoredEntry>(
    `select ${ENTRY_COLUMNS} from entries
     ${after === undefined ? '' : 'where (position, at) > ($1::bigint, $2::timestamptz)'}
     order by position, at limit ${PAGE}`,
    after === undefined ? [] : [after.position, after.at],
  );
  return { rows: await withAnswers(snapshot, entries), last: entries.at(-1) };
}

/** Entries with their answers, read together. */
export async function withAnswers(
  snapshot: Snapshot,
  entries: readonly StoredEntry[],
): Promise<readonly EntryRow[]> {
  const answers = await answersOf(snapshot, entries);
  return entries.map((entry) => {
    const found = answers.get(entry.answer) ?? [];
    return {
      position: Number(entry.position),
      at: entry.at,
      answerId: entry.answer,
      answer: found.find(({ at }) => at === entry.at) ?? found[0],
      kind: entry.kind,
      subject: entry.subject?.toString('hex') ?? null,
      subjectType: entry.subject_type,
      database: entry.database,
      elements: entry.elements,
      contentHash: entry.content_hash,
      leafHash: entry.leaf_hash,
    };
  });
}

/** Rows of the same answer are one, unless somebody has added another one. */
async function answersOf(
  snapshot: Snapshot,
  entries: readonly Pick<StoredEntry, 'answer' | 'at'>[],
): Promise<ReadonlyMap<string, readonly AnswerRow[]>> {
  const byId = new Map<string, AnswerRow[]>();
  const read = async (ids: readonly string[], where: string, values: readonly unknown[]): Promise<void> => {
    if (ids.length === 0) return;
    const rows = await snapshot.query<AnswerRow>(
      `select id, at, content from answers where id = any($1::uuid[]) ${where}`,
      [ids, ...values],
    );
    for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  };
  const ids = [...new Set(entries.map(({ answer }) => answer))];
  // The times tell the database in which partitions to look. What is not there is looked for everywhere: answers that
  // did not arrive are older than the entry that says so, and times may have been changed.
  const times = [...new Set(entries.map(({ at }) => at))].sort();
  await read(ids, 'and at between $2 and $3', [times[0], times.at(-1)]);
  await read(
    ids.filter((id) => !byId.has(id)),
    '',
    [],
  );
  return byId;
}

async function* readNodes(snapshot: Snapshot): AsyncGenerator<StoredNode> {
  await snapshot.query(`declare audited_nodes no scroll cursor for select level, index, hash from nodes
    order by (index + 1)::numeric * 2::numeric ^ level, level`);
  for (;;) {
    const rows = await snapshot.query<{
      readonly level: number;
      readonly index: string;
      readonly hash: Buffer;
    }>(`fetch ${PAGE} from audited_nodes`);
    for (const { level, index, hash } of rows) yield { level, index: Number(index), hash };
    if (rows.length === 0) return;
  }
}

const STRAY_ANSWERS = `select count(*) as count, min(id::text) as first from answers where not exists (
  select from entries where entries.answer = answers.id and entries.at = answers.at
    and entries.kind in ('read', 'nothing-read'))`;

const STRAY_NOTES = `select count(*) as count, min(answer::text) as first from undelivered where not exists (
  select from entries where entries.answer = undelivered.answer and entries.position = undelivered.position
    and entries.kind = 'undelivered')`;

async function readStrays(snapshot: Snapshot, text: string): Promise<Strays> {
  const [row] = await snapshot.query<{ readonly count: string; readonly first: string | null }>(text);
  return { count: Number(row?.count ?? 0), first: row?.first ?? null };
}
