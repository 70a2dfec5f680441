import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A running process, as far as the operating system tells. */
export interface RunningProcess {
  /**
   * Tells this process from a later one that was given the same number: number, start time and, on Linux, the boot
   * it belongs to. A process number alone is reused, in containers after nearly every restart.
   */
  readonly identity: string;
  /** Program and arguments, separated by spaces; `undefined` where the system does not say (Windows). */
  readonly commandLine: string | undefined;
}

/** What runs under a process number now; `undefined` when nothing does. A zombie, already ended, does not run. */
export async function runningProcess(pid: number): Promise<RunningProcess | undefined> {
  if (process.platform === 'linux') return fromProc(pid);
  if (process.platform === 'win32') return fromSignal(pid);
  return fromPs(pid);
}

/** {@link runningProcess} by Linux' /proc. */
async function fromProc(pid: number): Promise<RunningProcess | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces and parentheses, so the fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTime] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return undefined;
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { identity: `${pid}@${startTime}@${boot}`, commandLine };
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

/** {@link runningProcess} by the command `ps`, which macOS and the BSDs have. */
export async function fromPs(pid: number): Promise<RunningProcess | undefined> {
  const columns = ['-o', 'stat=', '-o', 'lstart=', '-o', 'command='];
  const output = await promisify(execFile)('ps', ['-ww', ...columns, '-p', String(pid)], {
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  }).catch((error: unknown) => {
    // Exit code 1 is the answer "no such process"; anything else means that ps itself cannot be used.
    if (hasCode(error, 1)) return { stdout: '' };
    throw error;
  });
  const match = /^\s*(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/m.exec(output.stdout);
  if (match === null || match[1]?.startsWith('Z') === true) return undefined;
  return { identity: `${pid}@${match[2]?.replaceAll(/\s+/g, '-')}`, commandLine: match[3] ?? '' };
}

function fromSignal(pid: number): RunningProcess | undefined {
  try {
    process.kill(pid, 0);
    return { identity: String(pid), commandLine: undefined };
  } catch (error) {
    return hasCode(error, 'EPERM') ? { identity: String(pid), commandLine: undefined } : undefined;
  }
}

/** Whether `error` carries that code: an errno name such as `ENOENT`, or the exit code of a program. */
export function hasCode(error: unknown, code: string | number): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
