import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MUTANTS } from './all.ts';
import { isTestPath, ROOT } from './laboratory.ts';
import { hindrances, type Mutant } from './mutant.ts';
import type { Trial } from './outcome.ts';

describe('the list of mutants', () => {
  const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

  it('changes texts that stand in their files exactly once: the list follows the code', () => {
    expect(MUTANTS.flatMap((mutant) => hindrances(mutant, read).map((one) => [mutant.name, one]))).toEqual(
      [],
    );
  });

  it('changes something in each of them, under a name of its own', () => {
    const idle = MUTANTS.filter(({ changes }) => changes.some(({ text, by }) => text === by));
    expect(idle).toEqual([]);
    const names = MUTANTS.map(({ name, changes }) => `${changes[0]?.file} ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it('names tests that exist', () => {
    expect(MUTANTS.flatMap(({ tests }) => tests).filter((path) => !isTestPath(path))).toEqual([]);
  });

  it('holds few that nothing can notice, each with its reason', () => {
    const equivalent = MUTANTS.filter((mutant) => mutant.equivalent !== undefined);
    expect(equivalent.length).toBeLessThan(MUTANTS.length / 50);
  });
});

describe('the command', { timeout: 90_000 }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lien-thong-mutants-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const FILE = 'contract/elements.ts';
  const TEXT = 'conjunction.filter((element) => !granted.has(element))';
  const mutant = (name: string, text: string, by: string): Mutant => ({
    name,
    changes: [{ file: FILE, text, by }],
    tests: ['contract/elements.test.ts'],
  });

  it('tells a mutant that survives from one that is killed, and from mistakes of the list', async () => {
    const list = join(folder, 'list.json');
    const json = join(folder, 'trials.json');
    await writeFile(
      list,
      JSON.stringify([
        mutant('nothing is changed', TEXT, TEXT),
        mutant('nothing is ever lacking', TEXT, 'conjunction.filter(() => false)'),
        mutant('a text that is not there', 'no such text', ''),
        mutant('a text that does not compile', TEXT, 'conjunction.filter('),
      ]),
    );
    const { code, stdout } = await run('--list', list, '--json', json);
    const trials = JSON.parse(await readFile(json, 'utf8')) as readonly Trial[];
    expect(trials.map(({ outcome }) => outcome)).toEqual(['survived', 'killed', 'not-found', 'broken']);
    expect(trials[1]?.detail).toContain('contract/elements.test.ts › ');
    expect(stdout).toContain('SURVIVED');
    expect(stdout).toContain('4 mutants: 1 killed, 0 harmless with a reason, 3 not proved.');
    expect(code).toBe(1);
    expect(readFileSync(join(ROOT, FILE), 'utf8')).toContain(TEXT);
  });

  it('ends well when all are killed', async () => {
    const { code } = await run('--only', 'one element of several that are needed together is enough');
    expect(code).toBe(0);
  });

  it('explains itself, and says what it does not understand', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('npm run -s mutants'),
    });
    for (const words of [
      ['--nonsense'],
      ['--only', 'no such mutant'],
      ['--list', join(folder, 'none.json')],
    ]) {
      const { code, stderr } = await run(...words);
      expect([code, stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
    }
  });
});

/** Runs the command in a process of its own, which must not take itself for a part of this test run. */
function run(...words: readonly string[]) {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const environment = Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$|^NODE_ENV$/.test(name));
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>(
    (resolve) => {
      execFile(
        process.execPath,
        ['--import', tsx, 'test/mutants/run.ts', ...words],
        { cwd: ROOT, env: Object.fromEntries(environment) },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    },
  );
}
