import { chmod, mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, locateBinaries, prepareBinaries } from './postgres-binaries.ts';

const asRoot = process.getuid?.() === 0;
const nobody: Account = { uid: 65534, gid: 65534 };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binaries-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * A small package as npm unpacks it: a program that runs only with its library, found by a link that is missing.
 * The real one weighs 60 MB.
 */
async function packageWithoutLinks(name: string): Promise<string> {
  const native = join(folder, name, 'native');
  for (const part of ['bin', 'lib']) await mkdir(join(native, part), { recursive: true });
  const links = [{ source: 'native/lib/library.so.1', target: 'native/lib/library.so' }];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  await writeFile(join(native, 'lib', 'library.so.1'), '');
  const program = '#!/bin/sh\ncat "$(dirname "$0")/../lib/library.so" && echo "postgres (PostgreSQL) 18.4"\n';
  await writeFile(join(native, 'bin', 'postgres'), program, { mode: 0o755 });
  return native;
}

async function dataDir(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  return path;
}

describe('the programs of PostgreSQL', () => {
  it('are those of the installed package, used where they lie', async () => {
    const binaries = await prepareBinaries(locateBinaries(), await dataDir('plain'), undefined);
    expect(binaries.postgres.startsWith(locateBinaries())).toBe(true);
    expect(binaries.version).toMatch(/^\d+\.\d+$/);
    expect(await readdir(join(folder, 'plain'))).toEqual([]);
  });

  it('are completed when the package was installed without its install script', async () => {
    const native = await packageWithoutLinks('bare');
    const binaries = await prepareBinaries(native, await dataDir('bare-data'), undefined);
    expect(binaries.postgres).toBe(join(native, 'bin', 'postgres'));
    expect(await readlink(join(native, 'lib', 'library.so'))).toBe('library.so.1');
  });

  it.runIf(asRoot)('are copied when the server’s account cannot reach them, once', async () => {
    const native = await packageWithoutLinks('private/node_modules');
    await chmod(join(folder, 'private'), 0o700);
    const place = await dataDir('copied');
    const first = await prepareBinaries(native, place, nobody);
    expect(first.postgres.startsWith(join(place, 'postgres-binaries-'))).toBe(true);
    expect(await prepareBinaries(native, place, nobody)).toEqual(first);
    expect((await readdir(place)).filter((name) => name.startsWith('postgres-binaries-'))).toHaveLength(1);
    await chmod(join(folder, 'private'), 0o755);
    const reachable = await prepareBinaries(native, await dataDir('reachable'), nobody);
    expect(reachable.postgres).toBe(join(native, 'bin', 'postgres'));
  });

  it.runIf(asRoot)('are copied elsewhere when the data directory is out of reach as well', async () => {
    const native = await packageWithoutLinks('home/node_modules');
    await chmod(join(folder, 'home'), 0o700);
    const place = await dataDir('home/data');
    const { postgres } = await prepareBinaries(native, place, nobody);
    expect(postgres.startsWith(folder)).toBe(false);
    expect(await readdir(place)).toEqual(['postgres-binaries']);
    expect((await prepareBinaries(native, place, nobody)).postgres).toBe(postgres);
    await rm(dirname(dirname(dirname(postgres))), { recursive: true });
  });

  it('that cannot be run at all are reported with what they said, and leave no copy', async () => {
    const native = join(folder, 'broken', 'native');
    await mkdir(join(native, 'bin'), { recursive: true });
    await writeFile(join(native, 'bin', 'postgres'), '#!/bin/sh\necho no such processor >&2\nexit 1\n', {
      mode: 0o755,
    });
    const place = await dataDir('broken-data');
    const attempt = prepareBinaries(native, place, undefined);
    await expect(attempt).rejects.toThrow(/PostgreSQL cannot be run on this machine.*no such processor/s);
    expect(await readdir(place)).toEqual([]);
  });
});
