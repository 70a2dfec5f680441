import { contentHash, type EntryContent } from '../content.ts';
import { leafHash } from '../tree/index.ts';
import type { EntryRow, StoredContent } from './ledger-rows.ts';

/** The leaf of an entry: RFC 9162's leaf hash over its position, as 8 bytes in network order, and its content hash. */
export function leafOf(position: number, hash: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(8 + hash.length);
  bytes.writeBigInt64BE(BigInt(position));
  hash.copy(bytes, 8);
  return leafHash(bytes);
}

/**
 * What the content of an entry says of its answer: the hash of what was said, in hex, or the id of an answer that is
 * recorded elsewhere. `undefined` when the hash is needed and there is no answer to be hashed.
 */
export function answerReference(
  { kind, answerId }: Pick<EntryRow, 'kind' | 'answerId'>,
  answerHash: string | undefined,
): string | undefined {
  return speaksOfContent(kind) ? answerHash : answerId;
}

/** Whether an entry of that kind says what its answer said, so that it is bound to the answer's content. */
export function speaksOfContent(kind: EntryRow['kind']): boolean {
  return kind === 'read' || kind === 'nothing-read';
}

/** What the hash of a row's content is made of; the row's time counts where it is not that of the answer. */
export function contentOf(
  { kind, at, subject, subjectType, database, elements }: Omit<EntryContent, 'answer'>,
  answer: string,
): EntryContent {
  const own = speaksOfContent(kind) ? null : at;
  return { kind, answer, at: own, subject, subjectType, database, elements };
}

/** SHA-256 of an answer's content, in hex. */
export function answerHash(content: StoredContent): string {
  return contentHash(content).toString('hex');
}
