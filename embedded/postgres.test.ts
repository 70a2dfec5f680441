import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from './connection.ts';
import { freePort } from './ports.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import { clusterDirectory, readPostmasterFile } from './postgres-cluster.ts';
import { runningProcess } from './processes.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function value(url: string, expression: string): Promise<unknown> {
  const { rows } = await withConnection(url, (client) =>
    client.query<{ v: unknown }>(`select ${expression} as v`),
  );
  return rows[0]?.v;
}

async function serverProcess(dataDir: string): Promise<number> {
  const file = await readPostmasterFile(clusterDirectory(dataDir));
  if (file === undefined) throw new Error(`No server runs on ${dataDir}.`);
  return file.pid;
}

/** Another process that starts the embedded server on `dataDir` and prints each step, then `started`. */
function startElsewhere(dataDir: string): { child: ChildProcess; says(text: string): Promise<void> } {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)});
    await startPostgres({ dataDir: process.argv[1], durable: false, onProgress: (text) => console.log(text) });
    console.log('started');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, dataDir], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  return {
    child,
    says: (text) => expect.poll(() => output, { timeout: 20_000, interval: 5 }).toContain(text),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const KEPT = '(select n from kept)';

describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = join(folder, 'main');
    postgres = await startPostgres({ dataDir, durable: false });
    await withConnection(postgres.adminUrl, (client) => client.query('create table kept as select 42 as n'));
  });
  afterAll(() => postgres.stop());

  it('is open to who has the password, and to nobody without it', async () => {
    expect(await value(postgres.adminUrl, '1')).toBe(1);
    const url = new URL(postgres.adminUrl);
    for (const password of ['', 'postgres']) {
      url.password = password;
      await expect(value(url.href, '1')).rejects.toThrow(/password/);
    }
  });

  it('keeps the password where only its owner can read it', async () => {
    expect((await stat(join(dataDir, 'secrets'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'secrets', 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
  });

  it('listens on the loopback interface and nowhere else', async () => {
    expect(await value(postgres.adminUrl, "current_setting('listen_addresses')")).toBe('127.0.0.1');
    expect(await value(postgres.adminUrl, "current_setting('unix_socket_directories')")).toBe('');
  });

  it('knows Vietnamese letters, and sorts them by the dictionary where asked to', async () => {
    expect(await value(postgres.adminUrl, "lower('ĐẶNG THỊ ẤU')")).toBe('đặng thị ấu');
    const sorted = "from unnest(array['Đào', 'Dung', 'Ân', 'An', 'Xuân']) as names(n)";
    expect(
      await value(postgres.adminUrl, `(select array_agg(n order by n collate "vi-x-icu") ${sorted})`),
    ).toEqual(['An', 'Ân', 'Dung', 'Đào', 'Xuân']);
  });

  it('has a process group of its own, so that Ctrl-C in a terminal does not reach it', async () => {
    const pid = await serverProcess(dataDir);
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pgid=', '-p', String(pid)]);
    expect(Number(stdout)).toBe(pid);
  });

  it('keeps what a failed statement was about out of its log', async () => {
    await withConnection(postgres.adminUrl, async (client) => {
      await client.query('create table once (word text primary key)');
      const insert = "insert into once values ('a personal matter')";
      await client.query(insert);
      await expect(client.query(insert)).rejects.toThrow('duplicate key');
    });
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('a personal matter');
  });

  it('refuses a second start while it runs, and keeps running', async () => {
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      `process ${process.pid} is using this data directory`,
    );
    expect(await value(postgres.adminUrl, KEPT)).toBe(42);
  });

  it('stops without leaving a process, as often as asked, and starts again with its data on its port', async () => {
    const pid = await serverProcess(dataDir);
    expect(await runningProcess(pid)).toBeDefined();
    await Promise.all([postgres.stop(), postgres.stop()]);
    await postgres.stop();
    expect(await postgres.exited).toBe(0);
    expect(await runningProcess(pid)).toBeUndefined();
    const before = postgres;
    // Durable this time, which is what happens unless asked otherwise.
    postgres = await startPostgres({ dataDir });
    expect(postgres.adminUrl).toBe(before.adminUrl);
    expect(await value(postgres.adminUrl, KEPT)).toBe(42);
    expect(await value(postgres.adminUrl, "current_setting('fsync')")).toBe('on');
    expect(await value(postgres.adminUrl, "current_setting('synchronous_commit')")).toBe('on');
  });

  it('takes another port when its own has been taken meanwhile, unless one was demanded', async () => {
    const { port } = postgres;
    await postgres.stop();
    const occupant = createServer().listen({ host: '127.0.0.1', port });
    await once(occupant, 'listening');
    await expect(startPostgres({ dataDir, port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
    postgres = await startPostgres({ dataDir, durable: false });
    expect(postgres.port).not.toBe(port);
    await postgres.stop();
    occupant.close();
    await once(occupant, 'close');
    const demanded = await freePort();
    postgres = await startPostgres({ dataDir, durable: false, port: demanded });
    expect(postgres.port).toBe(demanded);
  });

  it('says when the server died by itself, and can be started again at once', async () => {
    process.kill(await serverProcess(dataDir), 'SIGKILL');
    expect(await postgres.exited).toBeNull();
    await postgres.stop();
    postgres = await startPostgres({ dataDir, durable: false });
    expect(await value(postgres.adminUrl, KEPT)).toBe(42);
  });

  it('says what to do when the password is lost, and opens when it is back', async () => {
    await postgres.stop();
    const file = join(dataDir, 'secrets', 'postgres-password');
    const password = await readFile(file, 'utf8');
    await rm(file);
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      `${file}: expected the password of the database cluster`,
    );
    await writeFile(file, password, { mode: 0o600 });
    postgres = await startPostgres({ dataDir, durable: false });
    expect(await value(postgres.adminUrl, '1')).toBe(1);
  });

  it('does not touch data of another major version', async () => {
    await postgres.stop();
    const file = join(clusterDirectory(dataDir), 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    await writeFile(file, '9\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      /was made by PostgreSQL 9, but PostgreSQL \d+\.\d+ is/,
    );
    await writeFile(file, version);
    postgres = await startPostgres({ dataDir, durable: false });
    expect(await value(postgres.adminUrl, KEPT)).toBe(42);
  });

  it('shows the end of the log when the server refuses to start', async () => {
    await postgres.stop();
    const file = join(clusterDirectory(dataDir), 'postgresql.auto.conf');
    const settings = await readFile(file, 'utf8');
    await writeFile(file, 'no_such_setting = 1\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      /did not start on 127\.0\.0\.1:\d+.*no_such_setting/s,
    );
    await writeFile(file, settings);
    postgres = await startPostgres({ dataDir, durable: false });
    expect(await value(postgres.adminUrl, '1')).toBe(1);
  });
});

describe('when the process that started it is killed', () => {
  it('and not before, the server that it leaves behind is stopped, and its data is there at the next start', async () => {
    const dataDir = join(folder, 'orphan');
    const elsewhere = startElsewhere(dataDir);
    await elsewhere.says('started');
    const orphan = await serverProcess(dataDir);
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      `process ${elsewhere.child.pid} is using this data directory`,
    );
    expect(await runningProcess(orphan)).toBeDefined();
    await kill(elsewhere.child);
    expect(await runningProcess(orphan)).toBeDefined();

    const steps: string[] = [];
    const postgres = await startPostgres({ dataDir, durable: false, onProgress: (step) => steps.push(step) });
    expect(steps).toContain(`Stopping a PostgreSQL that an earlier run left behind (process ${orphan})`);
    expect(await runningProcess(orphan)).toBeUndefined();
    expect(await value(postgres.adminUrl, '1')).toBe(1);
    await postgres.stop();
  });

  it('a stranger that has the server’s old number today is left alone', async () => {
    const dataDir = join(folder, 'orphan');
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    const pid = stranger.pid ?? Number.NaN;
    await writeFile(
      join(clusterDirectory(dataDir), 'postmaster.pid'),
      `${pid}\n/elsewhere\n1\n1\n\n\n\nready\n`,
    );
    const postgres = await startPostgres({ dataDir, durable: false });
    expect(await runningProcess(pid)).toBeDefined();
    expect(await value(postgres.adminUrl, '1')).toBe(1);
    await postgres.stop();
    await kill(stranger);
  });

  it('in the middle of creating the databases, creation begins anew', async () => {
    const dataDir = join(folder, 'half');
    const elsewhere = startElsewhere(dataDir);
    const home = join(dataDir, 'postgres');
    const halfDone = async (): Promise<boolean> => {
      const files = await readdir(home, { recursive: true }).catch((): string[] => []);
      return files.some((file) => file.endsWith('PG_VERSION'));
    };
    await expect.poll(halfDone, { timeout: 20_000, interval: 2 }).toBe(true);
    await kill(elsewhere.child);
    expect(await readdir(home)).toEqual([expect.stringMatching(/^new-/)]);

    const postgres = await startPostgres({ dataDir, durable: false });
    expect(await value(postgres.adminUrl, '1')).toBe(1);
    await postgres.stop();
    expect(await readdir(home)).toEqual(['cluster']);
  });

  it('and what remains is the debris of a creation, that is cleared away', async () => {
    const dataDir = join(folder, 'orphan');
    const debris = join(dataDir, 'postgres', 'new-Abc123', 'cluster');
    await mkdir(debris, { recursive: true });
    await writeFile(join(debris, 'PG_VERSION'), '18\n');
    const postgres = await startPostgres({ dataDir, durable: false });
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['cluster']);
    await postgres.stop();
  });
});

describe('when the process that started it ends without stopping it', () => {
  it('by an error of its own, the server is told to end as well', async () => {
    const dataDir = join(folder, 'orphan');
    const script = `
      const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)});
      await startPostgres({ dataDir: process.argv[1], durable: false });
      console.log('started');
      process.stdin.once('data', () => process.exit(3));`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, dataDir], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    // Listened for from the start, and told only when its server is known: it must not end unseen.
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    const pid = await serverProcess(dataDir);
    child.stdin.write('end');
    await ended;
    expect(child.exitCode).toBe(3);
    await expect.poll(() => runningProcess(pid), { timeout: 10_000, interval: 5 }).toBeUndefined();
  });
});
