import { Refusal } from '../../contract/refusal.ts';

/** Most keys in one bulk look-up. */
export const MAX_KEYS = 1_000;

/** One outcome of a bulk look-up, in the order of the keys. */
export interface LookupResult<Row> {
  readonly key: string;
  readonly outcome: 'FOUND' | 'NOT_FOUND';
  readonly row: Row | null;
}

/**
 * Looks up many keys with one outcome for each, so that one unknown key costs only itself.
 * @throws Refusal `TOO_MANY_KEYS` above {@link MAX_KEYS}
 */
export async function lookUp<Row>(
  argument: string,
  keys: readonly string[],
  read: (key: string) => Promise<Row | null>,
): Promise<readonly LookupResult<Row>[]> {
  if (keys.length > MAX_KEYS) {
    throw new Refusal(
      'TOO_MANY_KEYS',
      `${argument}: expected at most ${MAX_KEYS} keys, received ${keys.length}.`,
      {
        argument,
        received: keys.length,
        expected: `at most ${MAX_KEYS}`,
      },
    );
  }
  return await Promise.all(
    keys.map(async (key) => {
      const row = await read(key);
      return { key, outcome: row === null ? 'NOT_FOUND' : 'FOUND', row } as const;
    }),
  );
}
