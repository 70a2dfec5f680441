import { createHash } from 'node:crypto';

/**
 * The reference tree of the certificate-transparency project (cpp/merkletree/merkle_tree_test.cc): its eight entries,
 * and its roots for one entry up to all eight.
 */
export const REFERENCE_ENTRIES: readonly Buffer[] = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(bytes);
export const REFERENCE_ROOTS: readonly Buffer[] = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(bytes);

/** The bytes that these hexadecimal digits stand for. */
export function bytes(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}

/** The same bytes but for one bit. */
export function flipped(original: Buffer, bit = 0): Buffer {
  const copy = Buffer.from(original);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}

/** So many leaf hashes, all different. */
export function leavesOf(count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => sha256('00', Buffer.from(`entry ${index}`)));
}

/** MTH of RFC 9162, section 2.1.1, word for word, over leaf hashes. */
export function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [leaf, ...others] = leaves;
  if (leaf === undefined) return sha256('');
  if (others.length === 0) return leaf;
  const k = naiveSplit(leaves.length);
  return sha256('01', naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** PATH of RFC 9162, section 2.1.3.1, word for word. */
export function naiveInclusion(m: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length === 1) return [];
  const k = naiveSplit(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k
    ? [...naiveInclusion(m, left), naiveRoot(right)]
    : [...naiveInclusion(m - k, right), naiveRoot(left)];
}

/** SUBPROOF of RFC 9162, section 2.1.4.1, word for word; PROOF is that of a complete subtree. */
export function naiveConsistency(m: number, leaves: readonly Buffer[], isWhole = true): readonly Buffer[] {
  if (m === leaves.length) return isWhole ? [] : [naiveRoot(leaves)];
  const k = naiveSplit(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k
    ? [...naiveConsistency(m, left, isWhole), naiveRoot(right)]
    : [...naiveConsistency(m - k, right, false), naiveRoot(left)];
}

function naiveSplit(n: number): number {
  return Math.max(...[1, 2, 4, 8, 16, 32, 64, 128, 256, 512].filter((power) => power < n));
}

function sha256(prefix: string, ...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256').update(bytes(prefix));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * A tree of any size that nobody could hold: all leaves are the same but for one, so that a range without that one has
 * a hash that depends on its length alone.
 */
export function hugeTree(special: number): {
  readonly leaf: (position: number) => Buffer;
  readonly root: (from: number, to: number) => Buffer;
} {
  const [plain, other] = [sha256('00'), sha256('00', Buffer.from('special'))];
  const known = new Map<number, Buffer>([[1, plain]]);
  const leaf = (position: number) => (position === special ? other : plain);
  const root = (from: number, to: number): Buffer => {
    const isPlain = special < from || to <= special;
    const remembered = isPlain ? known.get(to - from) : undefined;
    if (remembered !== undefined) return remembered;
    if (to - from === 1) return leaf(from);
    let k = 1;
    while (k * 2 < to - from) k *= 2;
    const hash = sha256('01', root(from, from + k), root(from + k, to));
    if (isPlain) known.set(to - from, hash);
    return hash;
  };
  return { leaf, root };
}
