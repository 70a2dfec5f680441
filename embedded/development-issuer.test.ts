import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DEFAULT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  type DevelopmentIssuer,
  issueToken,
  startDevelopmentIssuer,
} from './development-issuer.ts';
import { loadSecrets, type Secrets } from './secrets.ts';

let dataDir: string;
let secrets: Secrets;
let issuer: DevelopmentIssuer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'issuer-'));
  secrets = await loadSecrets(dataDir);
  issuer = await startDevelopmentIssuer({ secrets });
});
afterAll(async () => {
  await issuer.stop();
  await rm(dataDir, { recursive: true });
});

const request = { clientId: 'one-stop-shop', agency: 'AGENCY', purposes: ['PURPOSE'] };

/** Checks a token as a gateway does: only by what the issuer serves. */
async function check(token: string, audience = DEFAULT_AUDIENCE) {
  return jwtVerify(token, createRemoteJWKSet(new URL(issuer.jwksUrl)), {
    issuer: issuer.issuer,
    audience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['sub', 'client_id', 'exp', 'iat', 'jti'],
  });
}

describe('a development token', () => {
  it('says who asks, for which agency, and for which purposes', async () => {
    const { payload } = await check(await issueToken(secrets, { ...request, officer: 'officer-7' }));
    expect(payload).toMatchObject({
      iss: DEVELOPMENT_ISSUER,
      aud: 'lien-thong',
      sub: 'one-stop-shop',
      client_id: 'one-stop-shop',
      agency: 'AGENCY',
      purposes: ['PURPOSE'],
      officer: 'officer-7',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
  });

  it('of an agency names no officer unless asked, and no citizen', async () => {
    const { payload } = await check(await issueToken(secrets, request));
    expect(payload).not.toHaveProperty('officer');
    expect(payload).not.toHaveProperty('citizen');
  });

  it('of a citizen names the citizen, and neither agency nor purposes', async () => {
    const token = await issueToken(secrets, { clientId: 'portal', citizen: '901090000001' });
    const { payload } = await check(token);
    expect(payload).toMatchObject({ sub: 'portal', citizen: '901090000001' });
    expect(payload).not.toHaveProperty('agency');
    expect(payload).not.toHaveProperty('purposes');
  });

  it('is never the same twice', async () => {
    const ids = [
      await check(await issueToken(secrets, request)),
      await check(await issueToken(secrets, request)),
    ];
    expect(ids[0]?.payload.jti).not.toBe(ids[1]?.payload.jti);
  });

  it('names the key that signed it', async () => {
    const { kid } = decodeProtectedHeader(await issueToken(secrets, request));
    expect(kid).toBe(secrets.issuerKey.publicJwk.kid);
  });

  it('can be made expired, short, or for another audience, and is then judged so', async () => {
    const expired = await issueToken(secrets, { ...request, seconds: -10 });
    await expect(check(expired)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    await expect(check(await issueToken(secrets, { ...request, seconds: 60 }))).resolves.toBeDefined();
    const elsewhere = await issueToken(secrets, { ...request, audience: 'elsewhere' });
    await expect(check(elsewhere)).rejects.toMatchObject({ claim: 'aud' });
    await expect(check(elsewhere, 'elsewhere')).resolves.toBeDefined();
  });

  it('of another installation is refused', async () => {
    const others = await loadSecrets(join(dataDir, 'other'));
    await expect(check(await issueToken(others, request))).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
  });
});

describe('the development issuer', () => {
  it('serves one public key and nothing private', async () => {
    const response = await fetch(issuer.jwksUrl);
    expect(response.headers.get('content-type')).toBe('application/jwk-set+json');
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({ keys: [{ ...secrets.issuerKey.publicJwk, use: 'sig' }] });
    expect(text).not.toContain(secrets.issuerKey.privateJwk.d);
  });

  it('answers nothing else: no other path, no other method', async () => {
    expect((await fetch(new URL('/token', issuer.jwksUrl))).status).toBe(404);
    expect((await fetch(issuer.jwksUrl, { method: 'POST' })).status).toBe(405);
    expect((await fetch(issuer.jwksUrl, { method: 'HEAD' })).status).toBe(200);
  });

  it('takes the port it is told, says so when it is taken, and frees it when stopped', async () => {
    const first = await startDevelopmentIssuer({ secrets });
    const port = Number(new URL(first.jwksUrl).port);
    await expect(startDevelopmentIssuer({ secrets, port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}`,
    );
    await first.stop();
    await first.stop();
    const second = await startDevelopmentIssuer({ secrets, port });
    expect(second.jwksUrl).toBe(first.jwksUrl);
    await second.stop();
  });
});
