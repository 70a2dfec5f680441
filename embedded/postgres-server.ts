import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Binaries, CLEAN_ENVIRONMENT } from './postgres-binaries.ts';
import { type Cluster, reachablePath, readPostmasterFile } from './postgres-cluster.ts';
import { SHUTDOWN } from './postgres-orphan.ts';

/** A server process that accepts connections. */
export interface RunningServer {
  /** Fulfilled when the process has ended, for whatever reason: its exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/** What one start of the server needs. */
export interface ServerStart {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly port: number;
  readonly durable: boolean;
  /** A word for the command line by which this cluster's server is recognised later. */
  readonly mark: string;
  readonly logFile: string;
}

/** A server that ended before it was ready; `log` is what it wrote. */
export class ServerStartFailure extends Error {
  override readonly name = 'ServerStartFailure';
  readonly log: string;

  constructor(message: string, log: string) {
    super(`${message}\n${log}`.trim());
    this.log = log;
  }
}

/** Crash recovery of a large cluster takes its time; a server that is still silent after this long never will be. */
const READY_MILLISECONDS = 120_000;
const LOG_LIMIT_BYTES = 10_000_000;
const LOG_SHOWN_BYTES = 4_000;

/**
 * Starts the server process and waits until it accepts connections.
 *
 * @throws ServerStartFailure with the end of its log
 */
export async function startServer(start: ServerStart): Promise<RunningServer> {
  const log = await openLog(start.logFile);
  try {
    const logStart = (await log.stat()).size;
    const child = spawnServer(start, log);
    let reason = '';
    child.once('error', (error) => {
      reason = ` (${error.message})`;
    });
    const server = supervise(child);
    if (await isReady(start, child, server)) return server;
    await server.stop();
    throw new ServerStartFailure(
      `PostgreSQL did not start on 127.0.0.1:${start.port}${reason}. The end of ${start.logFile}:`,
      await readFrom(start.logFile, logStart),
    );
  } finally {
    await log.close();
  }
}

/** Opens the log for appending; one that has grown large is begun anew. It may quote data, so only we read it. */
async function openLog(path: string): Promise<FileHandle> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  const { O_WRONLY, O_CREAT, O_APPEND, O_TRUNC } = constants;
  const begin = size > LOG_LIMIT_BYTES ? O_TRUNC : 0;
  return await open(path, O_WRONLY | O_CREAT | O_APPEND | begin, 0o600);
}

function spawnServer(start: ServerStart, log: FileHandle): ChildProcess {
  const { cluster, binaries } = start;
  const settings = Object.entries(serverSettings(start)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  return spawn(
    binaries.postgres,
    ['-D', reachablePath(cluster.directory, cluster.account), ...settings, '-c', start.mark],
    {
      ...cluster.account,
      cwd: cluster.directory,
      env: CLEAN_ENVIRONMENT,
      // A process group of its own: Ctrl-C in a terminal reaches us only, and we stop it when its users are done.
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
}

function serverSettings({ port, durable }: ServerStart): Readonly<Record<string, string | number>> {
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '64MB',
    jit: 'off',
    timezone: 'UTC',
    // Statements and details of errors hold personal data; the log says what failed, not about whom.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

function supervise(child: ChildProcess): RunningServer {
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  // When this process ends by an uncaught error or process.exit, the server is still told to end.
  const leave = (): void => void child.kill('SIGINT');
  process.once('exit', leave);
  void exited.then(() => process.off('exit', leave));
  let stopping: Promise<void> | undefined;
  return {
    exited,
    stop() {
      stopping ??= endChild(child, exited);
      return stopping;
    },
  };
}

async function endChild(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  for (const [signal, patience] of SHUTDOWN) {
    child.kill(signal);
    if (await settlesWithin(exited, patience)) return;
  }
  throw new Error(`PostgreSQL, process ${child.pid}, does not end.`);
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise.then(() => true),
      pause(milliseconds, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}

/** Watches postmaster.pid, in which the server itself says that it is ready; false when the process has ended. */
async function isReady(
  { cluster }: ServerStart,
  child: ChildProcess,
  server: RunningServer,
): Promise<boolean> {
  const deadline = Date.now() + READY_MILLISECONDS;
  while (Date.now() < deadline) {
    const file = await readPostmasterFile(cluster.directory);
    if (file !== undefined && file.pid === child.pid && file.status === 'ready') return true;
    if (await settlesWithin(server.exited, 10)) return false;
  }
  return false;
}

async function readFrom(path: string, position: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const begin = Math.max(position, size - LOG_SHOWN_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - begin)), {
      position: begin,
    });
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await file.close();
  }
}
