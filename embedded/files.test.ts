import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileOnce, readIfPresent, readOrCreate } from './files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a file that is created once', () => {
  it('is its owner’s alone, and keeps its first text', async () => {
    const path = join(folder, 'once');
    expect(await createFileOnce(path, 'first')).toBe(true);
    expect(await createFileOnce(path, 'second')).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('first');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('gives the same text to all who ask for it at the same time, and leaves nothing else behind', async () => {
    const path = join(folder, 'race');
    let made = 0;
    const texts = await Promise.all(
      Array.from({ length: 20 }, () => readOrCreate(path, () => `text ${made++}`)),
    );
    expect(new Set(texts).size).toBe(1);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is told from a file that is not there', async () => {
    expect(await readIfPresent(join(folder, 'absent'))).toBeUndefined();
    await expect(readIfPresent(folder)).rejects.toThrow('EISDIR');
  });
});
