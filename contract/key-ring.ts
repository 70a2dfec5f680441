/**
 * The form in which whoever makes encryption keys (an operator, the embedded installation) hands several of them to
 * the gateway, so that one can take over from another.
 */

/** A symmetric key of 32 bytes, as AES-256 takes it, under a name that stands beside whatever it encrypts. */
export interface RingKey {
  /** 1 to 32 letters, digits, `_` and `-`; of its own within a ring. */
  readonly id: string;
  readonly key: Buffer;
}

/** At least one key, in order: the first one encrypts, all decrypt. */
export type KeyRing = readonly RingKey[];

const ENTRY = /^([\w-]{1,32}):([A-Za-z0-9+/]{43}=|[\w-]{43})$/;

/**
 * Reads a key ring: `id:key` separated by commas, each key 32 bytes in base64. The first one encrypts, all decrypt, so
 * that keys are exchanged without losing what they encrypted: add the new one behind the old one on all replicas, then
 * put it first, then leave out the old one when nothing is left under it.
 *
 * @returns `undefined` when the text is anything else; it is secret, so nobody quotes it
 */
export function parseKeyRing(text: string): KeyRing | undefined {
  const keys = text.split(',').map((entry) => {
    const [, id = '', key = ''] = ENTRY.exec(entry.trim()) ?? [];
    return { id, key: Buffer.from(key, 'base64') };
  });
  const isEach = keys.every(({ id, key }) => id !== '' && key.length === 32);
  return isEach && new Set(keys.map(({ id }) => id)).size === keys.length ? keys : undefined;
}
