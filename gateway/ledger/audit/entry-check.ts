import { entryHash } from '../content.ts';
import { altered, type Finding, inserted, isTimeOf, removed, reordered, withoutAnswer } from './finding.ts';
import { answerHash, answerReference, contentOf, leafOf, speaksOfContent } from './leaf.ts';
import type { EntryRow } from './ledger-rows.ts';

/** Most positions that are tried to tell for which one a leaf was made: some seconds. */
const MOST_TRIED = 4_000_000;

/** Checks the entries of one page, each by itself, and that they stand one after the other. */
export interface PageCheck {
  /** What is wrong with a row that should stand at `next`. */
  find(row: EntryRow, next: number): Finding | undefined;
}

/**
 * Hashes each answer of the page once, however many entries it has.
 *
 * @param expected how many entries there are supposed to be
 */
export function checkPage(page: readonly EntryRow[], expected: number): PageCheck {
  const answerHashes = new Map<string, string>();
  const hashOf = (row: EntryRow): Buffer | undefined => {
    const reference = answerReference(row, row.answer && answerHashOf(row.answer));
    return reference === undefined ? undefined : entryHash(contentOf(row, reference));
  };
  const answerHashOf = ({ id, content }: NonNullable<EntryRow['answer']>): string => {
    const known = answerHashes.get(id) ?? answerHash(content);
    answerHashes.set(id, known);
    return known;
  };
  return {
    find(row, next) {
      if (row.position < next) return inserted(row);
      if (row.position > next) return removed(next, row.position);
      if (row.answer === undefined && row.kind !== 'erased') return withoutAnswer(row);
      const hash = hashOf(row);
      if (hash?.equals(row.contentHash) !== true) return altered(row, culprit(row, page, hashOf));
      return timeFinding(row) ?? leafFinding(row, hash, expected);
    },
  };
}

/** The entry, or its answer? Other entries of the answer tell. */
function culprit(
  row: EntryRow,
  page: readonly EntryRow[],
  hashOf: (row: EntryRow) => Buffer | undefined,
): string {
  if (!speaksOfContent(row.kind)) return 'its content is not what its hash was made of';
  const others = page.filter(
    (other) => other !== row && other.answerId === row.answerId && speaksOfContent(other.kind),
  );
  if (others.some((other) => hashOf(other)?.equals(other.contentHash) === true)) {
    return 'its content is not what its hash was made of';
  }
  return others.length === 0
    ? 'its content, or that of its answer, is not what its hash was made of'
    : 'the content of its answer is not what its hash was made of';
}

/** The times that entries and answers are found by must be the one that is hashed. */
function timeFinding(row: EntryRow): Finding | undefined {
  if (row.answer === undefined || !speaksOfContent(row.kind)) return undefined;
  const { content, at, id } = row.answer;
  if (content['id'] !== id) return altered(row, 'its answer stands under the id of another one');
  if (!isTimeOf(content, at)) return altered(row, 'the time of its answer is not the one that was hashed');
  if (!isTimeOf(content, row.at)) return altered(row, 'its time is not the one that was hashed');
  return undefined;
}

function leafFinding(row: EntryRow, hash: Buffer, expected: number): Finding | undefined {
  if (leafOf(row.position, hash).equals(row.leafHash)) return undefined;
  const original = originalPosition(row, hash, expected);
  return original === undefined
    ? altered(row, 'its leaf hash is not made of its content')
    : reordered(row, original);
}

/** For which position the leaf was made, looking from the row's own outwards. */
function originalPosition(
  { position, leafHash }: EntryRow,
  hash: Buffer,
  expected: number,
): number | undefined {
  const furthest = Math.max(position, expected - position);
  for (let distance = 1; distance <= furthest && distance <= MOST_TRIED / 2; distance += 1) {
    for (const candidate of [position - distance, position + distance]) {
      if (candidate >= 0 && leafOf(candidate, hash).equals(leafHash)) return candidate;
    }
  }
  return undefined;
}
