import { randomBytes } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { hasCode } from './processes.ts';

/**
 * Creates a file that only its owner can read (mode 0600), whole or not at all, and never over another one: of two
 * processes that create it at the same time, one wins and the other is told so. The text is on disk on return.
 *
 * @returns whether this call created it
 */
export async function createFileOnce(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    // link(2) and not rename(2): renaming would silently replace what somebody else created meanwhile.
    await link(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await file.close();
    await unlink(temporary);
  }
}

/** The text of a file, or `undefined` when there is no such file. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** What the file holds already, or else what `make` gives, created now; every concurrent caller gets the same text. */
export async function readOrCreate(path: string, make: () => string | Promise<string>): Promise<string> {
  const present = await readIfPresent(path);
  if (present !== undefined) return present;
  const made = await make();
  return (await createFileOnce(path, made)) ? made : await readFile(path, 'utf8');
}
