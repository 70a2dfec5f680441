import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { fromPs, hasCode, runningProcess } from './processes.ts';

const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', 'a-recognisable-word']);
const pid = child.pid ?? 0;

afterAll(() => child.kill('SIGKILL'));

describe.each([
  ['the system', runningProcess],
  ['ps', fromPs],
])('a process according to %s', (_name, look) => {
  it('has a command line that it can be recognised by', async () => {
    expect((await look(pid))?.commandLine?.split(' ')).toContain('a-recognisable-word');
  });

  it('has an identity that stays the same, and that is not its number alone', async () => {
    const first = await look(pid);
    expect(first?.identity).toBe((await look(pid))?.identity);
    expect(first?.identity).not.toBe(String(pid));
    expect(first?.identity).not.toBe((await look(process.pid))?.identity);
  });

  it('is not there when it has ended, although its number was valid a moment ago', async () => {
    const brief = spawn(process.execPath, ['-e', '0']);
    await once(brief, 'exit');
    expect(await look(brief.pid ?? 0)).toBeUndefined();
  });
});

describe('a zombie', () => {
  it('does not run: it has ended and only waits for its parent, which in a container may never look', async () => {
    // The shell starts a child, prints its number and becomes a program that never waits for it.
    const shell = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 30']);
    const [line] = (await once(shell.stdout, 'data')) as [Buffer];
    const zombie = Number(line.toString());
    await expect.poll(() => runningProcess(zombie), { interval: 5 }).toBeUndefined();
    expect(() => process.kill(zombie, 0)).not.toThrow();
    shell.kill('SIGKILL');
  });
});

describe('the code of an error', () => {
  it('is compared exactly', () => {
    const error = Object.assign(new Error('gone'), { code: 'ENOENT' });
    expect(hasCode(error, 'ENOENT')).toBe(true);
    expect(hasCode(error, 'EACCES')).toBe(false);
    expect(hasCode('ENOENT', 'ENOENT')).toBe(false);
  });
});
