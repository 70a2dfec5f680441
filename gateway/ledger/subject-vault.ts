import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyRing } from '../../contract/key-ring.ts';

/** A subject as the ledger keeps it: nobody without the keys learns who it is. */
export interface SealedSubject {
  /** HMAC-SHA-256 of type and identifier: the same for the same subject. */
  readonly digest: Buffer;
  /** The subject's own key, under a master key. */
  readonly wrappedKey: Buffer;
  /** Type and identifier, under the subject's own key. */
  readonly sealed: Buffer;
}

/** A subject in clear. */
export interface NamedSubject {
  readonly type: string;
  readonly key: string;
}

/** Keys of a vault. */
export interface SubjectVaultOptions {
  readonly digestSecret: string;
  /** Master keys; the first one is used for writing. */
  readonly masterKeys: KeyRing;
}

/** Seals subjects, and opens them for whoever has the keys. */
export interface SubjectVault {
  digestOf(type: string, key: string): Buffer;
  seal(type: string, key: string): SealedSubject;
  /** @throws Error when the keys are others, or it was changed; without a word of what it says */
  open(subject: SealedSubject): NamedSubject;
}

/** Digests that are remembered: the same few subjects are read again and again within minutes. */
const MOST_DIGESTS = 20_000;
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Envelope encryption: each subject has a key of its own, and a master key encrypts these. Whoever destroys the key of
 * one subject makes that subject unreadable, everywhere in the ledger, and nobody else; a new master key can take over
 * without anything being written again.
 *
 * @throws Error when there is no master key
 */
export function createSubjectVault({ digestSecret, masterKeys }: SubjectVaultOptions): SubjectVault {
  const [writing] = masterKeys;
  if (writing === undefined) throw new Error('Expected at least one master key of the ledger.');
  const digests = new Map<string, Buffer>();
  const digestOf = (type: string, key: string): Buffer => {
    const name = `${type}:${key}`;
    const known = digests.get(name);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', digestSecret).update(name).digest();
    if (digests.size >= MOST_DIGESTS) digests.clear();
    digests.set(name, digest);
    return digest;
  };
  return {
    digestOf,
    seal(type, key) {
      const digest = digestOf(type, key);
      const own = randomBytes(KEY_BYTES);
      const wrapped = encrypt(writing.key, own, digest);
      const id = Buffer.from(writing.id, 'utf8');
      return {
        digest,
        wrappedKey: Buffer.concat([Buffer.from([id.length]), id, wrapped]),
        sealed: encrypt(own, Buffer.from(JSON.stringify([type, key]), 'utf8'), digest),
      };
    },
    open({ digest, wrappedKey, sealed }) {
      const idEnd = 1 + (wrappedKey[0] ?? 0);
      const wrappedBy = wrappedKey.subarray(1, idEnd).toString('utf8');
      const master = masterKeys.find(({ id }) => id === wrappedBy);
      if (master === undefined)
        throw new Error('A subject of the ledger under a master key that is not given.');
      const own = decrypt(master.key, wrappedKey.subarray(idEnd), digest);
      const [type, key] = JSON.parse(decrypt(own, sealed, digest).toString('utf8')) as readonly string[];
      if (type === undefined || key === undefined || !digestOf(type, key).equals(digest)) {
        throw new Error('A subject of the ledger stands under the digest of another one.');
      }
      return { type, key };
    },
  };
}

/** The digest is authenticated along, so that nothing can be moved to another subject. */
function encrypt(key: Buffer, plain: Buffer, digest: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(digest);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, text: Buffer, digest: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, text.subarray(0, IV_BYTES)).setAAD(digest);
  decipher.setAuthTag(text.subarray(-TAG_BYTES));
  const body = text.subarray(IV_BYTES, -TAG_BYTES);
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (error) {
    throw new Error('A subject of the ledger cannot be opened: other keys, or it was changed.', {
      cause: error,
    });
  }
}
