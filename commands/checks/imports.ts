import { posix } from 'node:path';
import { lineAt } from './source-files.ts';

/** One import or re-export of a file. */
export interface Import {
  readonly line: number;
  /** As written: `./x.ts`, `node:fs`, `@apollo/server/errors`. */
  readonly specifier: string;
  /** Path of one of our own files; `undefined` for a package. */
  readonly file: string | undefined;
}

const FORMS: readonly RegExp[] = [
  /^(?:import|export)\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\w+|(?:\w+,\s*)?\{[^}]*\})\s+from\s+'([^']+)'/gm,
  /^import\s+'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'/g,
  /\brequire\(\s*'([^']+)'/g,
];

/** What a TypeScript file imports, in any of the ways that the compiler settings allow. */
export function importsOf(path: string, text: string): readonly Import[] {
  return FORMS.flatMap((form) =>
    [...text.matchAll(form)].map((match) => {
      const specifier = match[1] ?? '';
      return {
        line: lineAt(text, match.index),
        specifier,
        file: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
      };
    }),
  );
}

/** The package that a specifier names, `undefined` for Node's own modules and our files. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
