import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../nation/random.ts';
import { family, type KnownProcess, killSurvivors, startCommand, survivors } from '../support/command.ts';
import { EXAMINED, examine } from '../support/started-system.ts';

const KILLS = 25;
const LONGEST_LIFE_MS = 12_000;
const ENVIRONMENT = { PORT: '0', SAMPLE_CITIZENS: '1000' };

let dataDir: string;
const started: KnownProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-kills-'));
});

afterAll(async () => {
  await killSurvivors(started);
  await rm(dataDir, { recursive: true, force: true });
});

describe('a system that is killed again and again, at random moments from its first start on', () => {
  it('is whole at the end, and leaves no process behind', { timeout: 1_200_000 }, async () => {
    const random = createRandom(1, 'kills');
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const life = random.integer(100, LONGEST_LIFE_MS);
      const command = startCommand('start', [], { ...ENVIRONMENT, DATA_DIR: dataDir });
      await Promise.race([pause(life), command.ended]);
      started.push(...(await family(command.pid)));
      command.signal('SIGKILL');
      await command.ended;
      process.stdout.write(`kill ${kill}/${KILLS} after ${life} ms\n`);
    }
    const last = startCommand('start', [], { ...ENVIRONMENT, DATA_DIR: dataDir });
    const [, url = ''] = await last.says(/^Ready: (\S+)$/m);
    expect(await examine(url, dataDir)).toMatchObject(EXAMINED);
    started.push(...(await family(last.pid)));
    last.signal('SIGTERM');
    await last.ended;
    expect(await survivors(started)).toEqual([]);
  });
});
