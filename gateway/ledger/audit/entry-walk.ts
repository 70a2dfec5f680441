import { FrontierBuilder, type SignedHead } from '../tree/index.ts';
import { checkPage } from './entry-check.ts';
import { type Finding, rewritten, truncated } from './finding.ts';
import type { HeadChain } from './head-chain.ts';
import { historyDiffers, type KeptHead } from './kept-heads.ts';
import type { EntryRow } from './ledger-rows.ts';
import type { NodeCheck } from './node-check.ts';

/** What {@link walkEntries} needs. */
export interface WalkParts {
  /** By position. */
  readonly pages: AsyncIterable<readonly EntryRow[]>;
  readonly chain: HeadChain;
  /** Of the same ledger, with good signatures. */
  readonly kept: readonly KeptHead[];
  readonly nodes: NodeCheck;
  /** How many entries there are supposed to be. */
  readonly expected: number;
  readonly onEntries: (done: number) => void;
}

/** How far the entries are what they should be. */
export interface Walk {
  /** Entries that are in order, each by itself. */
  readonly entries: number;
  /** The first entry behind the last head. */
  readonly firstUnsigned: EntryRow | undefined;
  readonly findings: readonly Finding[];
}

/** A signed root that the tree must have when it has as many leaves. */
interface Checkpoint {
  readonly head: SignedHead;
  /** Under which name somebody outside has kept it; `undefined` for the ledger's own. */
  readonly keptAs: string | undefined;
}

/**
 * Grows the tree out of the entries and compares it with each signed root as it passes by. Ends at the first entry that
 * is not in order and at the first root of the ledger's own that differs: behind these nothing agrees any more.
 */
export async function walkEntries({
  pages,
  chain,
  kept,
  nodes,
  expected,
  onEntries,
}: WalkParts): Promise<Walk> {
  const tree = new FrontierBuilder(nodes.onComplete);
  const checkpoints = await compareRoots(chain, kept);
  const done = (stop?: Finding): Walk => ({
    entries: tree.size,
    firstUnsigned: checkpoints.firstSince(),
    findings: [...checkpoints.findings(), ...(stop === undefined ? [] : [stop])],
  });
  for await (const page of pages) {
    const check = checkPage(page, expected);
    for (const row of page) {
      const stop =
        (checkpoints.nextSize() === tree.size ? await checkpoints.pass(tree) : undefined) ??
        check.find(row, tree.size);
      if (stop !== undefined) {
        await nodes.compare();
        return done(stop);
      }
      checkpoints.see(row);
      tree.add(row.leafHash);
    }
    await nodes.compare();
    onEntries(tree.size);
  }
  const stop = (await checkpoints.pass(tree)) ?? (await checkpoints.beyond(tree.size));
  await nodes.finish();
  return done(stop);
}

interface RootComparison {
  /** Leaves under the next root; infinite when there is none. */
  nextSize(): number;
  /** An entry that comes next. */
  see(row: EntryRow): void;
  /** The first entry since the last root that agreed. */
  firstSince(): EntryRow | undefined;
  /** Compares the roots over as many leaves as the tree has. */
  pass(tree: FrontierBuilder): Promise<Finding | undefined>;
  /** When there are no more entries: heads over more than there are. */
  beyond(entries: number): Promise<Finding | undefined>;
  /** About roots that were kept outside. */
  findings(): readonly Finding[];
}

async function compareRoots(chain: HeadChain, kept: readonly KeptHead[]): Promise<RootComparison> {
  const checkpoints = inOrder(chain, kept);
  const findings: Finding[] = [];
  let next = (await checkpoints.next()).value;
  let agreed: SignedHead | undefined;
  let agreedKept: SignedHead | undefined;
  let first: EntryRow | undefined;
  return {
    nextSize: () => next?.head.size ?? Number.POSITIVE_INFINITY,
    see(row) {
      first ??= row;
    },
    firstSince: () => first,
    async pass(tree) {
      while (next?.head.size === tree.size) {
        const { head, keptAs } = next;
        if (head.root === tree.root().toString('hex')) {
          [agreed, first] = [head, undefined];
          if (keptAs !== undefined) agreedKept = head;
        } else if (keptAs === undefined) return rewritten(agreed, head, first);
        else findings.push(historyDiffers(keptAs, head, agreedKept));
        next = (await checkpoints.next()).value;
      }
      return undefined;
    },
    async beyond(entries) {
      let own: Finding | undefined;
      for (; next !== undefined; next = (await checkpoints.next()).value) {
        const finding = truncated(next.head, entries, agreed?.size ?? 0);
        if (next.keptAs === undefined) own ??= finding;
        else findings.push({ ...finding, kind: 'kept', text: `${next.keptAs}: ${finding.text}` });
      }
      return own;
    },
    findings: () => findings,
  };
}

/** Roots of the ledger's own and those that were kept, by size. */
async function* inOrder(chain: HeadChain, kept: readonly KeptHead[]): AsyncGenerator<Checkpoint, undefined> {
  const waiting = kept.toSorted((a, b) => a.head.size - b.head.size);
  for (let own = await chain.next(); own !== undefined; own = await chain.next()) {
    while (waiting[0] !== undefined && waiting[0].head.size < own.size) yield* keptOne(waiting.shift());
    yield { head: own, keptAs: undefined };
  }
  for (const one of waiting) yield* keptOne(one);
  return undefined;
}

function* keptOne(kept: KeptHead | undefined): Generator<Checkpoint> {
  if (kept !== undefined) yield { head: kept.head, keptAs: kept.name };
}
