import { contentHash } from '../content.ts';
import { SIGNER } from '../fixture.ts';
import { FrontierBuilder, headDigest, NO_PREVIOUS_HEAD, type SignedHead } from '../tree/index.ts';
import { answerHash, contentOf, leafOf } from './leaf.ts';
import type { AnswerRow, EntryRow, LedgerRows, StoredNode } from './ledger-rows.ts';

/** The rows of a ledger, to be changed at will. */
export interface MemoryLedger {
  readonly logId: string;
  readonly entries: readonly EntryRow[];
  readonly heads: readonly SignedHead[];
  readonly nodes: readonly StoredNode[];
}

const LOG_ID = '6c1f4f4e-0000-4000-8000-000000000001';
const timeOf = (number: number) => new Date(Date.UTC(2026, 2, 4) + number * 1_000).toISOString();

/** Answers with so many entries each, and heads over so many of the entries. */
export function memoryLedger(counts: readonly number[], headSizes: readonly number[]): MemoryLedger {
  const entries = counts.flatMap((count, number) => {
    const answer = answerOf(number);
    return Array.from({ length: count }, (_, index) => ({ answer, index }));
  });
  return signed(
    entries.map(({ answer, index }, position) =>
      hashed({
        position,
        at: answer.at,
        answerId: answer.id,
        answer,
        kind: 'read',
        subject: 'ab'.repeat(32),
        subjectType: 'Citizen',
        database: 'land',
        elements: [`land.right.element${index}`],
      }),
    ),
    headSizes,
  );
}

function answerOf(number: number): AnswerRow {
  const at = timeOf(number);
  const id = `answer-${number}`;
  return { id, at, content: { id, at, requestId: `r-${number}`, agency: 'GDT' } };
}

/** A row with the hashes that belong to it. */
export function hashed(row: Omit<EntryRow, 'contentHash' | 'leafHash'>): EntryRow {
  const hash = contentHash(contentOf(row, answerHash(row.answer?.content ?? {})));
  return { ...row, contentHash: hash, leafHash: leafOf(row.position, hash) };
}

function signed(entries: readonly EntryRow[], sizes: readonly number[]): MemoryLedger {
  const nodes: StoredNode[] = [];
  const tree = new FrontierBuilder((level, index, hash) => {
    if (level === 8) nodes.push({ level, index, hash });
  });
  const heads: SignedHead[] = [];
  for (const { leafHash } of entries) {
    tree.add(leafHash);
    if (!sizes.includes(tree.size)) continue;
    const before = heads.at(-1);
    heads.push(
      SIGNER.sign({
        logId: LOG_ID,
        size: tree.size,
        root: tree.root().toString('hex'),
        at: timeOf(heads.length),
        previous: before === undefined ? NO_PREVIOUS_HEAD : headDigest(before),
      }),
    );
  }
  return { logId: LOG_ID, entries, heads, nodes };
}

/** The rows as a verification reads them, two entries a page. */
export function rowsOf({ logId, entries, heads, nodes }: MemoryLedger): LedgerRows {
  return {
    logId: async () => logId,
    expectedEntries: async () => entries.length,
    signedEntries: async () => heads.at(-1)?.size ?? 0,
    heads: () => each(heads),
    entries: () =>
      each(entries.flatMap((_row, index) => (index % 2 === 0 ? [entries.slice(index, index + 2)] : []))),
    nodes: () => each(nodes),
    strayAnswers: async () => ({ count: 0, first: null }),
    strayNotes: async () => ({ count: 0, first: null }),
  };
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
