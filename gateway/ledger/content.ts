import { createHash } from 'node:crypto';
import { databaseOf } from '../../contract/elements.ts';
import type { AnswerRecord } from './ledger.ts';

/** What is kept of an answer as a whole, with its id: whatever speaks of the id speaks of this content. */
export type AnswerContent = Omit<AnswerRecord, 'subjects'> & { readonly id: string };

/**
 * What an entry is about: `read`, what an answer says of one subject out of one database; `nothing-read`, that an
 * answer said nothing of anybody; `undelivered`, that an answer did not arrive; `erased`, that a subject can no longer
 * be named.
 */
export type EntryKind = 'read' | 'nothing-read' | 'undelivered' | 'erased';

/** What the hash of an entry is made of. */
export interface EntryContent {
  readonly kind: EntryKind;
  /** SHA-256 of the answer's own content, in hex; in an entry of another time than its answer's, the answer's id. */
  readonly answer: string;
  /** Time of an entry that has one of its own, ISO 8601; `null` in those of the answer's time. */
  readonly at: string | null;
  /** Keyed digest of the subject, in hex; `null` in an entry about nobody. */
  readonly subject: string | null;
  readonly subjectType: string | null;
  readonly database: string | null;
  /** Sorted. */
  readonly elements: readonly string[];
}

/** The one text of a value that all who know it write: no white space, members sorted by their names. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const object = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(object).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`).join(',')}}`;
}

/**
 * SHA-256 of an entry's canonical text: the same as {@link contentHash}, written by the engine itself, which is several
 * times faster. The members stand in the order of their names, and none holds an object.
 */
export function entryHash(entry: EntryContent): Buffer {
  const { answer, at, database, elements, kind, subject, subjectType } = entry;
  const text = JSON.stringify({ answer, at, database, elements, kind, subject, subjectType });
  return createHash('sha256').update(text).digest();
}

/** SHA-256 of a value's canonical text. */
export function contentHash(value: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(value)).digest();
}

/** A record without its subjects, under its id. */
export function answerContent({ subjects: _subjects, ...content }: AnswerRecord, id: string): AnswerContent {
  return { ...content, id };
}

/** What one answer says of one subject out of one database. */
export interface ReadPart {
  readonly type: string;
  readonly key: string;
  readonly database: string;
  /** Sorted. */
  readonly elements: readonly string[];
}

/** One part for each subject and database, in the order of the subjects. */
export function readParts({ subjects }: Pick<AnswerRecord, 'subjects'>): readonly ReadPart[] {
  return subjects.flatMap(({ type, key, elements }) => {
    const byDatabase = new Map<string, string[]>();
    for (const element of elements) {
      const database = databaseOf(element);
      const known = byDatabase.get(database);
      if (known === undefined) byDatabase.set(database, [element]);
      else known.push(element);
    }
    return [...byDatabase].map(([database, own]) => ({ type, key, database, elements: own.sort() }));
  });
}
