import { execFileSync, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../commands/command-line.ts';
import { childEnvironment } from '../../commands/config.ts';

/** Folder from which everything is started. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The gateway that is measured has the first core to itself; load and databases share the second. */
export const CORES = { gateway: 0, others: 1 } as const;

/** What is started. */
export interface Command {
  readonly command: string;
  readonly words: readonly string[];
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What is started, and where. */
export interface ChildOptions extends Command {
  readonly core: number;
  /** Whether its standard output is thrown away: a gateway's log, of a line for each answer. */
  readonly isSilent?: boolean;
  /** Whether it ends by itself, in order, when nothing can be told to it any more. */
  readonly endsWithInput?: boolean;
}

/** A process of the benchmark, with everything that it starts. */
export interface Child {
  readonly pid: number;
  /** Sends a line to its standard input. */
  tell(line: string): void;
  /** The next line of its standard output. @throws Error when it ends before */
  nextLine(): Promise<string>;
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>;
  /** Takes its core away from it, so that it cannot disturb what is measured meanwhile. */
  pause(): void;
  resume(): void;
  stop(): void;
}

/** Only here can a process be bound to a core and its use of it be read. @throws UsageError elsewhere */
export function assertMeasurable(): void {
  if (process.platform !== 'linux' || availableParallelism() < 2) {
    throw new UsageError('The comparison with other gateways needs Linux and two cores.');
  }
}

/** Moves this process, which only looks on, away from the core of the gateways. */
export function stepAside(): void {
  execFileSync('taskset', ['-acp', String(CORES.others), String(process.pid)], { stdio: 'ignore' });
}

const running = new Set<number>();
let watching = false;

/** Ends every child with this process, however this process ends, short of being killed. */
function watchExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const pid of running) signalGroup(pid, 'SIGKILL');
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}

/** Starts a process in production mode, bound to a core. */
export function startChild(options: ChildOptions): Child {
  const { command, words, environment, core, isSilent = false, endsWithInput = false } = options;
  watchExit();
  const child = spawn('taskset', ['-c', String(core), command, ...words], {
    cwd: ROOT,
    env: childEnvironment({ NODE_ENV: 'production', ...environment }) as NodeJS.ProcessEnv,
    // Its own group: stopping reaches what it started, and Ctrl-C reaches only us.
    detached: true,
    stdio: ['pipe', isSilent ? 'ignore' : 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  if (pid !== 0 && !endsWithInput) running.add(pid);
  const lines = lineQueue();
  let lastWords = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => lines.add(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = `${lastWords}${text}`.slice(-2_000);
  });
  const ended = new Promise<never>((_resolve, reject) => {
    const end = (reason: string): void => {
      running.delete(pid);
      const error = new Error(`its process ended: ${reason}. ${lastWords.trim()}`.trim());
      lines.fail(error);
      reject(error);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  });
  ended.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  return {
    pid,
    tell: (line) => child.stdin?.write(`${line}\n`),
    nextLine: lines.next,
    ended,
    pause: () => signalGroup(pid, 'SIGSTOP'),
    resume: () => signalGroup(pid, 'SIGCONT'),
    stop: () => (endsWithInput ? child.stdin?.end() : signalGroup(pid, 'SIGKILL')),
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

interface LineQueue {
  add(text: string): void;
  fail(error: Error): void;
  next(): Promise<string>;
}

function lineQueue(): LineQueue {
  const lines: string[] = [];
  let rest = '';
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  return {
    add(text) {
      const parts = `${rest}${text}`.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
    async next() {
      for (;;) {
        const line = lines.shift();
        if (line !== undefined) return line;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
