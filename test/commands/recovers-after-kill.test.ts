import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  family,
  type KnownProcess,
  killSurvivors,
  type RunningCommand,
  startCommand,
  survivors,
} from '../support/command.ts';
import { EXAMINED, examine } from '../support/started-system.ts';

/** Several starts of the whole system, on a machine that may be busy with other tests. */
const PATIENCE_MS = 180_000;

const READY = /^Ready: (\S+)$/m;

let dataDir: string;
const started: KnownProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-kill-'));
});

afterAll(async () => {
  await killSurvivors(started);
  await rm(dataDir, { recursive: true, force: true });
});

function start(): RunningCommand {
  return startCommand('start', [], { DATA_DIR: dataDir, PORT: '0', SAMPLE_CITIZENS: '1000' });
}

/** Kills the supervisor, as the kernel would when memory runs out, and waits for those that it leaves. */
async function kill(command: RunningCommand): Promise<readonly KnownProcess[]> {
  const processes = await family(command.pid);
  started.push(...processes);
  command.signal('SIGKILL');
  await command.ended;
  return processes;
}

describe('a system whose supervisor is killed', () => {
  it(
    'while it makes its first country is completed by the next start; while it answers, ends, and starts again',
    async () => {
      const interrupted = start();
      await interrupted.says(/1\/6 population/);
      await kill(interrupted);
      expect(interrupted.stdout()).not.toContain('Ready');

      const completed = start();
      const [, url = ''] = await completed.says(READY);
      expect(completed.stdout()).toContain('Making a synthetic country');
      const answers = await examine(url, dataDir);
      expect(answers).toMatchObject(EXAMINED);

      const left = await survivors(await kill(completed));
      expect(left.filter(({ commandLine }) => commandLine.includes('--import'))).toEqual([]);
      await expect(fetch(url)).rejects.toThrow();

      const recovered = start();
      const [, again = ''] = await recovered.says(READY);
      expect(recovered.stdout()).not.toContain('Making');
      expect(await examine(again, dataDir)).toEqual(answers);
      const processes = await family(recovered.pid);
      started.push(...processes);
      recovered.signal('SIGTERM');
      expect((await recovered.ended).code).toBe(0);
      expect(await survivors([...left, ...processes])).toEqual([]);
    },
    PATIENCE_MS,
  );
});
