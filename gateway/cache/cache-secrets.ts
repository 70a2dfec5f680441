import { createHmac } from 'node:crypto';
import type { JWK } from 'jose';
import type { KeyRing } from '../../contract/key-ring.ts';

/** What the cache encrypts with when no key of its own is configured: whoever has the grant key has it. */
export function cacheKeysFrom(grantKey: JWK): KeyRing {
  return [{ id: 'grant', key: createHmac('sha256', String(grantKey['d'])).update('entity cache').digest() }];
}

/**
 * The secret of the names in Redis, from the one by which the ledger names its subjects: that one is the same on all
 * replicas and never exchanged. With names from a key that is, a replica with the new key would tell of changes under
 * names that one with the old key does not know.
 */
export function nameSecretFrom(digestSecret: string): string {
  return createHmac('sha256', digestSecret).update('entity cache names').digest('base64url');
}
