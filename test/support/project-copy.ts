import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the project, or of parts of it, in a folder of its own, to be changed and thrown away. */
export interface ProjectCopy {
  /** Its folder. */
  readonly root: string;
  write(path: string, text: string): void;
  remove(): void;
}

/**
 * Copies files and folders of the project; installed packages are shared with it.
 * @param paths relative to the project's root
 */
export function copyProject(...paths: readonly string[]): ProjectCopy {
  const root = mkdtempSync(join(tmpdir(), 'lien-thong-copy-'));
  for (const path of paths) {
    cpSync(join(ROOT, path), join(root, path), {
      recursive: true,
      filter: (source) => !/(^|\/)(node_modules|\.[a-z]+)(\/|$)/.test(relative(join(ROOT, path), source)),
    });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
