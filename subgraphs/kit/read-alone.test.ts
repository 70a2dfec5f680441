import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEachAlone } from './read-alone.ts';

/** A database that refuses a whole statement for one bad key. */
function statementRefusing(bad: (key: string) => boolean) {
  const statements: (readonly string[])[] = [];
  const read = async (keys: readonly string[]) => {
    statements.push(keys);
    if (keys.some(bad)) throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    return keys.map((key) => [`row of ${key}`]);
  };
  return { read, statements };
}

describe('keys that are read together', () => {
  it('cost one statement when the database takes them all', async () => {
    const { read, statements } = statementRefusing(() => false);
    expect(await readEachAlone(['a', 'b', 'c'], read)).toEqual([['row of a'], ['row of b'], ['row of c']]);
    expect(statements).toHaveLength(1);
  });

  it('are answered but for those that the database refuses, each in its place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (isBad) => {
        const keys = isBad.map((_bad, index) => String(index));
        const { read } = statementRefusing((key) => isBad[Number(key)] === true);
        const found = await readEachAlone(keys, read);
        expect(found.map((rows) => rows instanceof Error)).toEqual(isBad);
        expect(found.filter((rows) => !(rows instanceof Error))).toEqual(
          keys.filter((_key, index) => isBad[index] !== true).map((key) => [`row of ${key}`]),
        );
      }),
    );
  });

  it('cost few statements more for one bad key among many', async () => {
    const keys = Array.from({ length: 1_024 }, (_, index) => String(index));
    const { read, statements } = statementRefusing((key) => key === '700');
    await readEachAlone(keys, read);
    expect(statements.length).toBeLessThanOrEqual(2 * 10 + 1);
  });

  it.each(['57P01', '42P01', undefined])(
    'all fail when it is not a value that is wrong (%s), after one statement',
    async (code) => {
      let statements = 0;
      const dead = async (): Promise<readonly string[]> => {
        statements += 1;
        throw Object.assign(new Error('gone'), { code });
      };
      await expect(readEachAlone(['a', 'b'], dead)).rejects.toThrow('gone');
      expect(statements).toBe(1);
    },
  );
});
