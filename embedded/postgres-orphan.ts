import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readPostmasterFile } from './postgres-cluster.ts';
import { hasCode, runningProcess } from './processes.ts';

/**
 * How a server is told to end, and for how many milliseconds each word is given to take effect: fast shutdown
 * (sessions are cut, data is written), immediate shutdown (recovery at the next start), then no more asking.
 */
export const SHUTDOWN: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * Ends the server that an earlier process left running on this cluster, as happens when that process was killed.
 * A process is only ever signalled when its own command line carries `mark`, which names this very cluster; a
 * stranger that has got the number meanwhile is left alone, and the file that points at it is removed, because
 * PostgreSQL would refuse to start over it.
 */
export async function stopOrphan(
  cluster: string,
  mark: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const file = await readPostmasterFile(cluster);
  if (file === undefined) return;
  const running = await runningProcess(file.pid);
  // Unknown command line (Windows): PostgreSQL itself decides then whether the file is stale.
  if (running !== undefined && running.commandLine === undefined) return;
  if (running?.commandLine?.split(' ').includes(mark) !== true) {
    await rm(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  onProgress(`Stopping a PostgreSQL that an earlier run left behind (process ${file.pid})`);
  await endProcess(file.pid, running.identity);
}

async function endProcess(pid: number, identity: string): Promise<void> {
  for (const [signal, patience] of SHUTDOWN) {
    signalIfThere(pid, signal);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if ((await runningProcess(pid))?.identity !== identity) return;
      await pause(20);
    }
  }
  throw new Error(
    `PostgreSQL, process ${pid}, of an earlier run does not end. End it by hand, then start again.`,
  );
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}
