import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type DevelopmentIssuer, startDevelopmentIssuer } from '../../embedded/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { variablePrefix } from '../../subgraphs/kit/config.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const GUARD = new URL('../support/network-guard.ts', import.meta.url).href;
/** For the start of processes, on a machine that may be busy with other tests. */
const PATIENCE_MS = 120_000;
const MAIN = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url));

let system: TestSystem;
let issuer: DevelopmentIssuer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-network-'));
  system = await startTestSystem();
  issuer = await startDevelopmentIssuer({ secrets: system.secrets });
});

afterAll(async () => {
  await issuer.stop();
  await system.stop();
  await rm(folder, { recursive: true });
});

function recorded(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch(() => '');
}

/** A gateway of its own, watched; it gets the databases of the running system. */
function startWatchedGateway(record: string): ChildProcess {
  // Not the environment of this process: a switch that somebody has set here must not help.
  const environment = {
    PATH: process.env['PATH'] ?? '',
    NETWORK_RECORD: join(folder, record),
    LIENTHONG_MODE: 'development',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SUPERGRAPH_FILE: fileURLToPath(new URL('../../supergraph.yaml', import.meta.url)),
    TOKEN_ISSUER: issuer.issuer,
    TOKEN_JWKS_URL: issuer.jwksUrl,
    GRANT_PRIVATE_KEY: JSON.stringify(system.secrets.grantKey.privateJwk),
    LEDGER_URL: inject('ledger').servingUrl,
    REGISTERS_URL: inject('registers').servingUrl,
    LEDGER_DIGEST_SECRET: system.secrets.ledgerDigestSecret,
    LEDGER_SIGNING_KEY: JSON.stringify(system.secrets.ledgerKey.privateJwk),
    LEDGER_MASTER_KEYS: system.secrets.ledgerMasterKeys,
    ...Object.fromEntries(
      DATABASES.map(({ name }) => [`${variablePrefix(name)}_URL`, system.subgraphUrl(name)]),
    ),
  };
  return spawn(process.execPath, ['--import', TSX, '--import', GUARD, MAIN], {
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function ask(url: string, query: string): Promise<{ readonly data?: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token(CALLERS.tax)}`,
      ...CALLERS.tax.headers,
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { readonly data?: unknown };
}

describe('a running gateway', () => {
  it('looks up no name and calls nobody beyond this machine, from its start to its end', {
    timeout: PATIENCE_MS,
  }, async () => {
    const gateway = startWatchedGateway('gateway');
    const [{ ready: url }] = (await once(gateway, 'message')) as [{ ready: string }];
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } landRights { edges { node { form } } } } }`;
    for (const text of [query, '{ __schema { types { name } } }', '{ unknown }', '{', query])
      await ask(url, text);
    expect((await ask(url, query)).data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
    const exited = once(gateway, 'exit');
    gateway.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(await recorded('gateway')).toBe('');
  });
});

/** Attempts that the watch must see, each as a line of JavaScript. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'a connection': `import('node:net').then((net) => net.connect(443, '192.0.2.1'))`,
  'a TLS connection': `import('node:tls').then((tls) => tls.connect({ port: 443, host: '192.0.2.1' }))`,
  'an HTTP request': `fetch('http://192.0.2.1/metrics')`,
  'a look-up of a name': `import('node:dns').then((dns) => dns.lookup('telemetry.example', () => undefined))`,
  'a look-up by promise': `import('node:dns/promises').then((dns) => dns.lookup('telemetry.example'))`,
  'a datagram': `import('node:dgram').then((dgram) => dgram.createSocket('udp4').send('x', 8125, '192.0.2.1'))`,
};

describe('the watch over it', () => {
  it('sees every attempt, and lets none through', { timeout: PATIENCE_MS }, async () => {
    const attempts = Object.entries(ATTEMPTS);
    const lines = attempts.map(([, line]) => `await (async () => ${line})().catch(() => undefined);`);
    const script = `${lines.join('\n')}\nprocess.exit(0);`;
    await promisify(execFile)(
      process.execPath,
      ['--import', TSX, '--import', GUARD, '--input-type=module', '--eval', script],
      { env: { ...process.env, NETWORK_RECORD: join(folder, 'attempts') } },
    );
    expect((await recorded('attempts')).trim().split('\n')).toEqual([
      'connect 192.0.2.1',
      'connect 192.0.2.1',
      'connect 192.0.2.1',
      'lookup telemetry.example',
      'lookup telemetry.example',
      'send 192.0.2.1',
    ]);
  });
});
