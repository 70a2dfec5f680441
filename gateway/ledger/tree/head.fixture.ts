import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { EMPTY_ROOT } from './hashes.ts';
import { createHeadSigner, NO_PREVIOUS_HEAD } from './head.ts';
import { REFERENCE_ROOTS } from './tree.fixture.ts';

/** The key of RFC 8037, appendix A.1. */
export const PRIVATE_KEY: JWK = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};
const { d: _private, ...publicHalf } = PRIVATE_KEY;
export const PUBLIC_KEY: JWK = publicHalf;

const other = generateKeyPairSync('ed25519');
export const OTHER_PRIVATE_KEY = other.privateKey.export({ format: 'jwk' }) as JWK;
export const OTHER_PUBLIC_KEY = other.publicKey.export({ format: 'jwk' }) as JWK;

export const UNSIGNED = {
  logId: 'lien-thong/gateway',
  size: 8,
  root: (REFERENCE_ROOTS[7] ?? EMPTY_ROOT).toString('hex'),
  at: '2026-11-22T03:04:05.678Z',
  previous: NO_PREVIOUS_HEAD,
};
export const signer = createHeadSigner(PRIVATE_KEY);
export const HEAD = signer.sign(UNSIGNED);

/** What an attempt is refused with; `accepted` when it is not. */
export function reasonOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}
