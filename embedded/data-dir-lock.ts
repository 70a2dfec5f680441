import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce, readIfPresent } from './files.ts';
import { hasCode, runningProcess } from './processes.ts';

/** The right to use a data directory, held until released or until the process ends. */
export interface DataDirLock {
  /** Gives the right back; may be called again. */
  release(): Promise<void>;
}

const RELEASED = 'released\n';
const ATTEMPTS = 1_000;

/**
 * Takes the lock that the folder `path` stands for. A lock whose owner has ended, even by SIGKILL or a power cut, is
 * taken over; its process number having been reused since does not matter.
 *
 * Guarantee: of any number of processes that ask at the same time, at most one gets it. The owner is whoever created
 * the file with the highest number. A next number is created exclusively, only over an owner that has ended or
 * released, and the highest number is never removed; so nobody can take over twice from the same owner, which a
 * single lock file that is deleted when stale would allow.
 *
 * @throws Error when a living process holds it, naming that process; this process itself counts as well
 */
export async function lockDataDir(path: string): Promise<DataDirLock> {
  const self = await runningProcess(process.pid);
  const content = JSON.stringify({ pid: process.pid, process: self?.identity ?? String(process.pid) });
  await mkdir(path, { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const last = highest(await readdir(path));
    if (last > 0 && !(await hasEnded(path, last))) continue;
    const mine = last + 1;
    if (!(await createFileOnce(join(path, String(mine)), content))) continue;
    const files = await readdir(path);
    // Created late, when others had gone past this number and removed it: it means nothing, and nobody heeds it.
    const late = highest(files) !== mine;
    for (const file of files.filter((name) => (late ? Number(name) === mine : Number(name) < mine))) {
      await rm(join(path, file), { force: true });
    }
    if (!late) return heldLock(join(path, String(mine)));
  }
  throw new Error(`${path}: other processes keep taking this lock; start one at a time.`);
}

function heldLock(file: string): DataDirLock {
  let releasing: Promise<void> | undefined;
  return {
    release() {
      // Not removed: the highest number must stay. With 'r+', a data directory that was deleted stays deleted.
      releasing ??= writeFile(file, RELEASED, { flag: 'r+' }).catch((error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error;
      });
      return releasing;
    },
  };
}

/** The highest number among file names; 0 when there is none. */
function highest(files: readonly string[]): number {
  return Math.max(0, ...files.map(Number).filter(Number.isSafeInteger));
}

/**
 * Whether the owner of that file has ended or released it; false when the file itself has gone.
 *
 * @throws Error when its owner lives
 */
async function hasEnded(path: string, number: number): Promise<boolean> {
  const content = await readIfPresent(join(path, String(number)));
  if (content === undefined) return false;
  const owner = parseOwner(content);
  if (owner === undefined) return true;
  const running = await runningProcess(owner.pid);
  if (running?.identity !== owner.process) return true;
  throw new Error(
    `${path}: process ${owner.pid} is using this data directory. Stop that process first, or choose another data ` +
      'directory.',
  );
}

/** The owner that a lock file names; one that is released, or damaged, names none. */
function parseOwner(content: string): { pid: number; process: string } | undefined {
  try {
    const parsed: unknown = JSON.parse(content);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('pid' in parsed) || !('process' in parsed)) return undefined;
    const { pid, process: identity } = parsed;
    return typeof pid === 'number' && typeof identity === 'string' ? { pid, process: identity } : undefined;
  } catch {
    return undefined;
  }
}
