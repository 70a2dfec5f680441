import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { Refusal } from '../../contract/refusal.ts';

/** What a verified bearer token says. */
export type TokenClaims = AgencyClaims | CitizenClaims;

/** A token that an agency's client holds. */
export interface AgencyClaims {
  readonly kind: 'agency';
  /** The client system (`client_id`, RFC 9068 §2.2). */
  readonly client: string;
  /** Key of the agency in governance/agencies.yaml. */
  readonly agency: string;
  /** Purposes for which the token may be used. */
  readonly purposes: readonly string[];
  /** The officer for whom it was issued, if it was. */
  readonly officer: string | undefined;
}

/** A citizen's own token. */
export interface CitizenClaims {
  readonly kind: 'citizen';
  readonly client: string;
  /** The citizen's own personal identification number. */
  readonly subject: string;
}

/** Settings of {@link createTokenVerifier}. */
export interface TokenSettings {
  /** Expected `iss`. */
  readonly issuer: string;
  /** Where the issuer publishes its keys (RFC 7517). */
  readonly jwksUrl: string;
  /** Expected `aud`. */
  readonly audience: string;
}

/** Verifies bearer tokens: JWTs of one issuer, signed with an asymmetric algorithm, for this audience, in time. */
export interface TokenVerifier {
  /** @throws Refusal `TOKEN_MISSING`, `TOKEN_INVALID`, `TOKEN_EXPIRED` or `TOKEN_AUDIENCE` */
  verify(authorization: string | undefined): Promise<TokenClaims>;
}

/** Asymmetric algorithms only: `none` and shared secrets could be forged by whoever can verify (RFC 8725 §3.1). */
const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'PS256', 'RS256'];

const AGENCY_CLAIMS = z.object({
  client_id: z.string().min(1),
  agency: z.string().min(1),
  purposes: z.array(z.string()).min(1),
  officer: z.string().min(1).optional(),
});
const CITIZEN_CLAIMS = z.object({ client_id: z.string().min(1), citizen: z.string().regex(/^\d{12}$/) });

/** A portal sends one token with thousands of requests: its signature is checked again after this time at most. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;

interface Verified {
  readonly claims: TokenClaims;
  readonly until: number;
}

/** Makes a verifier; the issuer's keys are fetched when first needed and kept (`jose`, remote JWK set). */
export function createTokenVerifier({ issuer, jwksUrl, audience }: TokenSettings): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 2_000 });
  const remembered = new Map<string, Verified>();
  return {
    async verify(authorization) {
      const token = bearerToken(authorization);
      const known = remembered.get(token);
      if (known !== undefined && known.until > Date.now()) return known.claims;
      remembered.delete(token);
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          typ: 'at+jwt',
          requiredClaims: ['exp', 'iat', 'sub'],
          clockTolerance: 5,
        });
        const claims = toClaims(payload);
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        // Never longer than the token itself lasts.
        const until = Math.min((payload.exp ?? 0) * 1_000, Date.now() + REMEMBERED_MS);
        remembered.set(token, { claims, until });
        return claims;
      } catch (error) {
        throw refusalOf(error, audience);
      }
    },
  };
}

function bearerToken(authorization: string | undefined): string {
  const [scheme, token, ...rest] = (authorization ?? '').trim().split(/\s+/);
  if (scheme?.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0) return token;
  throw new Refusal('TOKEN_MISSING', 'Expected the header "Authorization: Bearer <token>".', {
    header: 'Authorization',
  });
}

function toClaims(payload: JWTPayload): TokenClaims {
  const citizen = CITIZEN_CLAIMS.safeParse(payload);
  if (citizen.success && payload['agency'] === undefined) {
    return { kind: 'citizen', client: citizen.data.client_id, subject: citizen.data.citizen };
  }
  const agency = AGENCY_CLAIMS.safeParse(payload);
  if (!agency.success || payload['citizen'] !== undefined) {
    throw new Refusal(
      'TOKEN_INVALID',
      'The token must state client_id and either agency with purposes, or citizen.',
    );
  }
  const { client_id: client, officer, purposes } = agency.data;
  return { kind: 'agency', client, agency: agency.data.agency, purposes, officer };
}

function refusalOf(error: unknown, audience: string): unknown {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired) return new Refusal('TOKEN_EXPIRED', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return new Refusal('TOKEN_AUDIENCE', `The token was not issued for the audience "${audience}".`);
  }
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    // The issuer's keys cannot be read: nobody can be identified, so nobody is let in.
    return new Refusal('TOKEN_INVALID', 'The token cannot be verified now: the issuer does not answer.');
  }
  return new Refusal('TOKEN_INVALID', 'The token is not one that the issuer signed for this use.');
}
