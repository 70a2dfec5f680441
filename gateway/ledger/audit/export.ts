import { type Days, timesOf } from './days.ts';
import type { AnswerRow, EntryRow } from './ledger-rows.ts';
import { ENTRY_COLUMNS, type StoredEntry, withAnswers } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

/** Answers of one page. */
const PAGE = 500;

/** An entry for the audit of the agency that asked: with what is kept of its answer, and without hashes. */
export interface ExportedEntry {
  readonly position: number;
  /** When the answer was given; of an entry that says that it did not arrive, when that became known. */
  readonly entryAt: string;
  readonly answerId: string;
  readonly kind: EntryRow['kind'];
  /** Keyed digest: the same for the same subject, and nobody's name. */
  readonly subject: string | null;
  readonly subjectType: string | null;
  readonly database: string | null;
  readonly elements: readonly string[];
  readonly answer: AnswerRow['content'];
}

/**
 * The entries of all answers that one agency got on these days, in the order of the answers; one page of them at a
 * time, so that the memory stays the same.
 */
export async function* exportEntries(
  snapshot: Snapshot,
  agency: string,
  days: Days,
): AsyncGenerator<ExportedEntry> {
  const [from, to] = timesOf(days);
  let last: Pick<AnswerRow, 'id' | 'at'> = { id: '00000000-0000-0000-0000-000000000000', at: from };
  for (;;) {
    const answers = await snapshot.query<Pick<AnswerRow, 'id' | 'at'>>(
      `select id, at from answers where content->>'agency' = $1 and at >= $2 and at < $3
       and (at, id) > ($4::timestamptz, $5::uuid) order by at, id limit ${PAGE}`,
      [agency, from, to, last.at, last.id],
    );
    const end = answers.at(-1);
    if (end === undefined) return;
    last = end;
    yield* entriesOf(snapshot, answers);
  }
}

async function* entriesOf(
  snapshot: Snapshot,
  answers: readonly Pick<AnswerRow, 'id'>[],
): AsyncGenerator<ExportedEntry> {
  const rows = await snapshot.query<StoredEntry>(
    `select ${ENTRY_COLUMNS} from entries where answer = any($1::uuid[])
     order by array_position($1::uuid[], answer), position`,
    [answers.map(({ id }) => id)],
  );
  for (const row of await withAnswers(snapshot, rows)) {
    const { position, at, answerId, answer, kind, subject, subjectType, database, elements } = row;
    yield {
      position,
      entryAt: at,
      answerId,
      kind,
      subject,
      subjectType,
      database,
      elements,
      answer: answer?.content ?? {},
    };
  }
}
