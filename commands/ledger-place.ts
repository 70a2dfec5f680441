import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { z } from 'zod';
import { loadSecrets } from '../embedded/index.ts';
import { type Snapshot, withSnapshot } from '../gateway/ledger/index.ts';
import { type Given, textOf, UsageError } from './command-line.ts';
import { readCommandConfig } from './config.ts';
import { textOfFile } from './ledger-command.ts';

/**
 * Reads the ledger that `--url` or LEDGER_URL names, and otherwise the one of the embedded databases.
 *
 * @throws UsageError when none is named and there are no embedded databases, or the name is no URL
 * @throws Error when it cannot be reached; without the password
 */
export async function withLedger<Result>(
  given: Given,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const named = textOf(given, 'url') ?? readCommandConfig().ledgerUrl;
  if (named !== undefined && !(URL.canParse(named) && /^postgres(ql)?:$/.test(new URL(named).protocol))) {
    // It is not quoted: it may hold a password.
    throw new UsageError('--url or LEDGER_URL: expected postgresql://role@host:port/database');
  }
  return withSnapshot(named ?? (await embeddedUrl(readCommandConfig().dataDir)), work);
}

/**
 * The public keys that `--key` or LEDGER_PUBLIC_KEY_FILE names, and otherwise that of the embedded system.
 *
 * @throws UsageError when none is named and there is no embedded system, or the file holds none
 */
export async function ledgerKeys(given: Given): Promise<readonly JWK[]> {
  const path = textOf(given, 'key') ?? readCommandConfig().ledgerPublicKeyFile;
  if (path !== undefined) return parseKeys(await textOfFile(path, '--key'), path);
  const { dataDir } = readCommandConfig();
  // Reading the secrets would make them where there are none.
  if (!existsSync(join(dataDir, 'secrets', 'ledger.json'))) {
    throw new UsageError(
      '--key or LEDGER_PUBLIC_KEY_FILE: expected a file with the public key of the ledger',
    );
  }
  return [(await loadSecrets(dataDir)).ledgerKey.publicJwk];
}

const KEY = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
});
const KEYS = z.union([
  KEY.transform((key) => [key]),
  z.object({ keys: z.array(KEY).min(1) }).transform(({ keys }) => keys),
]);

function parseKeys(text: string, path: string): readonly JWK[] {
  try {
    return KEYS.parse(JSON.parse(text));
  } catch {
    // It is not quoted: somebody may have taken the file with the private key.
    throw new UsageError(
      `--key: ${path} holds no public Ed25519 key as JWK, nor a set of them (RFC 8037, RFC 7517)`,
    );
  }
}

/** Where the embedded databases of a data directory keep the ledger, as long as they run. */
async function embeddedUrl(dataDir: string): Promise<string> {
  const [port, password] = await Promise.all(
    ['postgres.port', 'secrets/postgres-password'].map((name) =>
      readFile(join(dataDir, name), 'utf8').catch(() => undefined),
    ),
  );
  if (port === undefined || password === undefined) {
    throw new UsageError('--url or LEDGER_URL: expected the URL of a ledger; there is none on this machine');
  }
  if (!(await isListening(Number(port)))) {
    throw new Error(
      `The embedded databases of ${dataDir} do not run: start them with npm start, or name a ledger with --url.`,
    );
  }
  return `postgresql://postgres:${encodeURIComponent(password.trim())}@127.0.0.1:${port.trim()}/lt_ledger`;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
