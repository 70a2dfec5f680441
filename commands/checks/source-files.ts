import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of every file that people write, by path from the project's root, with `/` between folders. */
export type SourceFiles = ReadonlyMap<string, string>;

const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', 'coverage', 'dist', 'package-lock.json']);
const TEXT = /\.(ts|js|mjs|json|md|graphql|ya?ml|sql|sh|html|css)$/;

/** Reads the project. Installed packages, built files, hidden folders and the official CSV lists are left out. */
export function readSourceFiles(root: string): SourceFiles {
  const files = new Map<string, string>();
  const read = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || NOT_OURS.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) read(path);
      else if (TEXT.test(entry.name)) files.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  read('');
  return files;
}

/** Tests, and what stands beside modules only for them. They may import everything. */
export function isTestCode(path: string): boolean {
  return path.startsWith('test/') || /(\.test|\.fixture|\/fixture|\/refusal-case|\/harness)\.ts$/.test(path);
}

/** The TypeScript that runs in production or on a developer's machine: no tests, no configuration of tools. */
export function productFiles(files: SourceFiles): readonly (readonly [path: string, text: string])[] {
  return [...files].filter(
    ([path]) => path.endsWith('.ts') && !path.endsWith('.config.ts') && !isTestCode(path),
  );
}

/** 1-based number of the line that holds a position of a text. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
