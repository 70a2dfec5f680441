import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { family, type KnownProcess, killSurvivors, startCommand, survivors } from '../support/command.ts';
import { EXAMINED, examine } from '../support/started-system.ts';

/** Several starts of the whole system, on a machine that may be busy with other tests. */
const PATIENCE_MS = 180_000;

let dataDir: string;
const started: KnownProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-start-'));
});

afterAll(async () => {
  await killSurvivors(started);
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts, asks, stops, and tells what was answered and which processes that took. */
async function oneRun() {
  const command = startCommand('start', [], { DATA_DIR: dataDir, PORT: '0', SAMPLE_CITIZENS: '200' });
  started.push(...(await family(command.pid)));
  const [, url = ''] = await command.says(/^Ready: (http:\/\/127\.0\.0\.1:\d+\/graphql)$/m);
  const processes = await family(command.pid);
  started.push(...processes);
  const answers = await examine(url, dataDir);
  command.signal('SIGTERM');
  const outcome = await command.ended;
  return { url, answers, processes, ...outcome };
}

describe('npm start', () => {
  it(
    'makes a country, says when it is ready, answers, stops without a trace, and starts again with the same data',
    async () => {
      const first = await oneRun();
      expect(first.answers).toMatchObject(EXAMINED);
      expect(first.stdout).toContain('Making a synthetic country of 200 citizens');
      expect([first.code, first.stderr]).toEqual([0, '']);
      const names = first.processes.map(({ commandLine }) => commandLine).join('\n');
      expect(names).toMatch(/gateway\/main\.ts/);
      expect(names).toMatch(/subgraphs\/main\.ts/);
      expect(names).toMatch(/postgres/);
      expect(await survivors(first.processes)).toEqual([]);
      await expect(fetch(first.url)).rejects.toThrow();

      const second = await oneRun();
      expect(second.answers).toEqual(first.answers);
      expect(second.stdout).not.toContain('Making');
      expect([second.code, second.stderr]).toEqual([0, '']);
      expect(await survivors(second.processes)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
