import type { EntryKind } from '../content.ts';
import type { SignedHead } from '../tree/index.ts';

/** What is kept of an answer, as it came from whoever keeps it: nothing about it is taken for granted. */
export type StoredContent = Readonly<Record<string, unknown>>;

/** A row of `answers`. */
export interface AnswerRow {
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly content: StoredContent;
}

/** A row of `entries`, with its answer. */
export interface EntryRow {
  readonly position: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly answerId: string;
  /** `undefined` when there is no such answer. */
  readonly answer: AnswerRow | undefined;
  readonly kind: EntryKind;
  /** Keyed digest, in hex. */
  readonly subject: string | null;
  readonly subjectType: string | null;
  readonly database: string | null;
  readonly elements: readonly string[];
  readonly contentHash: Buffer;
  readonly leafHash: Buffer;
}

/** A row of `nodes`: the root of the complete subtree of 2^level leaves with the number `index`. */
export interface StoredNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** Rows that belong to nothing. */
export interface Strays {
  /** How many there are. */
  readonly count: number;
  /** Id of an answer that is one of them, or is meant by it. */
  readonly first: string | null;
}

/** Everything that a verification reads, once each; whoever keeps the rows may be the one who changed them. */
export interface LedgerRows {
  /** Which ledger it says it is; `undefined` when it does not say so. */
  logId(): Promise<string | undefined>;
  /** How many entries there will be, as far as is known beforehand. */
  expectedEntries(): Promise<number>;
  /** Leaves under the newest head; 0 without one. */
  signedEntries(): Promise<number>;
  /** By size. */
  heads(): AsyncIterable<SignedHead>;
  /** By position, in pages of some thousand. */
  entries(): AsyncIterable<readonly EntryRow[]>;
  /** By the position at which each is complete, then by level. */
  nodes(): AsyncIterable<StoredNode>;
  /** Answers without an entry of their time. */
  strayAnswers(): Promise<Strays>;
  /** Notes in `undelivered` whose entry is not there. */
  strayNotes(): Promise<Strays>;
}
