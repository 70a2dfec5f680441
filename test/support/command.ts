import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { runningProcess } from '../../embedded/processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** What one run of a command left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running. */
export interface RunningCommand {
  readonly pid: number;
  /** What it has written on standard output so far. */
  stdout(): string;
  /** Fulfilled with the match when its standard output matches; rejected when it ends before. */
  says(words: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** Fulfilled when it, and every process that it gave its output to, has ended. */
  readonly ended: Promise<Outcome>;
}

/** Starts `commands/<name>.ts` as npm does, with that environment beside this one. */
export function startCommand(
  name: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(process.execPath, ['--import', TSX, `commands/${name}.ts`, ...words], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }));
  return {
    pid: child.pid ?? 0,
    stdout: () => written.stdout,
    says: (words) => waitFor(child, words, written),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

/** Runs a command to its end, in a process of its own. */
export function runCommand(
  name: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return startCommand(name, words, environment).ended;
}

let runs = 0;

/**
 * The same within this process, which spares the start of one: the command's file is run anew, with those words for
 * arguments, and what it writes is caught. One at a time; not for commands that end their process.
 */
export async function runHere(
  name: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { argv, env, exitCode } = process;
  const written = { stdout: '', stderr: '' };
  const catching = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  process.argv = [process.execPath, `commands/${name}.ts`, ...words];
  process.env = { ...env, ...environment };
  process.exitCode = undefined;
  try {
    runs += 1;
    await import(/* @vite-ignore */ `../../commands/${name}.ts?run=${runs}`);
    return { code: Number(process.exitCode ?? 0), ...written };
  } finally {
    for (const caught of catching) caught.mockRestore();
    Object.assign(process, { argv, env, exitCode });
  }
}

function waitFor(
  child: ChildProcess,
  words: RegExp,
  written: { readonly stdout: string; readonly stderr: string },
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = words.exec(written.stdout);
      if (match !== null) resolve(match);
    };
    look();
    child.stdout?.on('data', look);
    child.once('close', () => {
      reject(new Error(`It ended before it said ${words}:\n${written.stdout}\n${written.stderr}`));
    });
  });
}

/** A process, as this machine knows it now. */
export interface KnownProcess {
  readonly pid: number;
  readonly identity: string;
  readonly commandLine: string;
}

/** A process with all that it has started, and all that these have started. */
export async function family(pid: number): Promise<readonly KnownProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=', '-o', 'ppid=']);
  const parents = [...stdout.matchAll(/^\s*(\d+)\s+(\d+)$/gm)].map(([, child, parent]) =>
    [child, parent].map(Number),
  );
  const found = [pid];
  for (const member of found) {
    for (const [child, parent] of parents) if (parent === member && child !== undefined) found.push(child);
  }
  const known = await Promise.all(
    found.map(async (member) => {
      const running = await runningProcess(member);
      if (running === undefined) return [];
      const { identity, commandLine = '' } = running;
      return [{ pid: member, identity, commandLine }];
    }),
  );
  return known.flat();
}

/** Those of the processes that still run. */
export async function survivors(processes: readonly KnownProcess[]): Promise<readonly KnownProcess[]> {
  const now = await Promise.all(processes.map(({ pid }) => runningProcess(pid)));
  return processes.filter(({ identity }, index) => now[index]?.identity === identity);
}

/** Ends what a failed test left running. */
export async function killSurvivors(processes: readonly KnownProcess[]): Promise<void> {
  for (const { pid } of await survivors(processes)) process.kill(pid, 'SIGKILL');
}
