import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../commands/command-line.ts';
import { loadVersion } from '../../commands/governance-version.ts';
import { edited, FIXTURE } from '../../governance/fixture.ts';
import type { GovernanceFiles } from '../../governance/index.ts';
import { runHere } from '../support/command.ts';

const CODES = new URL('../../governance/codes', import.meta.url);
const ON = '2026-03-01';
let folder: string;

/** A folder as the project has it, `governance/` and all, with these files. */
function project(name: string, files: GovernanceFiles): string {
  const dir = join(folder, name, 'governance');
  for (const part of ['agreements', 'dictionary']) mkdirSync(join(dir, part), { recursive: true });
  for (const [file, text] of files) writeFileSync(join(dir, file), text);
  cpSync(CODES, join(dir, 'codes'), { recursive: true });
  return join(folder, name);
}

const CHANGED = edited(
  'agreements/bank.yaml',
  '[population.identity.fullName]',
  '[population.identity.sex]\n    quota: { subjects: 9, per: day }',
);

let a: string;
let b: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lien-thong-policy-'));
  a = project('a', FIXTURE);
  b = project('b', CHANGED);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run policy -- diff', () => {
  it('says in plain words who gains and who loses what, one as loudly as the other', async () => {
    const { code, stdout, stderr } = await runHere('policy', ['diff', a, b, '--on', ON]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`+ GAINS  BANK (Test bank) for QLNN:STATISTICS in population
         population.identity.sex
         bank-pop-01: grants more

- LOSES  BANK (Test bank) for QLNN:STATISTICS in population
         population.identity.fullName
         bank-pop-01: grants less

1 gain, 1 loss, for 1 consumer.
`);
  });

  it('names conditions and days', async () => {
    const quota = edited(
      'agreements/bank.yaml',
      'case: optional',
      'case: optional\n    quota: { subjects: 9, per: day }',
    );
    const ended = new Map([
      ...quota,
      [
        'agreements/ward.yaml',
        (FIXTURE.get('agreements/ward.yaml') ?? '').replace('"2026-06-30"', '"2026-04-30"'),
      ],
    ]);
    const { stdout } = await runHere('policy', ['diff', a, project('conditions', ended), '--on', ON]);
    expect(stdout).toContain('quota: none -> 9 persons a day\n');
    expect(stdout).toContain('for TTHC:1.001193 in population, from 2026-05-01 to 2026-06-30\n');
    expect(stdout).toContain('ward-pop-01: ends on 2026-04-30\n');
    expect(stdout).toContain('\n0 gains, 2 losses, for 2 consumers.\n');
  });

  it('says that nobody gains or loses, and whether the files differ at all', async () => {
    const renamed = edited('agreements/bank.yaml', 'review: "2026-12-25"', 'review: "2026-12-01"');
    const same = await runHere('policy', ['diff', a, a]);
    const other = await runHere('policy', ['diff', a, project('renamed', renamed)]);
    expect(same.stdout).toBe('The same files: nobody gains, nobody loses.\n');
    expect(other.stdout).toMatch(/^Nobody gains, nobody loses; the files differ in what opens nothing/);
  });

  it('prints JSON for programs', async () => {
    const { stdout } = await runHere('policy', ['diff', a, b, '--on', ON, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      on: ON,
      changes: [
        { effect: 'gains', consumer: 'BANK', elements: ['population.identity.sex'] },
        { effect: 'loses', consumer: 'BANK', elements: ['population.identity.fullName'] },
      ],
    });
  });

  it('ends with 3 when somebody gains or loses, if asked to', async () => {
    const run = async (...words: readonly string[]) => (await runHere('policy', ['diff', ...words])).code;
    expect(await run(a, b, '--on', ON, '--exit-code')).toBe(3);
    expect(await run(a, a, '--on', ON, '--exit-code')).toBe(0);
    expect(await run(a, b, '--on', ON)).toBe(0);
  });

  it('ends with 1 and the first problems when a version does not load', async () => {
    const broken = project('broken', edited('agreements/bank.yaml', 'provider: C06', 'provider: MOJ'));
    const { code, stdout, stderr } = await runHere('policy', ['diff', a, broken]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('cannot be compared, because it does not load:\n');
    expect(stderr).toContain('agreements/bank.yaml:5: found provider "MOJ", expected C06');
  });

  it('takes the whole project', async () => {
    const { code, stdout } = await runHere('policy', ['diff', '.', 'governance']);
    expect([code, stdout]).toEqual([0, 'The same files: nobody gains, nobody loses.\n']);
  });
});

const hasGit = (() => {
  try {
    return execFileSync('git', ['--version'], { encoding: 'utf8' }) !== '';
  } catch {
    return false;
  }
})();

describe.skipIf(!hasGit)('a git revision', () => {
  let root: string;
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...words], {
      cwd: root,
      stdio: 'pipe',
    });

  beforeAll(() => {
    root = project('repository', FIXTURE);
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    for (const [file, text] of CHANGED) writeFileSync(join(root, 'governance', file), text);
    git('commit', '--quiet', '-a', '-m', 'second');
    writeFileSync(join(root, 'governance/purposes.yaml'), 'work in progress');
  });

  it('is read without touching the working tree', () => {
    const before = readdirSync(root);
    const [first, second] = ['HEAD~1', 'HEAD'].map((revision) => loadVersion(revision, root));
    expect(first?.version).toBe(loadVersion(a, root).version);
    expect(second?.version).toBe(loadVersion(b, root).version);
    expect(readdirSync(root)).toEqual(before);
    expect(readFileSync(join(root, 'governance/purposes.yaml'), 'utf8')).toBe('work in progress');
  });

  it('must exist', () => {
    for (const name of ['HEAD~7', 'no-such-branch', '--upload-pack=x', '']) {
      expect(() => loadVersion(name, root)).toThrow(UsageError);
    }
  });
});
