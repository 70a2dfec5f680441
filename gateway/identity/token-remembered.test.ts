import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEVELOPMENT_ISSUER, loadSecrets, type Secrets } from '../../embedded/index.ts';
import { refusalOfAsync } from '../refusal-case.ts';
import { now, serve, signedToken } from './fixture.ts';
import { createTokenVerifier, type TokenVerifier } from './token.ts';

let folder: string;
let secrets: Secrets;
let verifier: TokenVerifier;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-remembered-'));
  secrets = await loadSecrets(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  const endpoint = await serve(200, JSON.stringify({ keys: [secrets.issuerKey.publicJwk] }));
  verifier = createTokenVerifier({
    issuer: DEVELOPMENT_ISSUER,
    jwksUrl: endpoint.url,
    audience: 'lien-thong',
  });
  await verifier.verify(`Bearer ${await signedToken(secrets)}`);
  await endpoint.stop();
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

const AGENCY = { kind: 'agency', agency: 'GDT' };

describe('a token that was verified', () => {
  it('says the same when it comes again', async () => {
    const authorization = `Bearer ${await signedToken(secrets)}`;
    const first = await verifier.verify(authorization);
    expect(first).toMatchObject(AGENCY);
    expect(await verifier.verify(authorization)).toBe(first);
  });

  it('is looked at anew after half a minute', async () => {
    const authorization = `Bearer ${await signedToken(secrets, { exp: now() + 600 })}`;
    const first = await verifier.verify(authorization);
    vi.setSystemTime(Date.now() + 30_001);
    const again = await verifier.verify(authorization);
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });

  it('ends when it ends, remembered or not', async () => {
    const authorization = `Bearer ${await signedToken(secrets, { exp: now() + 10 })}`;
    expect(await verifier.verify(authorization)).toMatchObject(AGENCY);
    vi.setSystemTime(Date.now() + 20_000);
    expect((await refusalOfAsync(() => verifier.verify(authorization))).code).toBe('TOKEN_EXPIRED');
  });

  it('does not vouch for another one that differs in its signature', async () => {
    const token = await signedToken(secrets);
    await verifier.verify(`Bearer ${token}`);
    const forged = `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    expect((await refusalOfAsync(() => verifier.verify(`Bearer ${forged}`))).code).toBe('TOKEN_INVALID');
  });
});
