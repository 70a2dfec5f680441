import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, type PastLedger, pastLedger, tamper } from '../gateway/ledger/audit/fixture.ts';
import { LEDGER_KEY } from '../gateway/ledger/fixture.ts';
import { headText, type SignedHead } from '../gateway/ledger/tree/index.ts';
import { runHere } from '../test/support/command.ts';

let past: PastLedger;
let folder: string;
let environment: Readonly<Record<string, string>>;

const file = (name: string) => join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(file(name), text);
  return file(name);
};
const head = (index: number): SignedHead => {
  const found = past.heads[index];
  if (found === undefined) throw new Error('Expected a head.');
  return found;
};
const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runHere('ledger', words, { ...environment, ...more });

beforeAll(async () => {
  past = await pastLedger();
  folder = mkdtempSync(join(tmpdir(), 'lien-thong-ledger-'));
  environment = {
    DATA_DIR: file('data'),
    LEDGER_URL: past.database.servingUrl,
    LEDGER_PUBLIC_KEY_FILE: write('key.json', JSON.stringify(KEYS[0])),
  };
  for (const index of [0, 1, 2, 3]) write(`${index}.head`, headText(head(index)));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await past.drop();
});

describe('npm run ledger', () => {
  it('is a command that npm knows', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['ledger']).toBe('tsx commands/ledger.ts');
  });

  it.each([[''], ['verify'], ['head'], ['compare'], ['prove'], ['check'], ['export'], ['stats']])(
    '%s explains itself',
    async (name) => {
      const { code, stdout, stderr } = await run([...(name === '' ? [] : [name]), '--help']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^npm run -s ledger -- ${name === '' ? 'COMMAND' : name}`));
    },
  );

  it.each([
    [[], /received nothing, expected COMMAND; see npm run -s ledger -- --help/],
    [['audit'], /received "audit", expected one of verify, head, compare, prove, check, export, stats/],
    [['toString'], /received "toString", expected one of verify/],
    [['verify', 'me'], /received "verify me", expected verify/],
    [['verify', '--nonsense'], /Unknown option '--nonsense'; see npm run -s ledger -- --help/],
    [['verify', '--key', '/no/such/file'], /--key: \/no\/such\/file cannot be read/],
    [['verify', '--key', 'package.json'], /--key: package\.json holds no public Ed25519 key/],
    [['verify', '--url', 'ledger'], /--url or LEDGER_URL: expected postgresql:/],
    [['verify', '--head', 'package.json'], /package\.json: This is not a tree head: line 1 must be/],
    [['compare', 'package.json'], /received "compare package\.json", expected compare FILE OTHER/],
    [['prove', 'everything'], /received "everything", expected a position, or the id of an answer/],
    [['check', '/no/such/file'], /\/no\/such\/file cannot be read/],
    [['export', '--from', '2026-01-01', '--to', '2026-01-02'], /--agency: expected CODE/],
    [
      ['export', '--agency', 'GDT', '--from', 'today', '--to', '2026-01-02'],
      /--from: received "today", expected a day/,
    ],
    [['export', '--agency', 'GDT', '--from', '2026-01-03', '--to', '2026-01-02'], /not before 2026-01-03/],
    [
      ['export', '--agency', 'NONE', '--from', '2026-01-01', '--to', '2026-01-02'],
      /--agency: received "NONE", expected one of .*GDT/,
    ],
    [['stats', '--from', '2026-01-01'], /--from and --to: expected both/],
  ])('%j is one clear line and exit code 2', async (words, says) => {
    const { code, stdout, stderr } = await run(words);
    expect(stderr).toMatch(says);
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  });

  it('takes a URL that is none without a word of it', async () => {
    const { stderr } = await run(['verify'], { LEDGER_URL: 'postgres//reader:hunter2@db' });
    expect(stderr).not.toContain('hunter2');
  });
});

describe('a machine without a ledger of its own', () => {
  const own = { LEDGER_URL: '', LEDGER_PUBLIC_KEY_FILE: '' };

  it('needs to be told where the ledger is, and under which key', async () => {
    expect(await run(['verify'], own)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--key or LEDGER_PUB') as string,
    });
    const withoutUrl = await run(['verify', '--key', file('key.json')], own);
    expect(withoutUrl).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--url or LEDGER_URL') as string,
    });
  });

  it('says so when its embedded databases do not run', async () => {
    mkdirSync(file('stopped/secrets'), { recursive: true });
    write('stopped/postgres.port', '1');
    write('stopped/secrets/postgres-password', 'x');
    const { code, stderr } = await run(['head'], { ...own, DATA_DIR: file('stopped') });
    expect(stderr).toMatch(
      /^The embedded databases of .*stopped do not run: start them with npm start, or name/,
    );
    expect(code).toBe(1);
  });

  it('takes the key of its embedded system', async () => {
    mkdirSync(file('own/secrets'), { recursive: true });
    const key = { ...LEDGER_KEY, kid: 'k', alg: 'EdDSA' };
    write(
      'own/secrets/ledger.json',
      JSON.stringify({ ledgerKey: key, ledgerMasterKeys: `1:${Buffer.alloc(32).toString('base64')}` }),
    );
    const { code, stdout } = await run(['verify'], { LEDGER_PUBLIC_KEY_FILE: '', DATA_DIR: file('own') });
    expect([code, stdout]).toEqual([0, expect.stringContaining('nothing was altered')]);
  });
});

describe('npm run ledger -- verify', () => {
  it('says that nothing was altered, what agrees, and what is not signed yet', async () => {
    const { code, stdout, stderr } = await run([
      'verify',
      '--head',
      file('1.head'),
      '--head',
      file('3.head'),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Ledger [\w-]+: nothing was altered, removed, inserted or reordered\.\n315 entries agree with 4 signed heads, the newest of .*Z\.\n1 of them, from .*Z on, are not signed yet\.\n$/,
    );
  });

  it('takes a set of keys', async () => {
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const set = write('keys.json', JSON.stringify({ keys: [stranger, ...KEYS] }));
    expect((await run(['verify', '--key', set])).code).toBe(0);
    const wrong = await run(['verify', '--key', write('wrong.json', JSON.stringify(stranger))]);
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('3 more heads') as string });
  });

  it('names what it finds and ends with 1', async () => {
    const url = await past.copy();
    await tamper(url, 'delete from entries where position = 40');
    const { code, stdout, stderr } = await run(['verify', '--url', url]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^Ledger [\w-]+ is not as it was recorded:\n- Position 40 is missing: its entry was removed\.\n$/,
    );
  });

  it('finds a truncated tail by the head that was kept', async () => {
    const url = await past.copy();
    await tamper(
      url,
      'delete from heads where size > 26',
      'delete from nodes',
      'delete from undelivered',
      'delete from answers where id in (select answer from entries where position >= 26)',
      'delete from entries where position >= 26',
    );
    expect((await run(['verify', '--url', url])).code).toBe(0);
    const { code, stdout } = await run(['verify', '--url', url, '--head', file('3.head')]);
    expect(code).toBe(1);
    expect(stdout).toContain('3.head: The tail was truncated: the head of 314 entries');
  });

  it('fails clearly where there is no ledger', async () => {
    const { code, stdout, stderr } = await run([
      'verify',
      '--url',
      'postgresql://auditor:hunter2@127.0.0.1:1/ledger',
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Cannot connect to database "ledger" on 127\.0\.0\.1:1 as "auditor"/);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('npm run ledger -- head and compare', () => {
  it('write the newest head for a witness, and compare it with what another one has', async () => {
    expect((await run(['head'])).stdout).toBe(headText(head(3)));
    const { code, stdout } = await run(['head', '--out', file('newest.head')]);
    expect([code, stdout]).toEqual([0, `${file('newest.head')}: the head of 314 entries (${head(3).at})\n`]);
    expect(readFileSync(file('newest.head'), 'utf8')).toBe(headText(head(3)));
    const compared = await run(['compare', file('newest.head'), file('0.head')]);
    expect(compared).toMatchObject({ code: 0, stderr: '' });
    expect(compared.stdout).toMatch(
      /^One history: the head of 314 entries .* goes on from the head of 13 entries/,
    );
  });

  it('end with 1 when the ledger cannot prove it', async () => {
    const url = await past.copy();
    await tamper(url, `update entries set leaf_hash = sha256('x') where position = 40`);
    const { code, stdout } = await run(['compare', file('1.head'), file('3.head'), '--url', url]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^Two histories: the ledger cannot prove/)]);
    expect((await run(['compare', file('0.head'), file('1.head'), '--url', url])).code).toBe(0);
  });
});

describe('npm run ledger -- prove and check', () => {
  it('prove an answer to whoever has the key alone', async () => {
    const path = file('proof.json');
    const proven = await run(['prove', past.answers[15] ?? '', '--out', path]);
    expect(proven).toEqual({ code: 0, stdout: `${path}: proof of 3 entries\n`, stderr: '' });
    const { code, stdout } = await run(['check', path], { LEDGER_URL: '' });
    expect(code).toBe(0);
    expect(stdout).toContain(`answer ${past.answers[15]}, given to GDT for QLNN:TAX`);
    expect(stdout).toContain('- position 40: read, Citizen out of land: land.right.form\n');
  });

  it('end with 1 for what was altered', async () => {
    const { stdout } = await run(['prove', '40']);
    const altered = write('altered.json', stdout.replace('land.right.form', 'land.right.area'));
    const { code, stdout: said, stderr } = await run(['check', altered]);
    expect([code, said]).toEqual([1, '']);
    expect(stderr).toMatch(/^The entry at position 40 is not part of the tree that was signed/);
    expect((await run(['check', write('none.json', 'none')])).stderr).toMatch(
      /^This is no proof of a ledger/,
    );
    expect((await run(['prove', '314'])).stderr).toMatch(/^No head stands over position 314 yet/);
  });
});

describe('npm run ledger -- export and stats', () => {
  const days = ['--from', '2020-01-01', '--to', '2099-12-31'];

  it('write what one agency got, one object a line', async () => {
    const { code, stdout } = await run(['export', '--agency', 'GDT', ...days]);
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(315);
    expect(lines[0]).toMatchObject({ position: 0, answerId: past.answers[0], answer: { agency: 'GDT' } });
    const out = await run(['export', '--agency', 'GDT', ...days, '--out', file('gdt.jsonl')]);
    expect(out.stdout).toBe(`${file('gdt.jsonl')}: 315 entries\n`);
    expect(readFileSync(file('gdt.jsonl'), 'utf8')).toBe(stdout);
  });

  it('write nothing for an agency that asked nothing', async () => {
    expect(await run(['export', '--agency', 'MOJ', ...days])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('count', async () => {
    const { code, stdout } = await run(['stats', ...days]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2020-01-01 to 2099-12-31: 122 answers, 314 entries, 1 undelivered\n/);
    expect(stdout).toMatch(/\nOutcome {3,}Answers {2}Entries\nanswered +96 +288\nrefused +26 +26\n/);
    expect(stdout).toMatch(/\d+ bytes an entry; \d+\.\d\d GB for a million answers\.\n$/);
    const json = JSON.parse((await run(['stats', '--json'])).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ days: null, total: { answers: 122, entries: 314 } });
  });
});
