import type { Problem } from '../../gateway/supergraph/index.ts';
import { lineAt, productFiles, type SourceFiles } from './source-files.ts';

/** The only files that may read the environment; everything else is told what it needs. */
export const ENVIRONMENT_READERS: readonly string[] = [
  'gateway/config.ts',
  'subgraphs/kit/config.ts',
  'commands/config.ts',
];

/** Most lines of one TypeScript file: longer ones are two files that have not been parted yet. */
export const MOST_LINES = 400;

/** House rules that the linter cannot state: who reads the environment, how long files are, no paths of a machine. */
export function checkConventions(files: SourceFiles): readonly Problem[] {
  return [...environmentReaders(files), ...longFiles(files), ...machinePaths(files)];
}

function environmentReaders(files: SourceFiles): readonly Problem[] {
  return productFiles(files)
    .filter(([path]) => !ENVIRONMENT_READERS.includes(path))
    .flatMap(([path, text]) =>
      occurrences(
        path,
        text,
        /\bprocess\s*(?:\.\s*env\b|\[\s*['"]env)|from ['"](?:node:)?process['"]/g,
        'one-reader-of-the-environment',
        () => `reads the environment; only ${ENVIRONMENT_READERS.join(', ')} do, and hand on what they read`,
      ),
    );
}

function longFiles(files: SourceFiles): readonly Problem[] {
  return [...files]
    .filter(([path]) => path.endsWith('.ts'))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => ({
      file: path,
      line: 0,
      rule: 'short-files',
      message: `has ${lines} lines, expected at most ${MOST_LINES}; part it by what its parts are for`,
    }));
}

/** A path that exists on one machine only: in text it misleads, in code it breaks. */
const MACHINE_PATH =
  /(?<![\w.$}])\/(?:home|root|work|Users)\/[\w.-]+|\b[A-Z]:\\Users\\|\.\.\/(?:shared|\.library)\b/g;

function machinePaths(files: SourceFiles): readonly Problem[] {
  return [...files].flatMap(([path, text]) =>
    occurrences(
      path,
      text,
      MACHINE_PATH,
      'no-machine-paths',
      (found) => `names ${found}, a path of one machine; expected one that is relative to the project`,
    ),
  );
}

function occurrences(
  file: string,
  text: string,
  pattern: RegExp,
  rule: string,
  message: (found: string) => string,
): readonly Problem[] {
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    line: lineAt(text, match.index),
    rule,
    message: message(match[0]),
  }));
}
