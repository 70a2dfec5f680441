/** Class of PostgreSQL's and of standard SQL's errors about values (`22…`): the statement is right, a key is not. */
const DATA_EXCEPTION = '22';

/**
 * Reads for many keys at once, so that a key that the database refuses, such as a text with a zero character, fails
 * alone: operations of different callers share the statement. Then the keys are read in halves until it is found.
 *
 * @returns for each key what was read, or the error that it alone caused
 * @throws whatever else hinders the reading, which then concerns all keys
 */
export async function readEachAlone<Value>(
  keys: readonly string[],
  read: (keys: readonly string[]) => Promise<readonly Value[]>,
): Promise<(Value | Error)[]> {
  try {
    return [...(await read(keys))];
  } catch (error) {
    if (!isDataException(error)) throw error;
    if (keys.length === 1) return [error];
    const middle = Math.ceil(keys.length / 2);
    const halves = await Promise.all([
      readEachAlone(keys.slice(0, middle), read),
      readEachAlone(keys.slice(middle), read),
    ]);
    return halves.flat() as (Value | Error)[];
  }
}

function isDataException(error: unknown): error is Error {
  return (
    error instanceof Error && String((error as { readonly code?: unknown }).code).startsWith(DATA_EXCEPTION)
  );
}
