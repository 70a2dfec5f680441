import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { childEnvironment } from './config.ts';

/** A part of the system in a process of its own. */
export interface ChildProcessHandle<Ready> {
  /** What it said when it was ready. */
  readonly ready: Ready;
  /** Its exit code, or `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to stop, and waits; after ten seconds it is killed. */
  stop(): Promise<void>;
}

/** What to start, and how. */
export interface ChildProcessOptions {
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  readonly signal: AbortSignal;
}

const PATIENCE_MS = 10_000;
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/**
 * Starts a TypeScript file in its own process and waits until it sends `{ ready }`. The process group is its own, so
 * that Ctrl-C reaches only the parent, which stops its children in order; a child whose parent dies sees its channel
 * close and stops by itself.
 *
 * @throws Error when it ends before it is ready; what it wrote stands on standard error
 */
export async function startChild<Ready>(options: ChildProcessOptions): Promise<ChildProcessHandle<Ready>> {
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), '--import', TSX, options.script], {
    env: childEnvironment(options.environment) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const killing = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await exited;
    clearTimeout(killing);
  };
  const ready = new Promise<Ready>((resolve, reject) => {
    child.on('message', (message) => resolve((message as { readonly ready: Ready }).ready));
    void exited.then((code) =>
      reject(new Error(`${options.script} ended before it was ready (${String(code)})`)),
    );
    options.signal.addEventListener('abort', () => reject(new Error('Stopped')), { once: true });
  });
  try {
    return { ready: await ready, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
