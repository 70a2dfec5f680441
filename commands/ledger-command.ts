import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type CommandOutline, type Given, type Option, textOf, UsageError } from './command-line.ts';

/** One of the commands for the ledger. */
export interface LedgerCommand {
  readonly outline: CommandOutline;
  run(given: Given): Promise<void>;
}

/** Options that several of them have. */
export const URL_OPTION: Option = {
  value: 'URL',
  help: "postgresql://… that may read the ledger; LEDGER_URL, or else this machine's own, by default",
};
export const KEY_OPTION: Option = {
  value: 'FILE',
  help: "public key of the ledger, a JWK or JWK set; LEDGER_PUBLIC_KEY_FILE, or else this machine's own, by default",
};
export const OUT_OPTION: Option = { value: 'FILE', help: 'writes there instead of on standard output' };

/** @throws UsageError when there is no such file */
export async function textOfFile(path: string, option: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${option}: ${path} cannot be read`);
  });
}

/** Writes all at once to `--out`, if it was given, and says so; otherwise on standard output. */
export async function writeOut(given: Given, text: string, what: string): Promise<void> {
  const path = textOf(given, 'out');
  if (path === undefined) return say(text);
  await writeFile(path, text);
  await say(`${path}: ${what}\n`);
}

/** Writes on standard output, no faster than it is read. */
export async function say(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
