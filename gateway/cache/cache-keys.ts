/** A key for values in Redis: 32 bytes for AES-256-GCM, under a name that stands beside each value. */
export interface CacheKey {
  readonly id: string;
  readonly key: Buffer;
}

const ENTRY = /^([\w-]{1,32}):([A-Za-z0-9+/]{43}=|[\w-]{43})$/;

/**
 * Reads the keys of the cache: `id:key` separated by commas, each key 32 bytes in base64. The first one encrypts, all
 * decrypt, so that keys are exchanged without losing what is kept: add the new one behind the old one on all
 * replicas, then put it first, then leave out the old one.
 *
 * @returns `undefined` when the text is anything else; it is secret, so nobody quotes it
 */
export function parseCacheKeys(text: string): readonly CacheKey[] | undefined {
  const keys = text.split(',').map((entry) => {
    const [, id = '', key = ''] = ENTRY.exec(entry.trim()) ?? [];
    return { id, key: Buffer.from(key, 'base64') };
  });
  const isEach = keys.every(({ id, key }) => id !== '' && key.length === 32);
  return isEach && new Set(keys.map(({ id }) => id)).size === keys.length ? keys : undefined;
}
