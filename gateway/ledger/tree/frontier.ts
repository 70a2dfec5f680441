import { assertHash, EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashes.ts';

/**
 * All that must be known of a tree to let it grow and to give its root: a compact range that begins at the first
 * leaf. A tree of 13 leaves has the roots of its first 8, of the next 4, and of the last one.
 */
export interface Frontier {
  /** Number of leaves. */
  readonly size: number;
  /** Roots of the complete subtrees from the left, the largest first: one for each 1 in the binary form of `size`. */
  readonly hashes: readonly Buffer[];
}

/**
 * Told of each complete subtree of 2^`level` leaves that an added leaf finishes, the smallest first: the one of leaves
 * `index` * 2^`level` up to (`index` + 1) * 2^`level`, without the latter. `level` is at least 1.
 */
export type OnComplete = (level: number, index: number, hash: Buffer) => void;

/** The tree without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/**
 * Lets a tree grow leaf by leaf, keeping only its frontier: a leaf costs one node hash on average, and a tree of any
 * size a few dozen hashes of memory. Hashes that are handed over are kept as they are, so they must not be
 * overwritten afterwards.
 */
export class FrontierBuilder {
  readonly #onComplete: OnComplete | undefined;
  readonly #hashes: Buffer[];
  #size: number;

  /** @throws Error when `from`, the tree that is to grow, has not the number of hashes that belongs to its size */
  constructor(onComplete?: OnComplete, from: Frontier = EMPTY_FRONTIER) {
    assertFrontier(from);
    this.#onComplete = onComplete;
    this.#hashes = [...from.hashes];
    this.#size = from.size;
  }

  /** Number of leaves so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds one leaf at the end.
   *
   * @throws Error when it is not a hash
   */
  add(leafHash: Buffer): void {
    this.addSubtree(0, leafHash);
  }

  /**
   * Adds a complete subtree of 2^`level` leaves at the end, of which only the root is known. `onComplete` is told of
   * what it finishes, not of itself.
   *
   * @throws Error when it is not a hash, or such a subtree cannot begin where the tree ends
   */
  addSubtree(level: number, hash: Buffer): void {
    assertHash(hash);
    const grown = this.#size + 2 ** level;
    let index = this.#size / 2 ** level;
    if (!Number.isSafeInteger(index) || !Number.isSafeInteger(grown)) {
      throw new Error(`No complete subtree of level ${level} can follow ${this.#size} leaves.`);
    }
    let height = level;
    let kept = this.#hashes.length;
    let merged = hash;
    // Each 1 at the end of the number stands for one more left sibling that waits.
    while (index % 2 === 1) {
      kept -= 1;
      merged = nodeHash(this.#hashes[kept] as Buffer, merged);
      height += 1;
      index = (index - 1) / 2;
      this.#onComplete?.(height, index, merged);
    }
    this.#hashes.length = kept;
    this.#hashes.push(merged);
    this.#size = grown;
  }

  /** The Merkle tree hash of all leaves so far; {@link EMPTY_ROOT} without any. */
  root(): Buffer {
    return rootOf({ size: this.#size, hashes: this.#hashes });
  }

  /** The tree as it is now; it does not change when more leaves are added. */
  frontier(): Frontier {
    return { size: this.#size, hashes: [...this.#hashes] };
  }
}

/**
 * The tree with more leaves at its end; `onComplete` is told of the complete subtrees that they finish.
 *
 * @throws Error when a leaf is not a hash, or the frontier is none
 */
export function extended(
  frontier: Frontier,
  leafHashes: readonly Buffer[],
  onComplete?: OnComplete,
): Frontier {
  const builder = new FrontierBuilder(onComplete, frontier);
  for (const leafHash of leafHashes) builder.add(leafHash);
  return builder.frontier();
}

/**
 * The Merkle tree hash of all leaves (RFC 9162, section 2.1.1).
 *
 * @throws Error when the frontier has not the number of hashes that belongs to its size
 */
export function rootOf(frontier: Frontier): Buffer {
  assertFrontier(frontier);
  if (frontier.size === 0) return EMPTY_ROOT;
  return frontier.hashes.reduceRight((right, left) => nodeHash(left, right));
}

/**
 * The hashes of a frontier one after the other, to be stored beside its size.
 *
 * @throws Error when the frontier has not the number of hashes that belongs to its size
 */
export function packFrontier(frontier: Frontier): Buffer {
  assertFrontier(frontier);
  return Buffer.concat(frontier.hashes);
}

/**
 * The frontier that {@link packFrontier} packed; it keeps nothing of `bytes`.
 *
 * @throws Error when `size` is no number of leaves, or `bytes` has not the length that belongs to it
 */
export function unpackFrontier(size: number, bytes: Buffer): Frontier {
  const expected = subtreesOf(size) * HASH_BYTES;
  if (bytes.length !== expected) {
    throw new Error(`The frontier of ${size} leaves has ${expected} bytes, not ${bytes.length}.`);
  }
  const hashes = Array.from({ length: expected / HASH_BYTES }, (_, index) =>
    Buffer.from(bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
  );
  return { size, hashes };
}

function assertFrontier({ size, hashes }: Frontier): void {
  const expected = subtreesOf(size);
  if (hashes.length !== expected) {
    throw new Error(`The frontier of ${size} leaves has ${expected} hashes, not ${hashes.length}.`);
  }
  for (const hash of hashes) assertHash(hash);
}

/** Complete subtrees that a tree consists of: the 1s in its size, which may be beyond 32 bits. */
function subtreesOf(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new Error(`A tree cannot have ${size} leaves.`);
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
