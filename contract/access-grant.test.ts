import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AccessGrant,
  createGrantSigner,
  createGrantVerifier,
  GRANT_MAX_SECONDS,
  type GrantSigner,
  type GrantVerifier,
} from './access-grant.ts';

const GRANT: AccessGrant = {
  audience: 'population',
  agency: 'MOJ',
  purpose: 'civil-status',
  elements: ['population.identity.fullName'],
  jurisdiction: ['00004'],
  checkedTypes: ['Citizen'],
  linkKey: 'cmFuZG9tIGJ5dGVzLCB0aGlydHktdHdvIG9mIHRoZW0',
};
const NOW = new Date('2026-11-21T03:00:00Z');
const second = NOW.getTime() / 1000;

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

describe('a subgraph that trusts one gateway key', () => {
  let gateway: KeyPair;
  let stranger: KeyPair;
  let signer: GrantSigner;
  let verifier: GrantVerifier;

  const newVerifier = async () => createGrantVerifier(await exportJWK(gateway.publicKey), 'population');

  beforeAll(async () => {
    gateway = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    signer = await createGrantSigner(await exportJWK(gateway.privateKey));
  });
  beforeEach(async () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    verifier = await newVerifier();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A token with claims of our choice, signed by the gateway's key unless another is given. */
  function forge(changes: JWTPayload = {}, key: KeyPair = gateway): Promise<string> {
    const { audience, ...claims } = GRANT;
    const payload = {
      iss: 'lien-thong-gateway',
      aud: audience,
      iat: second,
      exp: second + 60,
      ...claims,
      ...changes,
    };
    const defined = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
    return new SignJWT(defined).setProtectedHeader({ alg: 'EdDSA' }).sign(key.privateKey);
  }

  const refusalOf = (token: string | undefined) =>
    verifier.verify(token).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );

  it('accepts what the gateway signed, claim by claim, and says when it ends', async () => {
    expect(await verifier.verify(await signer.sign(GRANT))).toEqual({
      ...GRANT,
      expiresAt: second + GRANT_MAX_SECONDS,
    });
    expect(await refusalOf(await forge())).toBe('accepted');
  });

  it("accepts a national grant and a citizen's own", async () => {
    const own: AccessGrant = {
      ...GRANT,
      agency: 'CITIZEN',
      jurisdiction: 'national',
      subject: '901204000001',
    };
    expect(await verifier.verify(await signer.sign(own))).toMatchObject(own);
  });

  it.each([undefined, ''])('refuses %j as missing', async (token) => {
    expect(await refusalOf(token)).toBe('GRANT_MISSING');
  });

  it('refuses another key', async () => {
    expect(await refusalOf(await forge({}, stranger))).toBe('GRANT_INVALID');
    expect(await refusalOf(await forge({}, gateway))).toBe('accepted');
  });

  it('refuses a token without signature (alg none), and one signed with the public key as a secret', async () => {
    const [, payload] = (await forge()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(await refusalOf(`${none}.${payload}.`)).toBe('GRANT_INVALID');
    const { x = '' } = await exportJWK(gateway.publicKey);
    const confused = await new SignJWT({ agency: 'MOJ' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(x, 'base64url'));
    expect(await refusalOf(confused)).toBe('GRANT_INVALID');
  });

  it('refuses one bit of change in claims or signature', async () => {
    const [header, payload = '', signature = ''] = (await forge()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const more = Buffer.from(JSON.stringify({ ...claims, jurisdiction: 'national' })).toString('base64url');
    expect(await refusalOf(`${header}.${more}.${signature}`)).toBe('GRANT_INVALID');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await refusalOf(`${header}.${payload}.${flipped}`)).toBe('GRANT_INVALID');
    expect(await refusalOf(`${header}.${payload}.${signature}`)).toBe('accepted');
  });

  it.each(['x', 'a.b.c', '..', '{}'])('refuses %j, which is no token', async (token) => {
    expect(await refusalOf(token)).toBe('GRANT_INVALID');
  });

  it('refuses a grant for another subgraph', async () => {
    expect(await refusalOf(await signer.sign({ ...GRANT, audience: 'land' }))).toBe('GRANT_AUDIENCE');
    expect(await refusalOf(await signer.sign(GRANT))).toBe('accepted');
  });

  it('refuses another issuer', async () => {
    expect(await refusalOf(await forge({ iss: 'somebody' }))).toBe('GRANT_INVALID');
  });

  it.each(['agency', 'purpose', 'elements', 'jurisdiction', 'checkedTypes', 'linkKey', 'iat', 'exp', 'iss'])(
    'refuses a grant without %s',
    async (claim) => {
      expect(await refusalOf(await forge({ [claim]: undefined }))).toBe('GRANT_INVALID');
    },
  );

  it.each([
    ['elements as one text', { elements: 'population.identity.fullName' }],
    ['elements that are no text', { elements: [1] }],
    ['a jurisdiction of an unknown word', { jurisdiction: 'everywhere' }],
    ['a subject that is no text', { subject: 901204000001 }],
    ['one checked type as a text', { checkedTypes: 'Citizen' }],
    ['checked types that are no text', { checkedTypes: [null] }],
    ['a link key that is no text', { linkKey: 1 }],
    ['an agency that is no text', { agency: ['MOJ'] }],
    ['shown keys that are no text', { shownKeys: [1] }],
  ])('refuses %s', async (_case, claims) => {
    expect(await refusalOf(await forge(claims))).toBe('GRANT_INVALID');
  });

  it('refuses an expired grant; a second earlier it was good', async () => {
    const token = await forge({ exp: second + 10 });
    vi.setSystemTime(NOW.getTime() + 9_000);
    expect(await refusalOf(token)).toBe('accepted');
    vi.setSystemTime(NOW.getTime() + 13_000);
    expect(await refusalOf(token)).toBe('GRANT_EXPIRED');
  });

  it('refuses a grant older than a minute, however long it claims to live', async () => {
    const longLived = { exp: second + 3_600 };
    vi.setSystemTime(NOW.getTime() + 59_000);
    expect(await refusalOf(await forge(longLived))).toBe('accepted');
    vi.setSystemTime(NOW.getTime() + 63_000);
    verifier = await newVerifier();
    expect(await refusalOf(await forge(longLived))).toBe('GRANT_EXPIRED');
  });

  it('does not remember a grant for longer than that either', async () => {
    const token = await forge({ exp: second + 3_600 });
    expect(await refusalOf(token)).toBe('accepted');
    vi.setSystemTime(NOW.getTime() + 63_000);
    expect(await refusalOf(token)).toBe('GRANT_EXPIRED');
  });

  it('refuses a grant of the future', async () => {
    expect(await refusalOf(await forge({ iat: second + 30 }))).toBe('GRANT_INVALID');
  });

  it('keeps a grant of its own for each token, however many come', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 1_100 }, (_, index) => forge({ agency: `AGENCY-${index}` })),
    );
    for (const [index, token] of tokens.entries()) {
      expect((await verifier.verify(token)).agency).toBe(`AGENCY-${index}`);
    }
    expect((await verifier.verify(tokens[0])).agency).toBe('AGENCY-0');
  });

  it('gets no grant that lives longer than a minute from the signer', async () => {
    const { expiresAt } = await verifier.verify(await signer.sign(GRANT, 3_600));
    expect(expiresAt).toBe(second + GRANT_MAX_SECONDS);
    expect(decodeJwt(await signer.sign(GRANT, 3_600)).exp).toBe(second + GRANT_MAX_SECONDS);
    expect((await verifier.verify(await signer.sign(GRANT, 5))).expiresAt).toBe(second + 5);
  });
});
