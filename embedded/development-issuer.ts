import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import type { Secrets } from './secrets.ts';

/** The `iss` of every development token. A gateway in production mode refuses it by this name. */
export const DEVELOPMENT_ISSUER = 'urn:lien-thong:development-issuer';

/** The `aud` that a gateway expects unless configured otherwise. */
export const DEFAULT_AUDIENCE = 'lien-thong';

const DEFAULT_SECONDS = 3_600;
const JWKS_PATH = '/.well-known/jwks.json';

interface TokenOptions {
  /** The client program that asks: `sub` and `client_id`. */
  readonly clientId: string;
  /** `aud`; default {@link DEFAULT_AUDIENCE}. */
  readonly audience?: string;
  /** How long the token is valid, in seconds from now; default one hour. A negative number makes an expired one. */
  readonly seconds?: number;
}

/** A token for an agency's program. */
export interface AgencyTokenRequest extends TokenOptions {
  /** Code of the agency. */
  readonly agency: string;
  /** Codes of the purposes that the program may state. */
  readonly purposes: readonly string[];
  /** The officer for whom the program asks, where the token names one. */
  readonly officer?: string;
}

/** A citizen's own token, for reading their own data. */
export interface CitizenTokenRequest extends TokenOptions {
  /** Personal identification number (số định danh cá nhân). */
  readonly citizen: string;
}

/** What a token is asked for: an agency's or a citizen's own. */
export type TokenRequest = AgencyTokenRequest | CitizenTokenRequest;

/**
 * Issues an access token as the national identity provider would: a JWT of type `at+jwt` (RFC 9068), signed with
 * ES256, with the claims `agency`, `purposes`, `officer`, or `citizen`.
 */
export async function issueToken(secrets: Secrets, request: TokenRequest): Promise<string> {
  const { privateJwk } = secrets.issuerKey;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ client_id: request.clientId, ...claimsOf(request) })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: privateJwk.kid ?? '' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(request.audience ?? DEFAULT_AUDIENCE)
    .setSubject(request.clientId)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + (request.seconds ?? DEFAULT_SECONDS))
    .sign(await importJWK(privateJwk));
}

function claimsOf(request: TokenRequest): Readonly<Record<string, unknown>> {
  if ('citizen' in request) return { citizen: request.citizen };
  const { agency, purposes, officer } = request;
  return { agency, purposes, ...(officer === undefined ? {} : { officer }) };
}

/** A development issuer that serves its public key. */
export interface DevelopmentIssuer {
  /** The `iss` of its tokens: {@link DEVELOPMENT_ISSUER}. */
  readonly issuer: string;
  /** Where its public keys are, on 127.0.0.1. */
  readonly jwksUrl: string;
  /** Closes the port and every connection; may be called again. */
  stop(): Promise<void>;
}

/**
 * Serves the public key of the development issuer as a JWK set (RFC 7517, section 5), so that a gateway checks
 * development tokens in exactly the way it checks real ones. It issues nothing over the network.
 *
 * @throws Error when the port is taken
 */
export async function startDevelopmentIssuer(options: {
  readonly secrets: Secrets;
  /** Port on 127.0.0.1; any free one unless given. */
  readonly port?: number;
}): Promise<DevelopmentIssuer> {
  const keys = JSON.stringify({ keys: [{ ...options.secrets.issuerKey.publicJwk, use: 'sig' }] });
  const server = createServer((request, response) => answer(request, response, keys));
  const port = await listen(server, options.port ?? 0);
  let stopping: Promise<void> | undefined;
  return {
    issuer: DEVELOPMENT_ISSUER,
    jwksUrl: `http://127.0.0.1:${port}${JWKS_PATH}`,
    stop() {
      stopping ??= close(server);
      return stopping;
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, keys: string): void {
  if (request.url !== JWKS_PATH) {
    response.writeHead(404).end();
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
  } else {
    response.writeHead(200, { 'content-type': 'application/jwk-set+json', 'cache-control': 'max-age=300' });
    response.end(keys);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new Error(`The development issuer cannot listen on 127.0.0.1:${port}: ${error.message}`, {
          cause: error,
        }),
      );
    });
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
