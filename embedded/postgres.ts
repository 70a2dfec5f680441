import { createHash } from 'node:crypto';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withConnection } from './connection.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { readIfPresent } from './files.ts';
import { freePort, isPortFree } from './ports.ts';
import { locateBinaries, prepareBinaries } from './postgres-binaries.ts';
import { accountFor, type Cluster, clusterDirectory, openCluster } from './postgres-cluster.ts';
import { stopOrphan } from './postgres-orphan.ts';
import { type RunningServer, type ServerStart, ServerStartFailure, startServer } from './postgres-server.ts';

/** How to start the embedded PostgreSQL. */
export interface PostgresOptions {
  /** Folder that keeps everything from run to run; created when missing. One process at a time may use it. */
  readonly dataDir: string;
  /** Port on 127.0.0.1. Unless given: the one of the last run when it is free, otherwise any free one. */
  readonly port?: number;
  /**
   * Whether every commit is on disk before it is answered (default true). Without, a power cut may destroy the
   * whole cluster: for tests only.
   */
  readonly durable?: boolean;
  /** PostgreSQL's programs: a folder with bin/, lib/ and share/. Default: the installed npm package. */
  readonly binariesDir?: string;
  /** Told, in one sentence each, what is being done that takes time. */
  readonly onProgress?: (message: string) => void;
}

/** The embedded PostgreSQL, accepting connections on 127.0.0.1 only. */
export interface EmbeddedPostgres {
  /** URL of database `postgres` as superuser, password included: `postgres://postgres:…@127.0.0.1:port/postgres`. */
  readonly adminUrl: string;
  readonly port: number;
  /**
   * Fulfilled when the server process has ended, asked or not: its exit code, or null when a signal ended it.
   * A supervisor that has not called {@link EmbeddedPostgres.stop} learns here that the server died.
   */
  readonly exited: Promise<number | null>;
  /** Cuts all sessions, writes everything to disk, and waits until no process is left. May be called again. */
  stop(): Promise<void>;
}

const START_ATTEMPTS = 5;

/**
 * Starts the embedded PostgreSQL on a data directory: creates the cluster the first time, recovers from whatever an
 * earlier run that was killed left behind, and answers once connections are accepted. Runs as root (the server then
 * runs as `nobody`) and as any other user.
 *
 * @throws Error when the data directory is in use by a living process, when a demanded port is taken, or when
 * PostgreSQL cannot be run here; the message says what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const onProgress = options.onProgress ?? (() => undefined);
  const durable = options.durable ?? true;
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = await lockDataDir(join(dataDir, 'postgres.lock'));
  try {
    const account = await accountFor(dataDir);
    const binaries = await prepareBinaries(options.binariesDir ?? locateBinaries(), dataDir, account);
    const mark = clusterMark(dataDir);
    await stopOrphan(clusterDirectory(dataDir), mark, onProgress);
    const cluster = await openCluster(dataDir, binaries, account, { durable, onProgress });
    const logFile = join(dataDir, 'postgres.log');
    onProgress(`Starting PostgreSQL ${binaries.version}`);
    const { server, port } = await startOnPort(dataDir, options.port, {
      cluster,
      binaries,
      durable,
      mark,
      logFile,
    });
    // Released before anybody learns of the end, so that a supervisor can start anew at once. A lock that cannot be
    // given back shows at that next start.
    const exited = server.exited.finally(() => lock.release().catch(() => undefined));
    return await admit(server, cluster, port, exited);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A setting that shows in the list of processes and names the cluster, the same at every start. */
function clusterMark(dataDir: string): string {
  return `cluster_name=lien-thong-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
}

/** Starts on the port that was demanded, or on a free one, which is remembered for the next run. */
async function startOnPort(
  dataDir: string,
  demanded: number | undefined,
  start: Omit<ServerStart, 'port'>,
): Promise<{ server: RunningServer; port: number }> {
  if (demanded !== undefined && !(await isPortFree(demanded))) {
    throw new Error(`Port ${demanded} on 127.0.0.1 is in use; expected a free one. Choose another port.`);
  }
  const portFile = join(dataDir, 'postgres.port');
  const lastPort = parsePort(await readIfPresent(portFile));
  for (let attempt = 1; ; attempt++) {
    const port = demanded ?? (await freePort(lastPort));
    try {
      const server = await startServer({ ...start, port });
      await writeFile(portFile, String(port));
      return { server, port };
    } catch (error) {
      if (attempt === START_ATTEMPTS || !isPassing(error)) throw error;
      await pause(200);
    }
  }
}

/** The port that the file of the last run names; a damaged file names none. */
function parsePort(text = ''): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** Another program took the port in between, or the last processes of a server that died are still ending. */
function isPassing(error: unknown): boolean {
  const passing = /could not create any TCP\/IP sockets|pre-existing shared memory block/;
  return error instanceof ServerStartFailure && passing.test(error.log);
}

/** Proves that the password opens the server, and closes the databases that everybody could connect to. */
async function admit(
  server: RunningServer,
  { password }: Cluster,
  port: number,
  exited: Promise<number | null>,
): Promise<EmbeddedPostgres> {
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  try {
    await withConnection(adminUrl, (client) =>
      client.query('revoke connect, temporary on database postgres, template1 from public'),
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    adminUrl,
    port,
    exited,
    async stop() {
      await server.stop();
      await exited;
    },
  };
}
