import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../test/support/stand-in.ts';

/** Servers that a test started by itself. */
export interface OwnServers {
  readonly urls: readonly string[];
  stop(): Promise<void>;
}

/** Whether this machine can start servers of its own. */
export const HAS_SERVER = spawnSync('redis-server', ['--version']).status === 0;

/** Whether it can make a throw-away certificate. */
export const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

const NODES = 3;

/** Three nodes on loopback that share all slots. */
export async function startCluster(): Promise<OwnServers> {
  const dir = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
  const nodes = await Promise.all(
    Array.from({ length: NODES }, async (_, index) => {
      const [port, bus] = [await freePort(), await freePort()];
      const file = join(dir, `node-${index}.conf`);
      const cluster = [
        '--cluster-enabled',
        'yes',
        '--cluster-config-file',
        file,
        '--cluster-port',
        String(bus),
      ];
      const server = await startServer(['--port', String(port), '--dir', dir, ...cluster], { port });
      return { ...server, port, bus };
    }),
  );
  const [first, ...others] = nodes;
  for (const [index, { redis }] of nodes.entries()) {
    const firstOf = (part: number) => Math.floor((part * 16_384) / NODES);
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', firstOf(index), firstOf(index + 1) - 1);
  }
  for (const { port, bus } of others) await first?.redis.call('CLUSTER', 'MEET', '127.0.0.1', port, bus);
  await Promise.all(nodes.map(({ redis }) => clusterIsWhole(redis)));
  return {
    urls: nodes.map(({ port }) => `redis://127.0.0.1:${port}`),
    async stop() {
      await Promise.all(nodes.map(({ stop }) => stop()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Asks until the node knows all the others; a node answers at once, so this does not spin. */
async function clusterIsWhole(redis: Redis): Promise<void> {
  const text = String(await redis.call('CLUSTER', 'INFO'));
  if (text.includes('cluster_state:ok') && text.includes(`cluster_known_nodes:${NODES}`)) return;
  await new Promise((resolve) => setTimeout(resolve, 20));
  await clusterIsWhole(redis);
}

/** One server that speaks TLS only, and the certificate that vouches for it. */
export async function startTlsServer(): Promise<OwnServers & { readonly certificate: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'redis-tls-'));
  const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'certificate.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=redis', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  if (made.status !== 0) throw new Error(`No certificate: ${made.stderr}`);
  const port = await freePort();
  const pem = await readFile(certificate, 'utf8');
  const tls = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
  const args = ['--port', '0', '--tls-port', String(port), '--tls-ca-cert-file', certificate, ...tls];
  const server = await startServer(args, { port, tls: { ca: pem } });
  return {
    urls: [`rediss://127.0.0.1:${port}`],
    certificate: pem,
    async stop() {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Starts a server and connects to it. */
async function startServer(
  args: readonly string[],
  connection: { readonly port: number; readonly tls?: { readonly ca: string } },
) {
  const server = spawn('redis-server', [...args, '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' });
  const exited = once(server, 'exit');
  const redis = new Redis({
    host: '127.0.0.1',
    ...connection,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
  });
  redis.on('error', () => undefined);
  await redis.ping();
  return {
    redis,
    async stop() {
      redis.disconnect();
      server.kill();
      await exited;
    },
  };
}
