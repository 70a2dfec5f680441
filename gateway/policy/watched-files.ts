import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GovernanceFiles, readGovernanceFiles } from '../../governance/index.ts';

/** Looks after a folder until it is stopped. */
export interface Watch {
  stop(): void;
}

/** What {@link watchFiles} needs. */
export interface WatchOptions {
  /** A folder as `governance/` is. */
  readonly dir: string;
  /** Told of the files whenever they have changed and are at rest. */
  readonly onFiles: (files: GovernanceFiles) => void;
  /** Told once when the folder cannot be read any more; it is looked at again and again. */
  readonly onUnreadable: (error: unknown) => void;
  /** Time between two looks, in milliseconds. */
  readonly everyMs?: number;
}

const FOLDERS = ['.', 'agreements', 'dictionary'];

/**
 * Looks at the folder five times a second. Notices of the operating system would come faster, but get lost on network
 * volumes, behind the symbolic links of a mounted ConfigMap, and with editors that rename. A change is handed on when
 * two looks in a row saw the same: whoever copies ten files is not caught in the middle.
 */
export function watchFiles({ dir, onFiles, onUnreadable, everyMs = 200 }: WatchOptions): Watch {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let seen: string | undefined;
  let taken: string | undefined;
  let isReadable = true;

  const look = async (): Promise<void> => {
    const before = seen;
    seen = await fingerprint(dir);
    isReadable = true;
    if (seen !== before || seen === taken) return;
    const files = readGovernanceFiles(dir);
    if ((await fingerprint(dir)) !== seen || stopped) return;
    taken = seen;
    onFiles(files);
  };
  const lookAgain = async (): Promise<void> => {
    await look().catch((error: unknown) => {
      if (isReadable) onUnreadable(error);
      isReadable = false;
    });
    if (!stopped) timer = setTimeout(lookAgain, everyMs);
  };
  void lookAgain();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Names, inodes, sizes and times of the files, links followed. The time of the last change of the inode cannot be set
 * back by anybody who copies a file with its times.
 */
async function fingerprint(dir: string): Promise<string> {
  const listed = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(dir, folder)))
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(folder, name)),
    ),
  );
  const facts = await Promise.all(
    listed.flat().map(async (name) => {
      const { ino, size, mtimeMs, ctimeMs } = await stat(join(dir, name));
      return `${name}:${ino}:${size}:${mtimeMs}:${ctimeMs}`;
    }),
  );
  return facts.sort().join('\n');
}
