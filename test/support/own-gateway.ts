import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import { type DevelopmentIssuer, startDevelopmentIssuer } from '../../embedded/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { variablePrefix } from '../../subgraphs/kit/config.ts';
import type { TestSystem } from './system.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MEMORY_REPORT = new URL('memory-report.ts', import.meta.url).href;
const PROCESS_REPORT = new URL('process-report.ts', import.meta.url).href;
const MAIN = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url));

/** A gateway in a process of its own, on the databases of a running system. */
export interface OwnGateway {
  /** Where it is asked. */
  readonly url: string;
  /** Bytes that are in use after a garbage collection. */
  memory(): Promise<number>;
  /** Its open connections to HTTP servers, by their ports. */
  sockets(): Promise<Readonly<Record<string, number>>>;
  /** The longest time that its event loop has stood still since this was last asked, in milliseconds. */
  pause(): Promise<number>;
  stop(): Promise<void>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
}

/** Starts it, with these variables beside those that it needs. */
export async function startOwnGateway(
  system: TestSystem,
  environment: Readonly<Record<string, string>> = {},
): Promise<OwnGateway> {
  const issuer = await startDevelopmentIssuer({ secrets: system.secrets });
  const preloaded = [TSX, MEMORY_REPORT, PROCESS_REPORT].flatMap((file) => ['--import', file]);
  const gateway = spawn(process.execPath, ['--expose-gc', ...preloaded, MAIN], {
    env: { ...environmentFor(system, issuer), ...environment } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { ready } = await message<{ ready: string }>(gateway);
  const report = async <Value>(name: string): Promise<Value> => {
    const answer = message<Readonly<Record<string, Value>>>(gateway);
    gateway.send(name);
    return (await answer)[name] as Value;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(gateway, 'exit');
    gateway.kill(signal);
    await exited;
    await issuer.stop();
  };
  return {
    url: `${ready}/graphql`,
    memory: () => report('memory'),
    sockets: () => report('sockets'),
    pause: () => report('pause'),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function message<T>(process: ChildProcess): Promise<T> {
  const [first] = (await once(process, 'message')) as [T];
  return first;
}

function environmentFor(system: TestSystem, issuer: DevelopmentIssuer): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    LIENTHONG_MODE: 'development',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SUPERGRAPH_FILE: fileURLToPath(new URL('../../supergraph.yaml', import.meta.url)),
    GOVERNANCE_DIR: fileURLToPath(new URL('../../governance', import.meta.url)),
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
}
