import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DevelopmentIssuer,
  issueToken,
  loadSecrets,
  type Secrets,
  startDevelopmentIssuer,
} from '../../embedded/index.ts';
import { refusalOfAsync } from '../refusal-case.ts';
import { now, type Signing, signedToken, tokenClaims } from './fixture.ts';
import { createTokenVerifier, type TokenVerifier } from './token.ts';

let folder: string;
let secrets: Secrets;
let issuer: DevelopmentIssuer;
let verifier: TokenVerifier;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-token-'));
  secrets = await loadSecrets(folder);
  issuer = await startDevelopmentIssuer({ secrets });
  verifier = createTokenVerifier({ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, audience: 'lien-thong' });
});

afterAll(async () => {
  await issuer.stop();
  await rm(folder, { recursive: true });
});

const AGENCY = { clientId: 'tax-portal', agency: 'GDT', purposes: ['QLNN:TAX'] };

const signed = (changes: Readonly<Record<string, unknown>> = {}, signing: Signing = {}): Promise<string> =>
  signedToken(secrets, changes, signing);

async function verify(token: string) {
  return verifier.verify(`Bearer ${token}`);
}

async function refused(token: string): Promise<string> {
  return (await refusalOfAsync(() => verify(token))).code;
}

describe('a token of the issuer', () => {
  it('names the agency, its client and its purposes', async () => {
    expect(await verify(await issueToken(secrets, AGENCY))).toEqual({
      kind: 'agency',
      client: 'tax-portal',
      agency: 'GDT',
      purposes: ['QLNN:TAX'],
      officer: undefined,
    });
  });

  it('may name the officer', async () => {
    expect(await verify(await issueToken(secrets, { ...AGENCY, officer: 'CB-1' }))).toMatchObject({
      officer: 'CB-1',
    });
  });

  it('may be a citizen’s own', async () => {
    const token = await issueToken(secrets, { clientId: 'app', citizen: '901085000001' });
    expect(await verify(token)).toEqual({ kind: 'citizen', client: 'app', subject: '901085000001' });
  });

  it('as these tests write it is good, so that each change below is what is refused', async () => {
    expect(await verify(await signed())).toMatchObject({ kind: 'agency', agency: 'GDT' });
  });
});

describe('the header Authorization', () => {
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another scheme', 'Basic dGF4OnNlY3JldA=='],
    ['without a token', 'Bearer '],
    ['with two tokens', 'Bearer one two'],
  ])('%s is refused', async (_how, header) => {
    expect((await refusalOfAsync(() => verifier.verify(header))).code).toBe('TOKEN_MISSING');
  });

  it('may spell the scheme as it likes (RFC 9110 §11.1)', async () => {
    const token = await issueToken(secrets, AGENCY);
    expect(await verifier.verify(` bearer   ${token} `)).toMatchObject({ agency: 'GDT' });
  });
});

describe('a forged token', () => {
  it('without any signature is refused', async () => {
    expect(await refused(new UnsecuredJWT(tokenClaims()).encode())).toBe('TOKEN_INVALID');
  });

  it('signed with the public key as a shared secret is refused', async () => {
    const publicKey = (await importJWK(secrets.issuerKey.publicJwk, 'ES256', {
      extractable: true,
    })) as CryptoKey;
    const secret = new TextEncoder().encode(await exportSPKI(publicKey));
    expect(await refused(await signed({}, { header: { alg: 'HS256' }, key: secret }))).toBe('TOKEN_INVALID');
  });

  it('signed with another key under the same key id is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await refused(await signed({}, { key: privateKey }))).toBe('TOKEN_INVALID');
  });

  it('signed with a key that the issuer does not publish is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await refused(await signed({}, { key: privateKey, header: { kid: 'mine' } }))).toBe(
      'TOKEN_INVALID',
    );
  });

  it('with a claim changed after signing is refused', async () => {
    const [header, , signature] = (await signed()).split('.');
    const payload = Buffer.from(JSON.stringify(tokenClaims({ agency: 'C06' }))).toString('base64url');
    expect(await refused(`${header}.${payload}.${signature}`)).toBe('TOKEN_INVALID');
  });

  it.each(['x', 'a.b', 'a.b.c', '.'.repeat(2_000)])(
    'that is no token at all is refused: %.10s',
    async (token) => {
      expect(await refused(token)).toBe('TOKEN_INVALID');
    },
  );

  it('of the gateway’s own grants is refused', async () => {
    const key = await importJWK(secrets.grantKey.privateJwk);
    const grant = await signed(
      {},
      { header: { alg: 'EdDSA', kid: secrets.grantKey.privateJwk.kid ?? '' }, key },
    );
    expect(await refused(grant)).toBe('TOKEN_INVALID');
  });
});

