import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GovernanceFiles } from '../../governance/index.ts';
import { type Watch, watchFiles } from './watched-files.ts';

/** Long enough for a machine that is busy. */
const SOON = { timeout: 20_000, interval: 10 };

const opened: { readonly dir: string; readonly watch: Watch }[] = [];

afterEach(async () => {
  for (const { dir, watch } of opened.splice(0)) {
    watch.stop();
    await rm(dir, { recursive: true });
  }
});

async function writeFolder(dir: string, agreement: string): Promise<void> {
  await mkdir(join(dir, 'agreements'), { recursive: true });
  await mkdir(join(dir, 'dictionary'), { recursive: true });
  await writeFile(join(dir, 'agencies.yaml'), 'agencies: []');
  await writeFile(join(dir, 'agreements/gdt.yaml'), agreement);
}

/** A watched folder, with what has been handed on so far. */
async function watched(make: (dir: string) => Promise<string>) {
  const dir = await mkdtemp(join(tmpdir(), 'lien-thong-files-'));
  const folder = await make(dir);
  const handedOn: GovernanceFiles[] = [];
  const unreadable = vi.fn();
  const watch = watchFiles({
    dir: folder,
    everyMs: 10,
    onFiles: (files) => handedOn.push(files),
    onUnreadable: unreadable,
  });
  opened.push({ dir, watch });
  await vi.waitFor(() => expect(handedOn).toHaveLength(1), SOON);
  return {
    dir,
    unreadable,
    agreement: () => handedOn.at(-1)?.get('agreements/gdt.yaml'),
    count: () => handedOn.length,
  };
}

const plain = async (dir: string) => {
  await writeFolder(dir, 'one');
  return dir;
};

describe('watched files', () => {
  it('are handed on as they are at first, with their names', async () => {
    const { agreement } = await watched(plain);
    expect(agreement()).toBe('one');
  });

  it('are handed on when one is written over, even with its size and its times kept', async () => {
    const { dir, agreement } = await watched(plain);
    const file = join(dir, 'agreements/gdt.yaml');
    await writeFile(file, 'two');
    await utimes(file, 0, 0);
    await vi.waitFor(() => expect(agreement()).toBe('two'), SOON);
    await writeFile(file, 'six');
    await utimes(file, 0, 0);
    await vi.waitFor(() => expect(agreement()).toBe('six'), SOON);
  });

  it('are handed on when an editor renames another file onto one', async () => {
    const { dir, agreement } = await watched(plain);
    await writeFile(join(dir, 'agreements/.gdt.swp'), 'two');
    await rename(join(dir, 'agreements/.gdt.swp'), join(dir, 'agreements/gdt.yaml'));
    await vi.waitFor(() => expect(agreement()).toBe('two'), SOON);
  });

  it('are handed on when a mounted ConfigMap turns its link to the next version', async () => {
    const { dir, agreement } = await watched(async (top) => {
      await writeFolder(join(top, 'version-1'), 'one');
      await writeFolder(join(top, 'version-2'), 'two');
      await symlink('version-1', join(top, 'data'));
      return join(top, 'data');
    });
    await symlink('version-2', join(dir, 'data.next'));
    await rename(join(dir, 'data.next'), join(dir, 'data'));
    await vi.waitFor(() => expect(agreement()).toBe('two'), SOON);
  });

  it('are handed on when one is gone, or there is one more', async () => {
    const { dir, agreement, count } = await watched(plain);
    await rm(join(dir, 'agreements/gdt.yaml'));
    await vi.waitFor(() => expect(count()).toBe(2), SOON);
    expect(agreement()).toBeUndefined();
    await writeFile(join(dir, 'agreements/gdt.yaml'), 'again');
    await vi.waitFor(() => expect(agreement()).toBe('again'), SOON);
  });

  it('that cannot be read for a while are told once, and handed on when they are back', async () => {
    const { dir, agreement, unreadable } = await watched(plain);
    await rename(join(dir, 'agreements'), join(dir, 'away'));
    await vi.waitFor(() => expect(unreadable).toHaveBeenCalledTimes(1), SOON);
    await writeFile(join(dir, 'away/gdt.yaml'), 'two');
    await rename(join(dir, 'away'), join(dir, 'agreements'));
    await vi.waitFor(() => expect(agreement()).toBe('two'), SOON);
    expect(unreadable).toHaveBeenCalledTimes(1);
  });
});
