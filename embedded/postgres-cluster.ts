import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lchown, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { readIfPresent, readOrCreate } from './files.ts';
import { type Account, type Binaries, CLEAN_ENVIRONMENT } from './postgres-binaries.ts';
import { hasCode } from './processes.ts';

/** A database cluster on disk: all databases that one PostgreSQL server serves. */
export interface Cluster {
  /** Absolute path of PostgreSQL's data directory. */
  readonly directory: string;
  /** The user it belongs to and its server runs as; `undefined` is the current user. */
  readonly account: Account | undefined;
  /** Password of the superuser `postgres`. */
  readonly password: string;
}

/** PostgreSQL refuses to run as root; root gives its processes to `nobody`, which exists everywhere. */
const NOBODY: Account = { uid: 65534, gid: 65534 };

/** Folder, below the data directory, that belongs to the account PostgreSQL runs as. */
function homeOf(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/** Where the cluster of a data directory lies, whether it exists yet or not. */
export function clusterDirectory(dataDir: string): string {
  return join(homeOf(dataDir), 'cluster');
}

/**
 * Whom PostgreSQL runs as. Root keeps to the owner of a cluster that is already there, so that a developer who once
 * uses sudo can go on without it.
 *
 * @throws Error when the current user is neither root nor the cluster's owner
 */
export async function accountFor(dataDir: string): Promise<Account | undefined> {
  const self = process.getuid?.();
  if (self === undefined) return undefined;
  const home = await stat(homeOf(dataDir)).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (self === 0) return home === undefined || home.uid === 0 ? NOBODY : { uid: home.uid, gid: home.gid };
  if (home === undefined || home.uid === self) return undefined;
  throw new Error(
    `${homeOf(dataDir)} belongs to user ${home.uid}, expected ${self} (the current user). It was created by another ` +
      'user, or by root. Start as that user, or choose another data directory.',
  );
}

/**
 * The cluster of a data directory, created by initdb when there is none. Creation happens under another name and
 * ends with a rename, so a cluster that exists is whole; what an interrupted creation left is removed.
 *
 * @throws Error when the cluster was made by another major version, or when its password file is gone
 */
export async function openCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account | undefined,
  options: { readonly durable: boolean; readonly onProgress: (message: string) => void },
): Promise<Cluster> {
  const directory = clusterDirectory(dataDir);
  const passwordFile = join(dataDir, 'secrets', 'postgres-password');
  await removeUnfinished(homeOf(dataDir));
  const version = await readIfPresent(join(directory, 'PG_VERSION'));
  if (version !== undefined) {
    requireSameMajor(directory, version.trim(), binaries.version);
    return { directory, account, password: await requirePassword(passwordFile, directory) };
  }
  options.onProgress(`Creating a PostgreSQL ${binaries.version} database cluster in ${directory}`);
  await mkdir(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  const password = await readOrCreate(passwordFile, () => randomBytes(24).toString('base64url'));
  await createCluster({ directory, account, password }, homeOf(dataDir), binaries, options.durable);
  return { directory, account, password };
}

async function removeUnfinished(home: string): Promise<void> {
  const entries = await readdir(home).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  for (const entry of entries.filter((name) => name.startsWith('new-'))) {
    // An initdb whose parent was killed may still be writing here; it fails as soon as its folder is gone.
    await rm(join(home, entry), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

function requireSameMajor(directory: string, found: string, installed: string): void {
  if (found === installed.split('.')[0]) return;
  throw new Error(
    `${directory} was made by PostgreSQL ${found}, but PostgreSQL ${installed} is installed. Dump the data with the ` +
      'old version and load it with the new one, or move the folder away to start empty.',
  );
}

async function requirePassword(file: string, directory: string): Promise<string> {
  const password = (await readIfPresent(file))?.trim();
  if (password !== undefined && password !== '') return password;
  throw new Error(
    `${file}: expected the password of the database cluster in ${directory}, found nothing. Restore the file from a ` +
      'copy; without it the data cannot be opened. To start empty, move the cluster away.',
  );
}

async function createCluster(
  cluster: Cluster,
  home: string,
  binaries: Binaries,
  durable: boolean,
): Promise<void> {
  const { account } = cluster;
  await mkdir(home, { recursive: true, mode: 0o700 });
  await give(home, account);
  const workshop = await mkdtemp(join(home, 'new-'));
  const unfinished = join(workshop, 'cluster');
  await mkdir(unfinished, { mode: 0o700 });
  await writePassword(join(workshop, 'password'), cluster.password, account);
  await give(unfinished, account);
  await give(workshop, account);
  await runInitdb(binaries.initdb, unfinished, account, durable);
  await rename(unfinished, cluster.directory);
  await syncFolder(home);
  await rm(workshop, { recursive: true, force: true });
}

/** Never through a link: the folder around belongs to an account that others may use as well. */
async function give(path: string, account: Account | undefined): Promise<void> {
  if (account !== undefined) await lchown(path, account.uid, account.gid);
}

async function writePassword(path: string, password: string, account: Account | undefined): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(password);
    if (account !== undefined) await file.chown(account.uid, account.gid);
  } finally {
    await file.close();
  }
}

async function runInitdb(
  initdb: string,
  directory: string,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const options = [
    ...['--username=postgres', '--auth=scram-sha-256', '--pwfile=../password', '--encoding=UTF8'],
    // Sorting and case by Unicode code point, the same on every machine; ICU collations stay available by name.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(initdb, ['-D', reachablePath(directory, account), ...options], {
      ...account,
      cwd: directory,
      env: CLEAN_ENVIRONMENT,
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(
      `${basename(initdb)} could not create a database cluster in ${directory}. ${said}`.trim(),
      {
        cause: error,
      },
    );
  }
}

/**
 * A name under which a process of `account`, started with `directory` as its working directory, can reach it.
 * Another account cannot walk down to a folder below /root; on Linux its working directory, entered while still
 * root, needs no walk.
 */
export function reachablePath(directory: string, account: Account | undefined): string {
  return account !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : directory;
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder as a file, and needs no such flush.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What postmaster.pid, which a running server keeps in its data directory, tells. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping` or `standby`. */
  readonly status: string;
}

/** Reads postmaster.pid; `undefined` when there is none or while it is being written. */
export async function readPostmasterFile(directory: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port, status: (lines[7] ?? '').trim() };
}
