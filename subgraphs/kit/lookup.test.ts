import { describe, expect, it } from 'vitest';
import { lookUp, MAX_KEYS } from './lookup.ts';

const BOOKS: Readonly<Record<string, { readonly title: string }>> = { a: { title: 'A' }, b: { title: 'B' } };
const read = async (key: string) => BOOKS[key] ?? null;

describe('a bulk look-up', () => {
  it('has one outcome for each key, in their order, and one unknown key costs only itself', async () => {
    expect(await lookUp('isbns', ['b', 'x', 'a', 'b'], read)).toEqual([
      { key: 'b', outcome: 'FOUND', row: { title: 'B' } },
      { key: 'x', outcome: 'NOT_FOUND', row: null },
      { key: 'a', outcome: 'FOUND', row: { title: 'A' } },
      { key: 'b', outcome: 'FOUND', row: { title: 'B' } },
    ]);
    expect(await lookUp('isbns', [], read)).toEqual([]);
  });

  it('takes 1,000 keys and refuses one more before it reads any', async () => {
    const keys = Array.from({ length: MAX_KEYS }, String);
    expect(await lookUp('isbns', keys, read)).toHaveLength(MAX_KEYS);
    let reads = 0;
    const counted = async () => {
      reads++;
      return null;
    };
    await expect(lookUp('isbns', [...keys, 'x'], counted)).rejects.toMatchObject({
      code: 'TOO_MANY_KEYS',
      message: 'isbns: expected at most 1000 keys, received 1001.',
      facts: { argument: 'isbns', received: 1_001 },
    });
    expect(reads).toBe(0);
  });
});
