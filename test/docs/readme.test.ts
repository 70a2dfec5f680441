import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = await readFile(join(ROOT, 'README.md'), 'utf8');
const run = promisify(execFile);

interface Block {
  readonly language: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(
  ([, language, text]) => ({
    language: language ?? '',
    text: text ?? '',
  }),
);

describe('the README', () => {
  let stop: () => Promise<void>;
  let url: string;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-readme-'));
    ({ stop, url } = await npmStart(dataDir));
  }, 90_000);

  afterAll(async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  const examples = BLOCKS.flatMap((block, index) =>
    block.text.includes('curl') ? [[block.text, BLOCKS[index + 1]?.text ?? ''] as const] : [],
  );

  it('has an example for two agencies, and one of asking beforehand', () => expect(examples).toHaveLength(3));

  it.each(examples)('answers as it says: %s', { timeout: 30_000 }, async (command, answer) => {
    const here = command.replace('http://127.0.0.1:4000', url);
    const { stdout } = await run('bash', ['-euc', here], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: dataDir },
    });
    expect((JSON.parse(stdout) as { data: unknown }).data).toEqual(JSON.parse(answer));
  });

  it('lets the citizen of the example ask too', { timeout: 30_000 }, async () => {
    expect(README).toContain('npm run -s token -- --citizen 901085100001');
    const command = `TOKEN=$(npm run -s token -- --citizen 901085100001)
      curl -s ${url}/graphql -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"query":"{ me { name { full } } }"}'`;
    const { stdout } = await run('bash', ['-euc', command], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: dataDir },
    });
    expect((JSON.parse(stdout) as { data: unknown }).data).toEqual({
      me: { name: { full: 'Nguyễn Minh Quân' } },
    });
  });

  it('shows the operation that it sends', async () => {
    const { query } = JSON.parse(await readFile(join(ROOT, 'docs/examples/profile.json'), 'utf8')) as {
      query: string;
    };
    const shown = BLOCKS.find(({ language }) => language === 'graphql')?.text ?? '';
    expect(stripIgnoredCharacters(print(parse(shown)))).toBe(stripIgnoredCharacters(print(parse(query))));
  });

  it('names the commands that the pipeline runs, and only commands that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const pipeline = await readFile(join(ROOT, '.ci/run'), 'utf8');
    expect(BLOCKS.map(({ text }) => text.trim())).toEqual(
      expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']) as string[],
    );
    for (const command of ['npm ci', 'npm test']) expect(pipeline).toMatch(new RegExp(`^${command}`, 'm'));
    const named = [...README.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

/** Starts the system as `npm start` does, in a folder of its own and on a free port. */
async function npmStart(dataDir: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'commands/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', SAMPLE_CITIZENS: '300' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = /^Ready: (http:\/\/127\.0\.0\.1:\d+)\/graphql$/.exec(line);
    if (ready?.[1] === undefined) continue;
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM');
      await exited;
    };
    return { url: ready[1], stop };
  }
  throw new Error('npm start ended before it was ready.');
}
