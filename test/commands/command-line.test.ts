import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runHere } from '../support/command.ts';
import { PROFILE } from '../support/personas.ts';

let folder: string;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-commands-'));
  environment = { DATA_DIR: folder };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command line as one types it after `npm run`. */
const run = (line: string, more: Readonly<Record<string, string>> = {}) => {
  const [name = '', ...words] = line.split(' ');
  return runHere(name, words, { ...environment, ...more });
};

/** The commands that package.json offers, as far as each has its file. */
const COMMANDS = ['start', 'seed', 'token', 'personas', 'compose', 'check', 'policy', 'ledger'];

describe('each command', () => {
  it('of this list is one that npm knows', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const name of COMMANDS) expect(scripts[name]).toBe(`tsx commands/${name}.ts`);
  });

  it.each(COMMANDS)('%s explains itself', async (name) => {
    const { code, stdout, stderr } = await run(`${name} --help`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^npm .*${name}`));
    expect(stdout).toContain('--help');
  });
});

describe('bad input', () => {
  it.each([
    ['start 4000', /Unexpected argument '4000'; see npm start -- --help/],
    ['start --port 1', /Unknown option '--port'/],
    ['seed --citizens many', /--citizens: received "many", expected a whole number from 200 to/],
    ['seed --citizens 199', /--citizens: received "199", expected a whole number from 200 to/],
    ['token', /--agency or --citizen: expected one of them/],
    ['token --agency NO-SUCH', /--agency: received "NO-SUCH", expected one of .*GDT/],
    ['token --agency GDT --purpose NO-SUCH', /--purpose: received "NO-SUCH", expected one of .*QLNN:TAX/],
    ['token --citizen 123', /--citizen: expected exactly 12 digits/],
    [`token --agency GDT --citizen ${PROFILE}`, /expected one of them, not both/],
    ['token --agency GDT --seconds soon', /--seconds: received "soon", expected a number of seconds/],
    ['personas --yaml', /Unknown option '--yaml'/],
    ['compose --config /no/such/file.yaml', /^\/no\/such\/file\.yaml: cannot be read/],
    ['policy', /received nothing, expected diff A B; see npm run -s policy -- --help/],
    ['policy merge . .', /received "merge \. \.", expected diff A B/],
    ['policy diff .', /received "diff \.", expected diff A B/],
    ['policy diff . no-such-revision', /received "no-such-revision", expected a directory with governance/],
    ['policy diff . . --on tomorrow', /--on: received "tomorrow", expected a day as YYYY-MM-DD/],
    ['policy --nonsense', /Unknown option '--nonsense'; see npm run -s policy -- --help/],
    ['check --only no-such', /--only: received "no-such", expected one of /],
  ])('%s is one clear line and exit code 2', async (line, says) => {
    const { code, stdout, stderr } = await run(line);
    expect(stderr).toMatch(says);
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  });

  it.each([
    [{ PORT: '70000' }, 'PORT: received "70000", expected a whole number from 0 to 65535\n'],
    [
      { SAMPLE_CITIZENS: '1' },
      'SAMPLE_CITIZENS: received "1", expected a whole number from 200 to 2000000\n',
    ],
  ])('in the environment (%o) is, too', async (variables, says) => {
    expect(await run('start', variables)).toEqual({ code: 2, stdout: '', stderr: says });
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });
});

describe('npm run token', () => {
  const claimsIn = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;

  it.each([
    ['token --agency GDT', { agency: 'GDT', purposes: ['QLNN:TAX'] }],
    [
      'token --agency GDT --purpose QLNN:PRODUCER --officer CB-1',
      { purposes: ['QLNN:PRODUCER'], officer: 'CB-1' },
    ],
    [`token --citizen ${PROFILE}`, { citizen: PROFILE }],
  ])('(%s) prints the token and nothing else', async (line, claims) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(claimsIn(stdout)).toMatchObject(claims);
  });
});

describe('a process of its own', () => {
  it('ends with the code, and keeps output and complaint apart', { timeout: 120_000 }, async () => {
    const [good, bad] = await Promise.all([
      runCommand('token', ['--agency', 'GDT'], environment),
      runCommand('token', ['--agency', 'NO-SUCH'], environment),
    ]);
    expect(good).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^[\w.-]+\n$/) as string,
    });
    expect(bad).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^--agency: .*\n$/) as string,
    });
  });
});

describe('npm run personas', () => {
  it('prints them as JSON, at least 25, each with what is special', async () => {
    const { code, stdout } = await run('personas --json');
    expect(code).toBe(0);
    const { note, personas } = JSON.parse(stdout) as { note: string; personas: Record<string, string>[] };
    expect(note).toContain('synthetic');
    expect(personas.length).toBeGreaterThanOrEqual(25);
    expect(new Set(personas.map(({ key }) => key)).size).toBe(personas.length);
    for (const { identifier, special } of personas) {
      expect(identifier).not.toBe('');
      expect(special).not.toBe('');
    }
    expect(personas).toContainEqual(expect.objectContaining({ key: 'profile', identifier: PROFILE }));
  });
});

describe('npm run compose', () => {
  it('writes the supergraph and says what came of it', async () => {
    const output = join(folder, 'supergraph.graphql');
    const { code, stdout } = await run(`compose --output ${output}`);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/supergraph\.graphql: 6 subgraphs, \d+ hints\n$/),
    ]);
    expect(await readFile(output, 'utf8')).toContain('type Citizen');
  });
});
