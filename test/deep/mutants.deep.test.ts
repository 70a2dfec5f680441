import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT } from '../mutants/laboratory.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

it('every check that is removed or weakened is missed by some test', { timeout: 1_800_000 }, async () => {
  // A process of its own: it must not take itself for a part of this test run.
  const environment = Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$|^NODE_ENV$/.test(name));
  const child = spawn(process.execPath, ['--import', TSX, 'test/mutants/run.ts'], {
    cwd: ROOT,
    env: Object.fromEntries(environment),
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
});
