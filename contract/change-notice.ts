/**
 * What a database and the gateway agree on for notices of changes: the body of `POST /changes`, a JWT (RFC 7519) in
 * compact form, signed with the database's own Ed25519 key. The whole notice is signed, so nothing stands in a URL or
 * header.
 *
 * - `typ` {@link NOTICE_KIND}, `alg` `EdDSA`, `kid` the database's name, or the name, a slash and anything
 * - `iss` the database, `aud` the gateway, `iat`, and `exp` at most {@link NOTICE_MAX_SECONDS} later
 * - `changes`: a list of {@link ChangedEntity}, at most {@link NOTICE_MAX_CHANGES}
 */

/** Media type of a notice. */
export const NOTICE_TYPE = 'application/jwt';

/** `typ` of a notice: no other token that the same key signs is one. */
export const NOTICE_KIND = 'entity-changes+jwt';

/** Path of the gateway to which notices are sent. */
export const NOTICE_PATH = '/changes';

/** Oldest notice that is accepted. Whoever reads one on its way can send it again for so long: that costs loads only. */
export const NOTICE_MAX_SECONDS = 60;

/** Most changes of one notice. */
export const NOTICE_MAX_CHANGES = 1_000;

/** Largest notice: that many changes with keys of 100 characters. */
export const NOTICE_MAX_BYTES = 256 * 1024;

/** An entity that is another one from now on, or is no more. */
export interface ChangedEntity {
  /** Type of the graph, such as `LandParcel`. */
  readonly type: string;
  /** The fields of a key of it. */
  readonly key: Readonly<Record<string, unknown>>;
}
