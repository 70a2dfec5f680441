import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Keys of records that the gateway joins databases through, but that the caller is not granted. A subgraph gives them
 * out sealed under the link key of the access grant: another subgraph under the same agency and purpose can open
 * them, whoever sees only the answer cannot. The same key is sealed to the same text, so that records still join.
 *
 * The construction is that of a synthetic initialisation vector (RFC 5297): the vector is a keyed digest of the
 * plaintext and of what it is a key of, and opening checks it.
 */

const PREFIX = 'sealed:';
const VECTOR_BYTES = 16;

/** Seals the key of a record; `coordinate` is the key field, such as `Citizen.personalId`. */
export function sealKey(linkKey: string, coordinate: string, key: string): string {
  const vector = vectorOf(linkKey, coordinate, key);
  const cipher = createCipheriv('aes-256-ctr', cipherKey(linkKey), vector);
  const sealed = Buffer.concat([vector, cipher.update(key, 'utf8'), cipher.final()]);
  return PREFIX + sealed.toString('base64url');
}

/** Whether a text is a sealed key. */
export function isSealed(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith(PREFIX);
}

/** The key that was sealed; `undefined` when it was not sealed under this link key for this field. */
export function openKey(linkKey: string, coordinate: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
  if (!isSealed(sealed) || bytes.length <= VECTOR_BYTES) return undefined;
  const vector = bytes.subarray(0, VECTOR_BYTES);
  const decipher = createDecipheriv('aes-256-ctr', cipherKey(linkKey), vector);
  const opened = Buffer.concat([decipher.update(bytes.subarray(VECTOR_BYTES)), decipher.final()]);
  const key = opened.toString('utf8');
  return timingSafeEqual(vectorOf(linkKey, coordinate, key), vector) ? key : undefined;
}

/** Keys derived already; link keys change with the agency, the purpose and the citizen, and last for many grants. */
const DERIVED = new Map<string, Buffer>();
const MOST_DERIVED = 1_000;

function cipherKey(linkKey: string): Buffer {
  const known = DERIVED.get(linkKey);
  if (known !== undefined) return known;
  const key = createHmac('sha256', Buffer.from(linkKey, 'base64url')).update('sealed key: cipher').digest();
  if (DERIVED.size >= MOST_DERIVED) DERIVED.clear();
  DERIVED.set(linkKey, key);
  return key;
}

function vectorOf(linkKey: string, coordinate: string, key: string): Buffer {
  return createHmac('sha256', Buffer.from(linkKey, 'base64url'))
    .update(`sealed key: vector\n${coordinate}\n${key}`)
    .digest()
    .subarray(0, VECTOR_BYTES);
}
