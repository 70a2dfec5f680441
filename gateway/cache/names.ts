import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CacheScope, EntityChange } from './entity-cache.ts';

/**
 * Names under which Redis knows entities: keyed digests, so that whoever reads Redis learns neither whom it holds nor
 * who was asked about, and cannot find out by trying all numbers.
 */
export interface Names {
  /** Of an entity, whoever asks for whatever of it. */
  entity(entity: EntityChange): string;
  /** Of what is the same for all entities of a fetch. */
  scope(scope: CacheScope): string;
  /** Shows that a message about an entity comes from a replica. */
  proof(entity: string): string;
  isProof(entity: string, proof: string): boolean;
}

/** Characters of a name: 128 bits, base64url. */
const LENGTH = 22;

/** Names of scopes that are remembered; there are as many as operations, agencies and purposes that are in use. */
const REMEMBERED_SCOPES = 2_000;

/** @param secret must be the same on all replicas, and stay: with another one everything kept is lost */
export function createNames(secret: string): Names {
  const scopes = new Map<string, string>();
  const digest = (use: string, ...parts: readonly string[]) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([use, ...parts]))
      .digest('base64url')
      .slice(0, LENGTH);
  const proof = (entity: string) => digest('changed', entity);
  return {
    entity: ({ database, type, key }) => digest('entity', database, type, key),
    scope({ generation, database, type, selection, arguments: given, rowClass, maxAgeSeconds }) {
      // With the age: lifetimes are no part of the composed schema, and what was kept for a day must not outlive a new one.
      const text = JSON.stringify([generation, database, type, selection, given, rowClass, maxAgeSeconds]);
      const known = scopes.get(text);
      if (known !== undefined) return known;
      const name = digest('scope', text);
      if (scopes.size >= REMEMBERED_SCOPES) scopes.clear();
      scopes.set(text, name);
      return name;
    },
    proof,
    isProof(entity, given) {
      const [expected, received] = [Buffer.from(proof(entity)), Buffer.from(given)];
      return expected.length === received.length && timingSafeEqual(expected, received);
    },
  };
}