describe('a token for another use', () => {
  it.each([
    ['of another issuer', { iss: 'https://id.test' }, 'TOKEN_INVALID'],
    ['without an issuer', { iss: undefined }, 'TOKEN_INVALID'],
    ['for another audience', { aud: 'vneid' }, 'TOKEN_AUDIENCE'],
    ['for several others', { aud: ['vneid', 'lien-thong-test'] }, 'TOKEN_AUDIENCE'],
    ['without an audience', { aud: undefined }, 'TOKEN_AUDIENCE'],
    ['that has expired', { iat: now() - 120, exp: now() - 60 }, 'TOKEN_EXPIRED'],
    ['that never expires', { exp: undefined }, 'TOKEN_INVALID'],
    ['that does not say when it was issued', { iat: undefined }, 'TOKEN_INVALID'],
    ['without a subject', { sub: undefined }, 'TOKEN_INVALID'],
    ['that is not valid yet', { nbf: now() + 60 }, 'TOKEN_INVALID'],
  ])('%s is refused', async (_what, changes, code) => {
    expect(await refused(await signed(changes))).toBe(code);
  });

  it.each([
    ['for this audience among others', { aud: ['vneid', 'lien-thong'] }],
    ['that expired within the tolerance of five seconds', { exp: now() - 1 }],
    ['that is valid since a moment', { nbf: now() - 1 }],
  ])('%s is not: it is accepted', async (_what, changes) => {
    expect(await verify(await signed(changes))).toMatchObject({ agency: 'GDT' });
  });

  it.each(['JWT', 'dpop+jwt', undefined])('of type %s is refused', async (typ) => {
    const { privateJwk } = secrets.issuerKey;
    const header = { alg: 'ES256', kid: privateJwk.kid ?? '', ...(typ === undefined ? {} : { typ }) };
    const token = await new SignJWT(tokenClaims())
      .setProtectedHeader(header)
      .sign(await importJWK(privateJwk));
    expect(await refused(token)).toBe('TOKEN_INVALID');
  });
});

describe('claims', () => {
  it.each([
    ['no client', { client_id: undefined }],
    ['an empty client', { client_id: '' }],
    ['no agency', { agency: undefined }],
    ['an agency that is no text', { agency: 5 }],
    ['no purposes', { purposes: undefined }],
    ['an empty list of purposes', { purposes: [] }],
    ['purposes that are no list', { purposes: 'QLNN:TAX' }],
    ['an empty officer', { officer: '' }],
    ['agency and citizen at once', { citizen: '901085000001' }],
    ['a citizen without twelve digits', { agency: undefined, citizen: '90108500001' }],
    ['a citizen that is no text', { agency: undefined, citizen: 901085000001 }],
  ])('with %s are refused', async (_what, changes) => {
    expect(await refused(await signed(changes))).toBe('TOKEN_INVALID');
  });

  it('that are too many do no harm', async () => {
    expect(await verify(await signed({ scope: 'all', admin: true }))).toEqual({
      kind: 'agency',
      client: 'tax-portal',
      agency: 'GDT',
      purposes: ['QLNN:TAX'],
      officer: undefined,
    });
  });
});
