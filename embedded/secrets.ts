import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { parseKeyRing } from '../contract/key-ring.ts';
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
  /** The ledger's key for its tree heads: Ed25519, and not the grants' own, so that no head passes for a grant. */
  readonly ledgerKey: SigningKey;
  /** Master keys of the ledger, a key ring (contract/key-ring.ts): `id:key`, separated by commas. */
  readonly ledgerMasterKeys: string;
  /** Secret of the digests by which the ledger names its subjects: 32 bytes in base64url. */
  readonly ledgerDigestSecret: string;
  /** Secret from which the passwords of database roles are derived: 32 bytes in base64url. */
  readonly databaseSecret: string;
}

/** What `keys.json` holds. Public keys are part of private ones, and kept nowhere else that could contradict. */
interface KeysFile {
  readonly grantKey: JWK;
  readonly issuerKey: JWK;
  readonly ledgerDigestSecret: string;
  readonly databaseSecret: string;
}

/** What `ledger.json` holds: a file of its own, because installations have a `keys.json` from before there were these. */
interface LedgerFile {
  readonly ledgerKey: JWK;
  readonly ledgerMasterKeys: string;
}

type Part = keyof KeysFile | keyof LedgerFile;

/** A file of secrets that was read, but not checked. */
interface ReadFile {
  readonly path: string;
  readonly parts: Readonly<Record<string, unknown>>;
  /** What is lost with its secrets, as the end of a sentence. */
  readonly loss: string;
}

const SECRET_BYTES = 32;

const LOSS_OF_KEYS =
  'tokens that were issued are no longer accepted, and ledger entries written before can no longer be matched to ' +
  'their subjects';

const LOSS_OF_LEDGER =
  'tree heads signed before can no longer be checked against the current key, and subjects that the ledger encrypted ' +
  'before can never be read again';

const ED25519 = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' } as const;
const ES256 = { kty: 'EC', crv: 'P-256', alg: 'ES256' } as const;

/**
 * The secrets of a data directory: created the first time, in `keys.json` and `ledger.json` of `<dataDir>/secrets` that
 * only their owner can read, and the same ever after. Processes that start together get the same ones.
 *
 * @throws Error naming the file, the part that is damaged, and what to do
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const folder = join(dataDir, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = await openFile(join(folder, 'keys.json'), createKeys, LOSS_OF_KEYS);
  const ledger = await openFile(join(folder, 'ledger.json'), createLedgerKeys, LOSS_OF_LEDGER);
  return {
    grantKey: await signingKey(keys, 'grantKey', ED25519),
    issuerKey: await signingKey(keys, 'issuerKey', ES256),
    ledgerKey: await signingKey(ledger, 'ledgerKey', ED25519),
    ledgerMasterKeys: masterKeys(ledger, 'ledgerMasterKeys'),
    ledgerDigestSecret: secret(keys, 'ledgerDigestSecret'),
    databaseSecret: secret(keys, 'databaseSecret'),
  };
}

async function createKeys(): Promise<KeysFile> {
  return {
    grantKey: await createKey('EdDSA'),
    issuerKey: await createKey('ES256'),
    ledgerDigestSecret: randomBytes(SECRET_BYTES).toString('base64url'),
    databaseSecret: randomBytes(SECRET_BYTES).toString('base64url'),
  };
}

async function createLedgerKeys(): Promise<LedgerFile> {
  return {
    ledgerKey: await createKey('EdDSA'),
    ledgerMasterKeys: `1:${randomBytes(SECRET_BYTES).toString('base64')}`,
  };
}

async function createKey(alg: 'EdDSA' | 'ES256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, kid: await calculateJwkThumbprint(jwk) };
}

async function openFile(
  path: string,
  create: () => Promise<KeysFile | LedgerFile>,
  loss: string,
): Promise<ReadFile> {
  const text = await readOrCreate(path, async () => `${JSON.stringify(await create(), null, 2)}\n`);
  const parts = parse(text);
  if (parts === undefined) throw damaged({ path, loss }, 'the whole file', 'one JSON object');
  return { path, parts, loss };
}

/** One JSON object, or nothing: the parser's own message would quote the file. */
function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Falls through, as whatever else is no object.
  }
  return undefined;
}

async function signingKey(
  file: ReadFile,
  name: Part,
  expected: Readonly<Record<'kty' | 'crv' | 'alg', string>>,
): Promise<SigningKey> {
  const jwk = file.parts[name];
  const rule = `a private JWK with kty ${expected.kty}, crv ${expected.crv} and a kid`;
  if (!isPrivateJwk(jwk)) throw damaged(file, name, rule);
  if (jwk.kty !== expected.kty || jwk.crv !== expected.crv) throw damaged(file, name, rule);
  const privateJwk: JWK = { ...jwk, alg: expected.alg };
  await importJWK(privateJwk).catch(() => {
    throw damaged(file, name, rule);
  });
  const { d: _private, ...publicJwk } = privateJwk;
  return { privateJwk, publicJwk };
}

function isPrivateJwk(value: unknown): value is JWK {
  if (typeof value !== 'object' || value === null) return false;
  return 'd' in value && typeof value.d === 'string' && 'kid' in value && typeof value.kid === 'string';
}

function secret(file: ReadFile, name: Part): string {
  const rule = `${SECRET_BYTES} bytes in base64url`;
  return textOf(file, name, rule, (text) => /^[\w-]{43}$/.test(text));
}

function masterKeys(file: ReadFile, name: Part): string {
  const rule = `id:key, several separated by commas, each key ${SECRET_BYTES} bytes in base64`;
  return textOf(file, name, rule, (text) => parseKeyRing(text) !== undefined);
}

function textOf(file: ReadFile, name: Part, rule: string, isRight: (text: string) => boolean): string {
  const value = file.parts[name];
  if (typeof value !== 'string' || !isRight(value)) throw damaged(file, name, rule);
  return value;
}

/** Never quotes what was found, because it may still be a secret. */
function damaged({ path, loss }: Pick<ReadFile, 'path' | 'loss'>, part: string, expected: string): Error {
  return new Error(
    `${path}: ${part} is damaged; expected ${expected}. Restore the file from a copy. Or delete it: new secrets are ` +
      `then made, ${loss}.`,
  );
}
