import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { readOrCreate } from './files.ts';

/** A signing key with its public half, as JWK (RFC 7517), with `alg` and `kid`. */
export interface SigningKey {
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** Everything secret that an installation without a key store of its own makes for itself. */
export interface Secrets {
  /** The gateway's key for access grants: Ed25519 (RFC 8037). */
  readonly grantKey: SigningKey;
  /** The development token issuer's key: ES256. Not the grants' algorithm, so that neither passes for the other. */
  readonly issuerKey: SigningKey;
  /** Secret of the digests by which the ledger names its subjects: 32 bytes in base64url. */
  readonly ledgerDigestSecret: string;
  /** Secret from which the passwords of database roles are derived: 32 bytes in base64url. */
  readonly databaseSecret: string;
}

/** What the file holds. Public keys are part of private ones, and kept nowhere else that could contradict. */
interface SecretsFile {
  readonly grantKey: JWK;
  readonly issuerKey: JWK;
  readonly ledgerDigestSecret: string;
  readonly databaseSecret: string;
}

const SECRET_BYTES = 32;

/**
 * The secrets of a data directory: created the first time, in `<dataDir>/secrets/keys.json` that only its owner can
 * read, and the same ever after. Processes that start together get the same ones.
 *
 * @throws Error naming the file, the part that is damaged, and what to do
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const folder = join(dataDir, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'keys.json');
  const text = await readOrCreate(path, async () => `${JSON.stringify(await createSecrets(), null, 2)}\n`);
  const file = parse(path, text);
  return {
    grantKey: await signingKey(path, file, 'grantKey', { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' }),
    issuerKey: await signingKey(path, file, 'issuerKey', { kty: 'EC', crv: 'P-256', alg: 'ES256' }),
    ledgerDigestSecret: secret(path, file, 'ledgerDigestSecret'),
    databaseSecret: secret(path, file, 'databaseSecret'),
  };
}

async function createSecrets(): Promise<SecretsFile> {
  return {
    grantKey: await createKey('EdDSA'),
    issuerKey: await createKey('ES256'),
    ledgerDigestSecret: randomBytes(SECRET_BYTES).toString('base64url'),
    databaseSecret: randomBytes(SECRET_BYTES).toString('base64url'),
  };
}

async function createKey(alg: 'EdDSA' | 'ES256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, kid: await calculateJwkThumbprint(jwk) };
}

function parse(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Falls through: the parser's own message would quote the file.
  }
  throw damaged(path, 'the whole file', 'one JSON object');
}

async function signingKey(
  path: string,
  file: Readonly<Record<string, unknown>>,
  name: keyof SecretsFile,
  expected: Readonly<Record<'kty' | 'crv' | 'alg', string>>,
): Promise<SigningKey> {
  const jwk = file[name];
  const rule = `a private JWK with kty ${expected.kty}, crv ${expected.crv} and a kid`;
  if (!isPrivateJwk(jwk)) throw damaged(path, name, rule);
  if (jwk.kty !== expected.kty || jwk.crv !== expected.crv) throw damaged(path, name, rule);
  const privateJwk: JWK = { ...jwk, alg: expected.alg };
  await importJWK(privateJwk).catch(() => {
    throw damaged(path, name, rule);
  });
  const { d: _private, ...publicJwk } = privateJwk;
  return { privateJwk, publicJwk };
}

function isPrivateJwk(value: unknown): value is JWK {
  if (typeof value !== 'object' || value === null) return false;
  return 'd' in value && typeof value.d === 'string' && 'kid' in value && typeof value.kid === 'string';
}

function secret(path: string, file: Readonly<Record<string, unknown>>, name: keyof SecretsFile): string {
  const value = file[name];
  const rule = `${SECRET_BYTES} bytes in base64url`;
  if (typeof value !== 'string' || !/^[\w-]{43}$/.test(value)) throw damaged(path, name, rule);
  return value;
}

/** Never quotes what was found, because it may still be a secret. */
function damaged(path: string, part: string, expected: string): Error {
  return new Error(
    `${path}: ${part} is damaged; expected ${expected}. Restore the file from a copy. Or delete it: new secrets are ` +
      'then made, tokens that were issued are no longer accepted, and ledger entries written before can no longer ' +
      'be matched to their subjects.',
  );
}
