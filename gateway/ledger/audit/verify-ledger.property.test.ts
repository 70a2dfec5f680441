import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIGNER } from '../fixture.ts';
import { KEYS } from './fixture.ts';
import type { EntryRow } from './ledger-rows.ts';
import { hashed, type MemoryLedger, memoryLedger, rowsOf } from './memory-ledger.fixture.ts';
import { verifyLedger } from './verify-ledger.ts';

const verify = (ledger: MemoryLedger) => verifyLedger({ rows: rowsOf(ledger), keys: KEYS });

/** Answers of one to four entries, and heads of which the last one stands over all entries. */
const LEDGER = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 }), fc.array(fc.nat(48)))
  .map(([counts, sizes]) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return memoryLedger(counts, [...sizes, all]);
  });

const withEntries = (ledger: MemoryLedger, entries: readonly EntryRow[]): MemoryLedger => ({
  ...ledger,
  entries,
});
const withRow = (ledger: MemoryLedger, at: number, change: (row: EntryRow) => EntryRow): MemoryLedger =>
  withEntries(
    ledger,
    ledger.entries.map((row, index) => (index === at ? change(row) : row)),
  );
const other = (row: EntryRow): EntryRow => ({ ...row, elements: [...row.elements, 'land.right.more'] });
const renumbered = (entries: readonly EntryRow[]) =>
  entries.map((row, position) => hashed({ ...row, position }));

/** Ways to change a ledger at one entry, and whether they leave each entry in agreement with itself. */
const CHANGES: readonly {
  readonly name: string;
  readonly isHidden: boolean;
  readonly change: (ledger: MemoryLedger, at: number) => MemoryLedger;
}[] = [
  { name: 'altered', isHidden: false, change: (ledger, at) => withRow(ledger, at, other) },
  {
    name: 'altered, hashes and all',
    isHidden: true,
    change: (ledger, at) => withRow(ledger, at, (row) => hashed(other(row))),
  },
  {
    name: 'given another time',
    isHidden: false,
    change: (ledger, at) => withRow(ledger, at, (row) => ({ ...row, at: row.at.replace('Z', '001Z') })),
  },
  {
    name: 'left without its answer',
    isHidden: false,
    change: (ledger, at) => withRow(ledger, at, (row) => ({ ...row, answer: undefined })),
  },
  {
    name: 'removed',
    isHidden: false,
    change: (ledger, at) => withEntries(ledger, ledger.entries.toSpliced(at, 1)),
  },
  {
    name: 'removed, and the others moved up',
    isHidden: true,
    change: (ledger, at) => withEntries(ledger, renumbered(ledger.entries.toSpliced(at, 1))),
  },
  {
    name: 'inserted before it',
    isHidden: true,
    change: (ledger, at) => {
      const copies = ledger.entries.slice(at, at + 1).map(other);
      return withEntries(ledger, renumbered(ledger.entries.toSpliced(at, 0, ...copies)));
    },
  },
  {
    name: 'doubled',
    isHidden: false,
    change: (ledger, at) =>
      withEntries(ledger, ledger.entries.toSpliced(at, 0, ...ledger.entries.slice(at, at + 1))),
  },
];

describe('a verification', () => {
  it('passes what nobody has touched, with heads over any of it', async () => {
    await fc.assert(
      fc.asyncProperty(LEDGER, async (ledger) => {
        const { entries, unsigned, findings } = await verify(ledger);
        expect([entries, unsigned, findings]).toEqual([ledger.entries.length, 0, []]);
      }),
    );
  });

  it.each(CHANGES)('finds an entry that was $name', async ({ isHidden, change }) => {
    await fc.assert(
      fc.asyncProperty(LEDGER, fc.nat(), async (ledger, number) => {
        const at = number % ledger.entries.length;
        const { findings } = await verify(change(ledger, at));
        const [{ kind, position, text } = { kind: null, position: null, text: '' }] = findings;
        // What agrees with itself is narrowed down to the heads around it.
        const sizes = [0, ...ledger.heads.map(({ size }) => size)];
        const agreed = Math.max(...sizes.filter((size) => size <= at));
        if (kind === 'truncated') expect(text).toContain(`the first ${agreed} agree`);
        else if (isHidden) expect(position).toBe(agreed);
        else expect(position).toBe(at);
      }),
    );
  });

  it('names the very entry when its hash does not fit any more', async () => {
    await fc.assert(
      fc.asyncProperty(LEDGER, fc.nat(), async (ledger, number) => {
        const at = number % ledger.entries.length;
        const { findings } = await verify(withRow(ledger, at, other));
        expect(findings).toMatchObject([
          { kind: 'altered', position: at, answerId: ledger.entries[at]?.answerId },
        ]);
      }),
    );
  });

  it('finds any two entries that changed places', async () => {
    await fc.assert(
      fc.asyncProperty(LEDGER, fc.nat(), fc.nat(), fc.boolean(), async (ledger, one, two, isHidden) => {
        const count = ledger.entries.length;
        const [low = 0, high = 0] = [one % count, two % count].sort((a, b) => a - b);
        fc.pre(low !== high);
        const moved = ledger.entries.map((row, index) => {
          const source = index === low ? ledger.entries[high] : index === high ? ledger.entries[low] : row;
          return { ...(source ?? row), position: index };
        });
        const { findings } = await verify(withEntries(ledger, isHidden ? moved.map(hashed) : moved));
        expect(findings[0]?.kind).toBe(isHidden ? 'rewritten' : 'reordered');
        if (!isHidden) expect(findings[0]?.text).toContain(`made for position ${high}`);
      }),
    );
  });

  it('finds any head that was taken out or altered', async () => {
    await fc.assert(
      fc.asyncProperty(LEDGER, fc.nat(), fc.boolean(), async (ledger, number, isAltered) => {
        const at = number % ledger.heads.length;
        // Without the last head there is nothing that stands over the end.
        fc.pre(isAltered || at < ledger.heads.length - 1);
        const heads = isAltered
          ? ledger.heads.map((head, index) => (index === at ? { ...head, root: '0'.repeat(64) } : head))
          : ledger.heads.toSpliced(at, 1);
        const { findings } = await verify({ ...ledger, heads });
        expect(findings).toMatchObject([{ kind: 'head' }]);
      }),
    );
  });
});

describe('heads that go back in time', () => {
  const ledger = memoryLedger([3, 3], [3, 6]);
  const [first, second] = ledger.heads;
  const later = (at: string) => {
    const { signature: _signature, keyId: _key, ...head } = second ?? SIGNER.sign({} as never);
    return [...(first === undefined ? [] : [first]), SIGNER.sign({ ...head, at })];
  };

  it('are found, however well they are signed', async () => {
    const { findings } = await verify({ ...ledger, heads: later('2026-03-03T23:59:59.999Z') });
    expect(findings).toMatchObject([{ kind: 'head' }]);
    expect(findings[0]?.text).toContain('is older than');
  });

  it('are none when two have the same time', async () => {
    expect((await verify({ ...ledger, heads: later(first?.at ?? '') })).findings).toEqual([]);
  });
});
