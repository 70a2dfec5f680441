import type { JWK } from 'jose';
import { z } from 'zod';
import { type EntryContent, entryHash } from '../content.ts';
import {
  checkInclusion,
  createRangeRoot,
  inclusionPath,
  type SignedHead,
  type TreeStore,
  verifyHead,
} from '../tree/index.ts';
import { answerHash, answerReference, contentOf, leafOf, speaksOfContent } from './leaf.ts';
import type { EntryRow, StoredContent } from './ledger-rows.ts';
import { ENTRY_COLUMNS, newestHead, readTree, type StoredEntry, withAnswers } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

const FORMAT = 'lien-thong ledger proof v1';

/** One entry of a proof. */
export interface ProvenEntry {
  readonly position: number;
  readonly entry: EntryContent;
  /** Inclusion path (RFC 9162, section 2.1.3), from below, in hex. */
  readonly path: readonly string[];
}

/**
 * Proves, to whoever has the ledger's public key and nothing else, that entries stand in a tree that was signed.
 * Whatever it is made of is in it; of the subjects only their keyed digests.
 */
export interface LedgerProof {
  readonly format: typeof FORMAT;
  readonly head: SignedHead;
  readonly answerId: string;
  /** `null` when no entry says what the answer said. */
  readonly answer: StoredContent | null;
  readonly entries: readonly ProvenEntry[];
}

/** One entry by its position, or all entries of an answer by its id. */
export type EntryName = { readonly position: number } | { readonly answerId: string };

/**
 * Proves entries against the newest head.
 *
 * @throws Error when there is no such entry, no head stands over it yet, or the ledger cannot prove it, because it is
 *   not as it was signed
 */
export async function proveEntries(snapshot: Snapshot, name: EntryName): Promise<LedgerProof> {
  const entries = await namedEntries(snapshot, name);
  const head = await newestHead(snapshot);
  const unsigned = entries.find(({ position }) => position >= (head?.size ?? 0));
  if (head === undefined || unsigned !== undefined) {
    throw new Error(`No head stands over position ${unsigned?.position ?? 0} yet; try again in a moment.`);
  }
  const tree = readTree(snapshot);
  // The stored nodes spare millions of leaves; but they are not signed, so that the leaves have the last word.
  for (const store of [tree, { ...tree, storedLevels: [] }]) {
    const proof = await proofOf(entries, head, store);
    if (problemOf(proof) === undefined) return proof;
  }
  throw new Error(
    'The ledger cannot prove this: it is not as it was signed. The command verify says what has changed.',
  );
}

async function namedEntries(snapshot: Snapshot, name: EntryName): Promise<readonly EntryRow[]> {
  const [where, value, words] =
    'position' in name
      ? (['position = $1', name.position, `at position ${name.position}`] as const)
      : (['answer = $1', name.answerId, `of answer ${name.answerId}`] as const);
  const rows = await snapshot.query<StoredEntry>(
    `select ${ENTRY_COLUMNS} from entries where ${where} order by position`,
    [value],
  );
  if (rows.length === 0) throw new Error(`The ledger has no entry ${words}.`);
  return withAnswers(snapshot, rows);
}

async function proofOf(rows: readonly EntryRow[], head: SignedHead, store: TreeStore): Promise<LedgerProof> {
  const rangeRoot = createRangeRoot(store);
  const answer = rows.find(({ kind }) => speaksOfContent(kind))?.answer?.content ?? null;
  const hash = answer === null ? undefined : answerHash(answer);
  const entries: ProvenEntry[] = [];
  for (const row of rows) {
    const path = await inclusionPath(row.position, head.size, rangeRoot);
    entries.push({
      position: row.position,
      entry: contentOf(row, answerReference(row, hash) ?? ''),
      path: path.map((step) => step.toString('hex')),
    });
  }
  return { format: FORMAT, head, answerId: rows[0]?.answerId ?? '', answer, entries };
}

const SHA_256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits');
const ENTRY = z.strictObject({
  kind: z.enum(['read', 'nothing-read', 'undelivered', 'erased']),
  answer: z.string(),
  at: z.string().nullable(),
  subject: SHA_256.nullable(),
  subjectType: z.string().nullable(),
  database: z.string().nullable(),
  elements: z.array(z.string()),
});
const PROOF = z.strictObject({
  format: z.literal(FORMAT),
  head: z.record(z.string(), z.unknown()),
  answerId: z.guid(),
  answer: z.record(z.string(), z.unknown()).nullable(),
  entries: z.array(z.strictObject({ position: z.int().min(0), entry: ENTRY, path: z.array(SHA_256) })).min(1),
});

/**
 * Takes a proof of whatever origin: nothing is asked but the public keys.
 *
 * @throws Error that says which step does not hold: the form, the signature, a content, or the way to the root
 */
export function checkProof(proof: unknown, keys: readonly JWK[]): LedgerProof {
  const parsed = PROOF.safeParse(proof);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`This is no proof of a ledger: ${[...(issue?.path ?? []), issue?.message].join(': ')}.`);
  }
  const checked: LedgerProof = { ...parsed.data, head: verifyHead(parsed.data.head, keys) };
  const problem = problemOf(checked);
  if (problem !== undefined) throw new Error(problem);
  return checked;
}

/** What does not fit together; `undefined` when all does. The signature is for somebody else. */
function problemOf({ head, answerId, answer, entries }: LedgerProof): string | undefined {
  const hash = answer === null ? undefined : answerHash(answer);
  const root = Buffer.from(head.root, 'hex');
  for (const { position, entry, path } of entries) {
    if (entry.answer !== answerReference({ ...entry, answerId }, hash)) {
      return `The content of the answer is not the one that the entry at position ${position} speaks of.`;
    }
    const isIncluded = checkInclusion({
      leafHash: leafOf(position, entryHash(entry)),
      position,
      size: head.size,
      path: path.map((step) => Buffer.from(step, 'hex')),
      root,
    });
    if (!isIncluded) {
      return `The entry at position ${position} is not part of the tree that was signed: it, its position or its path was altered.`;
    }
  }
  return undefined;
}
