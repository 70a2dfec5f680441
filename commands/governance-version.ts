import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compileGovernance,
  type Governance,
  GovernanceError,
  type GovernanceFiles,
  readCodes,
  readGovernanceFiles,
} from '../governance/index.ts';
import { UsageError } from './command-line.ts';

/** Enough for the list of communes and everything else in the folder. */
const MOST_BYTES = 64 * 1024 * 1024;

/** An old version may lack what every agreement must say today: a few of its problems explain it. */
const SHOWN_PROBLEMS = 3;

/** Where the files of a version come from: never the working tree for a revision. */
interface Source {
  readonly files: GovernanceFiles;
  textOf(path: string): string;
}

/**
 * Loads one version of the governance files: a directory that holds them (or holds `governance/`), or else a git
 * revision of the project, of which nothing is checked out.
 *
 * @param name as typed: `../branch`, `HEAD~1`, `v1.2`
 * @param root folder of the project
 * @throws UsageError when it is neither
 * @throws Error with the first problems when the files of that version do not load
 */
export function loadVersion(name: string, root: string): Governance {
  const source = name === '' ? undefined : (directorySource(name) ?? revisionSource(name, root));
  if (source === undefined) {
    throw new UsageError(`received "${name}", expected a directory with governance files, or a git revision`);
  }
  try {
    const codes = readCodes((file) => source.textOf(`codes/${file}`));
    return compileGovernance(source.files, codes, name);
  } catch (error) {
    if (!(error instanceof GovernanceError)) throw error;
    throw new Error(`${name} cannot be compared, because it does not load:\n${firstProblems(error)}`);
  }
}

function firstProblems({ message }: GovernanceError): string {
  const lines = message.split('\n');
  const more = lines.length - SHOWN_PROBLEMS;
  return [...lines.slice(0, SHOWN_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function directorySource(name: string): Source | undefined {
  const folder = [name, join(name, 'governance')].find((dir) => existsSync(join(dir, 'agencies.yaml')));
  if (folder === undefined) return undefined;
  return {
    files: readGovernanceFiles(folder),
    textOf: (path) => readFileSync(join(folder, path), 'utf8'),
  };
}

function revisionSource(name: string, root: string): Source | undefined {
  const commit = git(
    root,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  )?.trim();
  if (commit === undefined) return undefined;
  const textOf = (path: string) => git(root, 'show', `${commit}:./governance/${path}`) ?? '';
  const names = (git(root, 'ls-tree', '-r', '--name-only', commit, 'governance/') ?? '')
    .split('\n')
    .map((path) => path.replace('governance/', ''))
    .filter((path) => /^(agreements\/|dictionary\/)?[^/]+\.yaml$/.test(path));
  if (names.length === 0) return undefined;
  return { files: new Map(names.map((path) => [path, textOf(path)])), textOf };
}

/** What git prints; `undefined` when it refuses, or is not there. */
function git(root: string, ...words: readonly string[]): string | undefined {
  try {
    return execFileSync('git', words, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
