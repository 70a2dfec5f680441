/** The pure part of the tamper-evident ledger: a Merkle tree after RFC 9162, its proofs, and its signed heads. */
export {
  EMPTY_FRONTIER,
  extended,
  type Frontier,
  FrontierBuilder,
  type OnComplete,
  packFrontier,
  rootOf,
  unpackFrontier,
} from './frontier.ts';
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './hashes.ts';
export {
  createHeadSigner,
  type HeadSigner,
  headBytes,
  headDigest,
  headText,
  NO_PREVIOUS_HEAD,
  parseHead,
  type SignedHead,
  type TreeHead,
  verifyHead,
} from './head.ts';
export {
  type ConsistencyClaim,
  checkConsistency,
  checkInclusion,
  consistencyPath,
  type InclusionClaim,
  inclusionPath,
  type RangeRoot,
} from './proofs.ts';
export { createRangeRoot, type TreeStore } from './range-root.ts';
