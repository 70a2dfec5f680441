import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest, type TestModule, type TestSuite } from 'vitest/node';
import vitestConfig from '../../vitest.config.ts';
import { copyProject } from '../support/project-copy.ts';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The first test that went red, with its file, and what it said; `undefined` when all are green. */
export interface Failure {
  readonly test: string;
  readonly message: string;
}

/** A copy of the project in which files are changed and tests run, again and again in one process. */
export interface Laboratory {
  /** The text of a file, unchanged. */
  read(file: string): string;
  /** Runs test files, or folders of them, with some files of another text; then puts these back. */
  redWith(changed: ReadonlyMap<string, string>, tests: readonly string[]): Promise<Failure | undefined>;
  close(): Promise<void>;
}

/**
 * Opens one.
 *
 * @param hasDatabases whether the tests that will run need the PostgreSQL of all tests
 */
export async function openLaboratory(hasDatabases: boolean): Promise<Laboratory> {
  const copy = copyProject(...readdirSync(ROOT).filter((name) => !/^\.|^node_modules$/.test(name)));
  const { globalSetup = [], ...settings } = vitestConfig.test ?? {};
  const vitest = await createVitest(
    'test',
    {
      ...settings,
      globalSetup: hasDatabases ? globalSetup : [],
      root: copy.root,
      config: false,
      watch: false,
      cache: false,
      bail: 1,
      // A worker for each run: no module of an earlier mutant may be left.
      isolate: true,
      // One file after the other: a worker that was told to stop could still load a module for the next mutant.
      fileParallelism: false,
      reporters: [{}],
      onConsoleLog: () => false,
    },
    { resolve: vitestConfig.resolve ?? {} },
  );
  await vitest.standalone();
  // The copy is what counts: while mutants are tried, somebody may edit the project.
  const read = (file: string): string => readFileSync(join(copy.root, file), 'utf8');
  const write = (files: ReadonlyMap<string, string>): void => {
    for (const [file, text] of files) {
      copy.write(file, text);
      vitest.invalidateFile(join(copy.root, file));
    }
  };
  return {
    read,
    async redWith(changed, tests) {
      const before = new Map([...changed.keys()].map((file) => [file, read(file)] as const));
      write(changed);
      try {
        const paths = tests.map((test) => join(copy.root, test));
        const specifications = (await vitest.globTestSpecifications(paths)).filter(({ moduleId }) =>
          paths.some((path) => moduleId === path || moduleId.startsWith(`${path}/`)),
        );
        if (specifications.length === 0) return { test: tests.join(), message: 'no tests are there' };
        vitest.state.filesMap.clear();
        vitest.state.idMap.clear();
        vitest.state.errorsSet.clear();
        const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
        const [unhandled] = unhandledErrors;
        return (
          testModules.map(failureOf).find((failure) => failure !== undefined) ??
          (unhandled === undefined
            ? undefined
            : { test: 'an unhandled error', message: messageOf(unhandled) })
        );
      } finally {
        write(before);
      }
    },
    async close() {
      await vitest.close();
      copy.remove();
    },
  };
}

function failureOf(module: TestModule): Failure | undefined {
  const file = module.relativeModuleId;
  for (const test of module.children.allTests('failed')) {
    const { errors = [] } = test.result();
    return { test: `${file} › ${test.fullName.replaceAll(' > ', ' › ')}`, message: messageOf(errors[0]) };
  }
  for (const suite of [module, ...module.children.allSuites()] as readonly (TestModule | TestSuite)[]) {
    const [error] = suite.errors();
    const name = suite.type === 'suite' ? ` › ${suite.fullName}` : '';
    if (error !== undefined) return { test: `${file}${name} › preparation`, message: messageOf(error) };
  }
  return undefined;
}

function messageOf(error: unknown): string {
  const { name = 'Error', message = String(error) } = error as { name?: string; message?: string };
  return `${name}: ${message.split('\n')[0]}`;
}

/** Whether a path of a mutant's tests exists. */
export function isTestPath(path: string): boolean {
  return existsSync(join(ROOT, path));
}
