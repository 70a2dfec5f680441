import { type CryptoKey, errors, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { Refusal } from './refusal.ts';

/**
 * The signed access grant: what the gateway decided, told to one subgraph. A JWS (RFC 7515) in compact form, in the
 * HTTP header `Access-Grant`. It says nothing about one request, so both sides can keep it; what differs from
 * request to request (request, officer, case) travels beside each operation, see batch.ts.
 */
export interface AccessGrant {
  /** The subgraph that may accept it (JWT `aud`). */
  readonly audience: string;
  /** The agency that reads, or `CITIZEN` for a citizen's own token. */
  readonly agency: string;
  readonly purpose: string;
  /** Elements of this subgraph that may be read. */
  readonly elements: readonly string[];
  /** Codes of the administrative units whose residents may be read; `national` is all of them. */
  readonly jurisdiction: 'national' | readonly string[];
  /** The citizen whose own token asks: reads that citizen, and minors whom the citizen represents. */
  readonly subject?: string;
  /**
   * Types whose records may be read only with a verdict in the subject pass of the call (subject-pass.ts). The gateway
   * always states `Citizen`.
   */
  readonly checkedTypes: readonly string[];
  /** Key fields, such as `Citizen.personalId`, whose keys the caller may see; all others are given out sealed. */
  readonly shownKeys?: readonly string[];
  /** Key that seals record keys and subject passes under this grant: 32 bytes, base64url. */
  readonly linkKey: string;
}

/** HTTP header that carries the grant. */
export const GRANT_HEADER = 'access-grant';

/** Longest life of a grant, in seconds. */
export const GRANT_MAX_SECONDS = 60;

const ALGORITHM = 'EdDSA';
const ISSUER = 'lien-thong-gateway';

/** The gateway's half: signs grants with an Ed25519 private key (RFC 8037). */
export interface GrantSigner {
  /** A signed grant that is valid for `seconds` from now (at most {@link GRANT_MAX_SECONDS}). */
  sign(grant: AccessGrant, seconds?: number): Promise<string>;
}

/** Makes a signer from a private JWK (`kty: OKP`, `crv: Ed25519`). */
export async function createGrantSigner(privateJwk: JWK): Promise<GrantSigner> {
  const key = await importJWK(privateJwk, ALGORITHM);
  return {
    sign: ({ audience, ...claims }, seconds = GRANT_MAX_SECONDS) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${Math.min(seconds, GRANT_MAX_SECONDS)}s`)
        .sign(key),
  };
}

/** A grant that was accepted, with the second at which it ends. */
export interface VerifiedGrant extends AccessGrant {
  readonly expiresAt: number;
}

/** The subgraph's half: accepts grants for itself only, and remembers those it has verified until they end. */
export interface GrantVerifier {
  /** @throws Refusal `GRANT_MISSING`, `GRANT_EXPIRED`, `GRANT_AUDIENCE` or `GRANT_INVALID` */
  verify(token: string | undefined): Promise<VerifiedGrant>;
}

const REMEMBERED_GRANTS = 1_000;

/** Makes a verifier from the gateway's public JWK, for the subgraph named `audience`. */
export async function createGrantVerifier(publicJwk: JWK, audience: string): Promise<GrantVerifier> {
  const key = (await importJWK(publicJwk, ALGORITHM)) as CryptoKey;
  const remembered = new Map<string, VerifiedGrant>();
  return {
    async verify(token) {
      if (token === undefined || token === '') {
        throw new Refusal(
          'GRANT_MISSING',
          'This database answers only to an access grant signed by the gateway.',
        );
      }
      const known = remembered.get(token);
      if (known !== undefined && known.expiresAt > Date.now() / 1000) return known;
      remembered.delete(token);
      const grant = toGrant(await verifiedClaims(token, key, audience), audience);
      if (remembered.size >= REMEMBERED_GRANTS) remembered.clear();
      remembered.set(token, grant);
      return grant;
    },
  };
}

async function verifiedClaims(token: string, key: CryptoKey, audience: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: ISSUER,
      audience,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: `${GRANT_MAX_SECONDS}s`,
      clockTolerance: 2,
    });
    return payload;
  } catch (error) {
    throw refusalOf(error, audience);
  }
}

function refusalOf(error: unknown, audience: string): Refusal {
  if (error instanceof errors.JWTExpired) return new Refusal('GRANT_EXPIRED', 'The access grant has ended.');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return new Refusal('GRANT_AUDIENCE', `The access grant was not issued for "${audience}".`);
  }
  return new Refusal('GRANT_INVALID', 'The access grant is not one that the gateway signed.');
}

function toGrant(claims: JWTPayload, audience: string): VerifiedGrant {
  const { agency, purpose, elements, jurisdiction, subject, checkedTypes, shownKeys, linkKey, iat, exp } =
    claims;
  if (
    typeof agency !== 'string' ||
    typeof purpose !== 'string' ||
    !isTextList(elements) ||
    !(jurisdiction === 'national' || isTextList(jurisdiction)) ||
    !(subject === undefined || typeof subject === 'string') ||
    !isTextList(checkedTypes) ||
    !(shownKeys === undefined || isTextList(shownKeys)) ||
    typeof linkKey !== 'string' ||
    iat === undefined ||
    exp === undefined
  ) {
    throw new Refusal('GRANT_INVALID', 'The access grant lacks a claim.');
  }
  return {
    audience,
    agency,
    purpose,
    elements,
    jurisdiction,
    checkedTypes,
    linkKey,
    // Whatever it says itself: a remembered grant ends when a new look at it would find it too old.
    expiresAt: Math.min(exp, iat + GRANT_MAX_SECONDS),
    ...(subject === undefined ? {} : { subject }),
    ...(shownKeys === undefined ? {} : { shownKeys }),
  };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
