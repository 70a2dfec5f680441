import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { JWK } from 'jose';
import { z } from 'zod';

/** What a ledger states about itself at one time: whoever keeps it can prove any later change of an entry. */
export interface TreeHead {
  /** Which ledger: up to 200 visible ASCII characters. */
  readonly logId: string;
  /** Number of entries. */
  readonly size: number;
  /** Merkle tree hash of all entries (RFC 9162, section 2.1.1), in lower-case hexadecimal digits. */
  readonly root: string;
  /** When it was made: ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it. */
  readonly at: string;
  /** {@link headDigest} of the head before, {@link NO_PREVIOUS_HEAD} in the first: the heads are a chain themselves. */
  readonly previous: string;
  /** JWK thumbprint (RFC 7638) of the key that signs it. */
  readonly keyId: string;
}

/** A tree head with its Ed25519 signature (RFC 8032) over {@link headBytes}, in base64url. */
export interface SignedHead extends TreeHead {
  readonly signature: string;
}

/** Signs heads with one key. */
export interface HeadSigner {
  /** JWK thumbprint (RFC 7638) of the public key. */
  readonly keyId: string;
  /** @throws Error that names the first member that no head can have */
  sign(head: Omit<TreeHead, 'keyId'>): SignedHead;
}

/** `previous` of the first head of a ledger. */
export const NO_PREVIOUS_HEAD = '0'.repeat(64);

const FIRST_LINE = 'lien-thong ledger head v1';
const NAMES = ['logId', 'size', 'root', 'at', 'previous', 'keyId'] as const;

const SHA_256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits');
const MEMBERS = {
  // No line break, nor characters that look alike: the signature is over what a person reads.
  logId: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'expected 1 to 200 visible ASCII characters'),
  size: z.number().int().min(0),
  root: SHA_256,
  at: z.iso.datetime({ precision: 3, error: 'expected a time such as 2026-11-22T03:04:05.678Z' }),
  previous: SHA_256,
  keyId: z.string().regex(/^[\w-]{43}$/, 'expected a SHA-256 JWK thumbprint in base64url'),
};
const TREE_HEAD = z.object(MEMBERS);
const SIGNED_HEAD = z.strictObject({
  ...MEMBERS,
  // The last character holds two bits: of the sixteen texts that decode to the same bytes, one counts.
  signature: z.string().regex(/^[\w-]{85}[AQgw]$/, 'expected an Ed25519 signature in base64url'),
});

/**
 * The bytes that are signed: UTF-8 text of the line `lien-thong ledger head v1` and one `name: value` line for each
 * member, in the order of {@link TreeHead}, each with a line feed. One head has one such text and no other head has it.
 *
 * @throws Error that names the first member that no head can have
 */
export function headBytes(head: TreeHead): Buffer {
  const members = headOf(TREE_HEAD, head);
  const lines = NAMES.map((name) => `${name}: ${members[name]}\n`);
  return Buffer.from(`${FIRST_LINE}\n${lines.join('')}`);
}

/**
 * SHA-256 of {@link headBytes} in hexadecimal digits: what the next head states as `previous`.
 *
 * @throws Error that names the first member that no head can have
 */
export function headDigest(head: TreeHead): string {
  return createHash('sha256').update(headBytes(head)).digest('hex');
}

/**
 * Makes a signer from a private JWK (`kty: OKP`, `crv: Ed25519`; RFC 8037).
 *
 * @throws Error for any other key, or one whose public half is that of another; it quotes nothing of it
 */
export function createHeadSigner(privateJwk: JWK): HeadSigner {
  const key = ed25519(privateJwk, 'private', () =>
    createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }),
  );
  const publicHalf = createPublicKey(key);
  if (publicHalf.export({ format: 'jwk' }).x !== privateJwk.x) {
    throw new Error('The private JWK contradicts itself: its x is not the public key that belongs to its d.');
  }
  const keyId = thumbprint(publicHalf);
  return {
    keyId,
    sign({ logId, size, root, at, previous }) {
      const head: TreeHead = { logId, size, root, at, previous, keyId };
      return { ...head, signature: sign(null, headBytes(head), key).toString('base64url') };
    },
  };
}

/**
 * Takes a head, of whatever origin, that one of the keys signed. Says nothing about its ledger, time or predecessor:
 * the caller compares them with what it expects.
 *
 * @throws Error that says what is wrong: no head (and which member), a key that is not known, a signature that does
 *   not fit, or a public key that is not Ed25519
 */
export function verifyHead(head: unknown, publicKeys: readonly JWK[]): SignedHead {
  const signed = headOf(SIGNED_HEAD, head);
  const key = publicKeys.map(publicKey).find((each) => thumbprint(each) === signed.keyId);
  if (key === undefined) throw new Error(`The tree head names the key ${signed.keyId}, which is not known.`);
  if (!verify(null, headBytes(signed), key, Buffer.from(signed.signature, 'base64url'))) {
    throw new Error('The signature of the tree head is wrong: it is not what the key signed.');
  }
  return signed;
}

/**
 * The head as a small text file for a witness outside: the lines that are signed, and one more with the signature.
 *
 * @throws Error that names the first member that no head can have
 */
export function headText(head: SignedHead): string {
  const { signature } = headOf(SIGNED_HEAD, head);
  return `${headBytes(head).toString()}signature: ${signature}\n`;
}

/**
 * The head of a text that {@link headText} wrote. Its signature is not checked: {@link verifyHead} does that.
 *
 * @throws Error that names the line, or the member, that is wrong
 */
export function parseHead(text: string): SignedHead {
  const names = [...NAMES, 'signature'];
  const [firstLine, ...lines] = text.split('\n');
  if (firstLine !== FIRST_LINE) throw notAHead(`line 1 must be "${FIRST_LINE}"`);
  if (lines.length !== names.length + 1 || lines.at(-1) !== '') {
    throw notAHead(`it must have ${names.length + 1} lines, each with a line feed at its end`);
  }
  const values = names.map((name, index) => {
    const [line = '', start] = [lines[index], `${name}: `];
    if (!line.startsWith(start)) throw notAHead(`line ${index + 2} must begin with "${start}"`);
    return [name, line.slice(start.length)] as const;
  });
  const members = Object.fromEntries(values);
  // Any other way to write a number would be a second text of the same head.
  const size = /^(0|[1-9]\d*)$/.test(members['size'] ?? '') ? Number(members['size']) : members['size'];
  return headOf(SIGNED_HEAD, { ...members, size });
}

function headOf<Head>(shape: z.ZodType<Head>, value: unknown): Head {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw notAHead([...(issue?.path ?? []), issue?.message].join(': '));
}

function notAHead(reason: string): Error {
  return new Error(`This is not a tree head: ${reason}.`);
}

function publicKey(jwk: JWK): KeyObject {
  return ed25519(jwk, 'public', () => createPublicKey({ key: { ...jwk }, format: 'jwk' }));
}

function ed25519(jwk: JWK, half: 'private' | 'public', create: () => KeyObject): KeyObject {
  const refusal = new Error(
    `Tree heads are signed with Ed25519: expected a ${half} JWK with kty OKP and crv Ed25519.`,
  );
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') throw refusal;
  try {
    return create();
  } catch {
    // The reason that node:crypto gives may quote the key.
    throw refusal;
  }
}

/** RFC 7638, section 3: SHA-256 over the required members in the order of their names, without white space. */
function thumbprint(key: KeyObject): string {
  const { crv, kty, x } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}
