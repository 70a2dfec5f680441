import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_ISSUER, loadSecrets, type Secrets } from '../../embedded/index.ts';
import { refusalOfAsync } from '../refusal-case.ts';
import { serve, signedToken } from './fixture.ts';
import { createTokenVerifier, type TokenVerifier } from './token.ts';

let folder: string;
let secrets: Secrets;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-issuer-'));
  secrets = await loadSecrets(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A verifier of tokens of whoever publishes keys there. */
function verifierAt(jwksUrl: string): TokenVerifier {
  return createTokenVerifier({ issuer: DEVELOPMENT_ISSUER, jwksUrl, audience: 'lien-thong' });
}

describe('an issuer that does not answer as it should', () => {
  it('lets nobody in when nothing listens', async () => {
    const endpoint = await serve(200, '{}');
    await endpoint.stop();
    const token = await signedToken(secrets);
    const refusal = await refusalOfAsync(() => verifierAt(endpoint.url).verify(`Bearer ${token}`));
    expect(refusal.code).toBe('TOKEN_INVALID');
    expect(refusal.message).toContain('the issuer does not answer');
  });

  it.each([
    [500, 'no keys today'],
    [200, 'not JSON'],
    [200, '{"keys":"none"}'],
    [200, '{"keys":[]}'],
  ])('lets nobody in on %s with %s', async (status, body) => {
    const endpoint = await serve(status, body);
    const token = await signedToken(secrets);
    const refusal = await refusalOfAsync(() => verifierAt(endpoint.url).verify(`Bearer ${token}`));
    await endpoint.stop();
    expect(refusal.code).toBe('TOKEN_INVALID');
    expect(refusal.message).not.toContain(body);
  });
});

describe('an issuer that answers', () => {
  it('is asked for its keys once, not for every token', async () => {
    const endpoint = await serve(200, JSON.stringify({ keys: [secrets.issuerKey.publicJwk] }));
    const verifier = verifierAt(endpoint.url);
    const tokens = [await signedToken(secrets), await signedToken(secrets), await signedToken(secrets)];
    for (const token of tokens) await verifier.verify(`Bearer ${token}`);
    await endpoint.stop();
    expect(endpoint.asked()).toBe(1);
  });

  it('may sign with any algorithm of the list, and with no other one that it publishes a key for', async () => {
    const keys = await Promise.all(
      (['ES384', 'ES512'] as const).map(async (alg) => {
        const { privateKey, publicKey } = await generateKeyPair(alg);
        return { alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), alg, kid: alg } };
      }),
    );
    const endpoint = await serve(200, JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }));
    const verifier = verifierAt(endpoint.url);
    const [listed, unlisted] = await Promise.all(
      keys.map(({ alg, privateKey }) =>
        signedToken(secrets, {}, { header: { alg, kid: alg }, key: privateKey }),
      ),
    );
    expect(await verifier.verify(`Bearer ${listed}`)).toMatchObject({ agency: 'GDT' });
    const refusal = await refusalOfAsync(() => verifier.verify(`Bearer ${unlisted}`));
    await endpoint.stop();
    expect(refusal.code).toBe('TOKEN_INVALID');
  });
});
