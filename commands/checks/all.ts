import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompositionError,
  compose,
  formatProblem,
  type Problem,
  readSupergraphFile,
} from '../../gateway/supergraph/index.ts';
import { GovernanceError, loadGovernance } from '../../governance/index.ts';
import { checkBoundaries } from './boundaries.ts';
import { checkConventions } from './conventions.ts';
import { checkDatabaseFolders } from './database-folders.ts';
import { checkDocComments } from './doc-comments.ts';
import { readSourceFiles, type SourceFiles } from './source-files.ts';
import { findingsOf } from './tool.ts';

/** One property of the project that `npm run check` proves. */
export interface Check {
  /** Short name, for `--only`. */
  readonly name: string;
  /** What is proved, as a sentence. */
  readonly property: string;
  /** What to do when it does not hold. */
  readonly next: string;
  /** What contradicts the property, one line each; none when it holds. */
  find(root: string): Promise<readonly string[]>;
}

/** All checks, the quick ones first. */
export const CHECKS: readonly Check[] = [
  {
    name: 'boundaries',
    property: 'Rooms import only from the rooms that they may know, through their doors',
    next: 'docs/architecture.md says who may import whom; move the code to where it may know what it needs.',
    find: inSource(checkBoundaries),
  },
  {
    name: 'conventions',
    property: 'The environment has one reader a room, files are short, no text names a machine',
    next: 'Pass on what is needed as an argument; part files that do two things.',
    find: inSource(checkConventions),
  },
  {
    name: 'documented',
    property: 'Every export that others build on is documented where it is defined',
    next: 'Write a doc comment: what it is for, units, errors, the source.',
    find: inSource(checkDocComments),
  },
  {
    name: 'databases',
    property: 'Every database has the same file roles and stands in every list',
    next: 'subgraphs/README.md goes through the folder and the lists one by one.',
    find: inSource(checkDatabaseFolders),
  },
  {
    name: 'governance',
    property: 'Agencies, purposes, dictionary and agreements agree with each other',
    next: 'governance/README.md explains the files; each line above says what is expected.',
    find: async (root) => messagesOf(async () => loadGovernance(join(root, 'governance'))),
  },
  {
    name: 'schema',
    property: 'The subgraphs keep the schema rules and compose into one graph',
    next: 'docs/schema-rules.md has a wrong and a right example for each rule.',
    find: async (root) => messagesOf(async () => composed(root)),
  },
  {
    name: 'supergraph',
    property: 'supergraph.graphql is what the subgraphs compose into',
    next: 'Run npm run compose, and look at the difference before you keep it.',
    find: staleSupergraph,
  },
  {
    name: 'code',
    property: 'The code is formatted and keeps the lint rules',
    next: 'npx biome check --write . mends what can be mended by itself.',
    find: (root) => findingsOf('biome', root, ['check', '--error-on-warnings', '--colors=off', '.']),
  },
  {
    name: 'types',
    property: 'The types hold at their strictest',
    next: 'npx tsc --noEmit -p . shows the same list.',
    find: (root) => findingsOf('tsc', root, ['--noEmit', '--pretty', 'false', '-p', '.']),
  },
];

function inSource(check: (files: SourceFiles) => readonly Problem[]): Check['find'] {
  return async (root) => check(readSourceFiles(root)).map(formatProblem);
}

async function composed(root: string): Promise<string> {
  const { elements } = loadGovernance(join(root, 'governance'));
  // Without variables the addresses are the defaults of supergraph.yaml, the same for everyone.
  const { policySdl } = compose(await readSupergraphFile(join(root, 'supergraph.yaml'), {}), elements);
  return policySdl.trimEnd();
}

async function staleSupergraph(root: string): Promise<readonly string[]> {
  const written = await readFile(join(root, 'supergraph.graphql'), 'utf8').catch(() => '');
  let now: string;
  try {
    now = await composed(root);
  } catch (error) {
    if (isKnown(error))
      return ['supergraph.graphql: the subgraphs do not compose now, so it cannot be compared'];
    throw error;
  }
  const line = firstDifference(written.trimEnd(), now);
  return line === 0 ? [] : [`supergraph.graphql:${line}: differs from what the subgraphs compose into`];
}

/** 1-based number of the first line in which two texts differ; 0 when they are equal. */
function firstDifference(written: string, expected: string): number {
  if (written === expected) return 0;
  const lines = written.split('\n');
  const first = expected.split('\n').findIndex((text, index) => text !== lines[index]);
  return first === -1 ? lines.length : first + 1;
}

async function messagesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (isKnown(error)) return error.message.split('\n');
    throw error;
  }
}

function isKnown(error: unknown): error is CompositionError | GovernanceError {
  return error instanceof CompositionError || error instanceof GovernanceError;
}
