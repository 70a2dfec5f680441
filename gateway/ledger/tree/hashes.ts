import { hash } from 'node:crypto';

/** Length of every hash of the tree: SHA-256. */
export const HASH_BYTES = 32;

/** Set leaves and nodes apart, so that no node can pass for an entry (RFC 9162, section 2.1.1). */
const LEAF_PREFIX = Buffer.of(0x00);
const NODE_PREFIX = Buffer.of(0x01);

/** Root of the tree without leaves: SHA-256 of nothing (RFC 9162, section 2.1.1). */
export const EMPTY_ROOT: Buffer = hash('sha256', Buffer.alloc(0), 'buffer');

/** The hash by which the tree knows an entry: SHA-256 of `00` and its bytes, of any length (RFC 9162, section 2.1.1). */
export function leafHash(data: Buffer): Buffer {
  return hash('sha256', Buffer.concat([LEAF_PREFIX, data]), 'buffer');
}

/**
 * The hash of a node over its two subtrees: SHA-256 of `01` and both their hashes (RFC 9162, section 2.1.1).
 *
 * @throws Error when one is not {@link HASH_BYTES} long: 31 and 33 bytes would hash like 32 and 32
 */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  assertHash(left);
  assertHash(right);
  return hash('sha256', Buffer.concat([NODE_PREFIX, left, right]), 'buffer');
}

/** Whether a value of any kind has the form of a hash of the tree. */
export function isHash(value: unknown): value is Buffer {
  return Buffer.isBuffer(value) && value.length === HASH_BYTES;
}

/** @throws Error when the bytes are not {@link HASH_BYTES} long */
export function assertHash(bytes: Buffer): void {
  if (bytes.length !== HASH_BYTES) {
    throw new Error(`A hash of the tree has ${HASH_BYTES} bytes, this one ${bytes.length}.`);
  }
}
