import type { TreeHead } from '../tree/index.ts';
import type { AnswerRow, EntryRow, Strays } from './ledger-rows.ts';

/**
 * What was found: an entry `altered`, `removed`, `inserted` or `reordered`; the entries between two heads `rewritten`,
 * hashes and all; the end of the ledger `truncated`; a `head` that does not hold; a stored `node` that does not; a row
 * that is a `stray`; a ledger that has not what somebody outside has `kept`.
 */
export type FindingKind =
  | 'altered'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'rewritten'
  | 'truncated'
  | 'head'
  | 'node'
  | 'stray'
  | 'kept';

/** One thing that is not as it was recorded. */
export interface Finding {
  readonly kind: FindingKind;
  /** Of the first entry that it is about. */
  readonly position: number | null;
  /** Id of that entry's answer, if it is known. */
  readonly answerId: string | null;
  /** One sentence, without anything about a person. */
  readonly text: string;
}

type Place = Pick<EntryRow, 'position' | 'answerId'>;

/** A head in words. */
export function nameOf({ size, at }: Pick<TreeHead, 'size' | 'at'>): string {
  return `the head of ${count(size, 'entry', 'entries')} (${at})`;
}

/** `1 entry`, `2 entries`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** An entry that is not what was recorded. */
export function altered(place: Place, what: string): Finding {
  return of('altered', place, `The entry at position ${placeName(place)} was altered: ${what}.`);
}

/** Positions from `from` up to `to`, without the latter, that are not there. */
export function removed(from: number, to: number): Finding {
  const text =
    to - from === 1
      ? `Position ${from} is missing: its entry was removed.`
      : `Positions ${from} to ${to - 1} are missing: their entries were removed.`;
  return { kind: 'removed', position: from, answerId: null, text };
}

/** An entry whose answer is not there. */
export function withoutAnswer(place: Place): Finding {
  const text = `The entry at position ${placeName(place)} belongs to no answer: that one was removed, or the entry inserted.`;
  return of('removed', place, text);
}

/** An entry at a position that is taken, or that no entry can have. */
export function inserted(place: Place): Finding {
  const text =
    place.position < 0
      ? `An entry was inserted at position ${placeName(place)}, before the first one.`
      : `Position ${place.position} is there twice (the second time with answer ${place.answerId}): an entry was inserted.`;
  return of('inserted', place, text);
}

/** An entry whose leaf was made for another position. */
export function reordered(place: Place, original: number): Finding {
  const text = `The entry at position ${placeName(place)} was reordered: its leaf hash was made for position ${original}.`;
  return of('reordered', place, text);
}

/** Entries that agree with themselves and with what was signed before them, but not with what was signed then. */
export function rewritten(
  from: Pick<TreeHead, 'size' | 'at'> | undefined,
  to: Pick<TreeHead, 'size' | 'at'>,
  first: Place | undefined,
): Finding {
  const start = from?.size ?? 0;
  const since = from === undefined ? 'before' : `between ${nameOf(from)} and`;
  const name = first === undefined ? `${start}` : placeName(first);
  const text =
    `The first change lies ${since} ${nameOf(to)}: positions ${start} to ${to.size - 1} were rewritten with all their ` +
    `hashes, and the first of them is position ${name}.`;
  return { kind: 'rewritten', position: start, answerId: first?.answerId ?? null, text };
}

/**
 * A head over more entries than there are.
 *
 * @param agreed how many of these the last head that agrees stands over
 */
export function truncated(head: Pick<TreeHead, 'size' | 'at'>, entries: number, agreed: number): Finding {
  const text =
    `The tail was truncated: ${nameOf(head)} stands over more than the ${count(entries, 'entry that is', 'entries that are')} ` +
    `there, of which the first ${agreed} agree with a signed head.`;
  return { kind: 'truncated', position: entries, answerId: null, text };
}

/** A head that does not hold; `more` others likewise. */
export function headFinding(text: string, more: number): Finding {
  const others = more === 0 ? '' : ` The same goes for ${count(more, 'more head', 'more heads')}.`;
  return { kind: 'head', position: null, answerId: null, text: `${text}${others}` };
}

/** A stored node that is not what it should be. */
export function nodeFinding(level: number, index: number, what: string): Finding {
  const width = 2 ** level;
  const text = `The stored node of level ${level} over positions ${index * width} to ${(index + 1) * width - 1} ${what}.`;
  return { kind: 'node', position: index * width, answerId: null, text };
}

/** What somebody outside has kept, and the ledger has not. */
export function keptFinding(name: string, text: string): Finding {
  return { kind: 'kept', position: null, answerId: null, text: `${name}: ${text}` };
}

/** Rows that belong to nothing, if there are any. */
export function strayFindings(strays: Strays, what: string): readonly Finding[] {
  if (strays.count === 0) return [];
  const more = strays.count === 1 ? '' : `, and so do ${strays.count - 1} more`;
  const text = `The ${what} ${strays.first ?? 'unknown'} belongs to no entry${more}: inserted, or its entries were removed or altered.`;
  return [{ kind: 'stray', position: null, answerId: strays.first, text }];
}

/** Whether the column says the same time as the content, which is hashed. */
export function isTimeOf(content: AnswerRow['content'], at: string): boolean {
  const own = content['at'];
  return own === at || (typeof own === 'string' && at.endsWith('Z') && Date.parse(own) === exactTime(at));
}

/** Microseconds beyond the milliseconds are another time. */
function exactTime(at: string): number {
  return /\.\d{3}0*Z$/.test(at) ? Date.parse(at) : Number.NaN;
}

function placeName({ position, answerId }: Place): string {
  return `${position} (answer ${answerId})`;
}

function of(kind: FindingKind, { position, answerId }: Place, text: string): Finding {
  return { kind, position, answerId, text };
}
