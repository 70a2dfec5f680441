import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyRing } from '../../contract/key-ring.ts';
import type { CachedEntity } from './entity-cache.ts';

/** A value as it lies in Redis. */
export interface KeptEntity extends CachedEntity {
  /** The entity's stamp when the value began to load: with another one, the entity has changed since. */
  readonly stamp: string;
  /** Wall time when it began to load, in milliseconds. */
  readonly beganAt: number;
  /** Wall time from which on it is not used. */
  readonly endsAt: number;
}

/** Encrypts values for Redis, and opens them again. */
export interface Seal {
  /** @param name the whole Redis key: under another one the value is none */
  close(name: string, kept: KeptEntity): Buffer;
  /** `undefined` for whatever was not closed under this name with one of the keys. */
  open(name: string, sealed: Buffer): KeptEntity | undefined;
}

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const VECTOR_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key of its own for each Redis key: random vectors of 96 bits stay good for 2^32 values of one
 * key only (NIST SP 800-38D, 8.3), which a whole country writes in days.
 *
 * @param keys the first one encrypts, all decrypt
 */
export function createSeal(keys: KeyRing): Seal {
  const [first] = keys;
  if (first === undefined) throw new Error('The cache needs a key to encrypt with.');
  const header = Buffer.concat([Buffer.of(FORMAT, first.id.length), Buffer.from(first.id)]);
  const known = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    close(name, { stamp, beganAt, endsAt, linked, value }) {
      const vector = randomBytes(VECTOR_BYTES);
      const cipher = createCipheriv(ALGORITHM, keyFor(first.key, name), vector);
      cipher.setAAD(Buffer.from(name));
      const text = JSON.stringify([stamp, beganAt, endsAt, linked, value]);
      const sealed = cipher.update(text, 'utf8');
      cipher.final();
      return Buffer.concat([header, vector, cipher.getAuthTag(), sealed]);
    },
    open(name, sealed) {
      const start = 2 + (sealed[1] ?? 0);
      const key = known.get(sealed.toString('utf8', 2, start));
      if (sealed[0] !== FORMAT || key === undefined) return undefined;
      try {
        return parseKept(decrypted(keyFor(key, name), name, sealed.subarray(start)));
      } catch {
        return undefined;
      }
    },
  };
}

function keyFor(key: Buffer, name: string): Buffer {
  return createHmac('sha256', key).update(`entity cache\n${name}`).digest();
}

/** @throws Error when the text is not what was encrypted under this key and name */
function decrypted(key: Buffer, name: string, bytes: Buffer): string {
  const text = VECTOR_BYTES + TAG_BYTES;
  const vector = bytes.subarray(0, VECTOR_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, vector, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(VECTOR_BYTES, text));
  const opened = decipher.update(bytes.subarray(text));
  // Of GCM nothing is left over: this only checks the tag.
  decipher.final();
  return opened.toString('utf8');
}

/** Only holders of a key wrote this, always in this form; the format's number changes with it. */
function parseKept(text: string): KeptEntity {
  const [stamp, beganAt, endsAt, linked, value] = JSON.parse(text) as [
    string,
    number,
    number,
    readonly string[],
    unknown,
  ];
  return { stamp, beganAt, endsAt, linked, value };
}
