import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataDirLock, lockDataDir } from './data-dir-lock.ts';
import { runningProcess } from './processes.ts';

let folder: string;
let count = 0;
const freshPath = (): string => join(folder, `${count++}.lock`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A lock that a process left behind, or that something damaged. */
async function left(content: string): Promise<string> {
  const path = freshPath();
  await mkdir(path);
  await writeFile(join(path, '7'), content);
  return path;
}

const ENDED = JSON.stringify({ pid: 2 ** 30, process: 'ended long ago' });

async function winners(path: string): Promise<readonly DataDirLock[]> {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDir(path)));
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

describe('the lock of a data directory', () => {
  it('is held by one at a time, and free again after its release', async () => {
    const path = freshPath();
    const first = await lockDataDir(path);
    await expect(lockDataDir(path)).rejects.toThrow(`process ${process.pid} is using this data directory`);
    await first.release();
    await expect(lockDataDir(path)).resolves.toBeDefined();
  });

  it('is given to exactly one of many that ask at the same time, time after time', async () => {
    const [fresh, abandoned] = [freshPath(), await left(ENDED)];
    for (let round = 0; round < 5; round++) {
      for (const path of [fresh, abandoned, await left(ENDED)]) {
        const [winner, ...others] = await winners(path);
        expect(others).toEqual([]);
        await winner?.release();
      }
    }
  });

  it('leaves one small file, whatever happened before', async () => {
    const path = await left(ENDED);
    await winners(path);
    expect(await readdir(path)).toHaveLength(1);
  });

  it('is taken over when the owner’s number belongs to another process today, not when it is the same one', async () => {
    const self = await runningProcess(process.pid);
    const living = JSON.stringify({ pid: process.pid, process: self?.identity });
    await expect(lockDataDir(await left(living))).rejects.toThrow('is using this data directory');
    await expect(lockDataDir(await left(living.replace('@', '@9')))).resolves.toBeDefined();
  });

  it.each(['', '{"pid":', '[]', 'null', '{"pid":"1","process":1}'])(
    'is taken over when damaged: %j',
    async (text) => {
      await expect(lockDataDir(await left(text))).resolves.toBeDefined();
    },
  );

  it('is not taken away from its next owner by a late second release', async () => {
    const path = freshPath();
    const first = await lockDataDir(path);
    await first.release();
    await lockDataDir(path);
    await first.release();
    await expect(lockDataDir(path)).rejects.toThrow('is using this data directory');
  });

  it('can be released after the data directory was deleted, which stays deleted', async () => {
    const path = freshPath();
    const lock = await lockDataDir(path);
    await rm(path, { recursive: true });
    await lock.release();
    await expect(readdir(path)).rejects.toThrow('ENOENT');
  });
});
