import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, importJWK, type JWTHeaderParameters, SignJWT } from 'jose';
import { DEVELOPMENT_ISSUER, type Secrets } from '../../embedded/index.ts';

/** Seconds since 1970, as tokens count. */
export const now = (): number => Math.floor(Date.now() / 1000);

/** The claims of a good token, changed; `undefined` takes a claim away. */
export function tokenClaims(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const good = {
    iss: DEVELOPMENT_ISSUER,
    aud: 'lien-thong',
    sub: 'tax-portal',
    iat: now(),
    exp: now() + 60,
    jti: randomUUID(),
    client_id: 'tax-portal',
    agency: 'GDT',
    purposes: ['QLNN:TAX'],
    ...changes,
  };
  return Object.fromEntries(Object.entries(good).filter(([, value]) => value !== undefined));
}

/** What is signed in another way than the issuer does. */
export interface Signing {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: CryptoKey | Uint8Array;
}

/** A token with these claims, signed by the issuer's key unless another one is given. */
export async function signedToken(
  { issuerKey }: Secrets,
  changes: Readonly<Record<string, unknown>> = {},
  { header, key }: Signing = {},
): Promise<string> {
  const { privateJwk } = issuerKey;
  return new SignJWT(tokenClaims(changes))
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: privateJwk.kid ?? '', ...header })
    .sign(key ?? (await importJWK(privateJwk)));
}

/** An endpoint on loopback that answers every request with the same text. */
export interface Endpoint {
  readonly url: string;
  /** How often it was asked. */
  readonly asked: () => number;
  stop(): Promise<void>;
}

/** Starts an {@link Endpoint}. */
export async function serve(status: number, body: string): Promise<Endpoint> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    asked: () => asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
