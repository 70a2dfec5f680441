import { generateKeyPairSync } from 'node:crypto';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { expectAnswered, expectRefusal, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;

/** Headers that say why and in whose name; the tax department must name an officer. */
describe('the words about the request', () => {
  const ask = async (claims: object, headers: Record<string, string>) =>
    await send(system, {
      body: { query: QUERY },
      token: await system.token({ agency: 'GDT', purposes: ['QLNN:TAX'], ...claims }),
      headers,
    });

  it('name a purpose that exists', async () => {
    const refused = await ask({}, { purpose: 'NO-SUCH' });
    expectRefusal(refused, {
      status: 400,
      code: 'PURPOSE_UNKNOWN',
      says: ['Purpose', '"NO-SUCH"', 'purposes.yaml'],
    });
    const inToken = await ask({ purposes: ['NO-SUCH'] }, {});
    expectRefusal(inToken, { status: 400, code: 'PURPOSE_UNKNOWN', says: ['"NO-SUCH"'] });
    await expectAnswered(system, { headers: { purpose: 'QLNN:TAX' } });
  });

  it('name a purpose that the token permits', async () => {
    const refused = await ask({}, { purpose: 'QLNN:INSURANCE' });
    const says = ['Purpose', '"QLNN:INSURANCE"', '"expected":["QLNN:TAX"]'];
    expectRefusal(refused, { status: 403, code: 'PURPOSE_NOT_PERMITTED', says });
  });

  it('name one where the token permits several', async () => {
    const purposes = ['QLNN:TAX', 'QLNN:PRODUCER'];
    const refused = await ask({ purposes }, {});
    expectRefusal(refused, { status: 400, code: 'PURPOSE_REQUIRED', says: ['Purpose', ...purposes] });
    expect((await ask({ purposes }, { purpose: 'QLNN:TAX' })).errors).toEqual([]);
  });

  it('name the officer where the agreement says so', async () => {
    const refused = await ask({}, { 'officer-id': '' });
    expectRefusal(refused, { status: 400, code: 'OFFICER_REQUIRED', says: ['Officer-Id', 'ltt-2026-gdt'] });
    expect((await ask({ officer: 'CB-0001' }, { 'officer-id': '' })).errors).toEqual([]);
    const other = await ask({ officer: 'CB-0001' }, { 'officer-id': 'CB-0002' });
    expectRefusal(other, { status: 403, code: 'OFFICER_MISMATCH', says: ['Officer-Id'] });
    expect(other.text).not.toContain('CB-0001');
  });

  it('name the case where the agreement says so', async () => {
    const landOffice = { agency: 'LRO-40', purposes: ['TTHC:1.013980'] };
    const refused = await ask(landOffice, { 'case-id': ' ' });
    expectRefusal(refused, { status: 400, code: 'CASE_REQUIRED', says: ['Case-Id', 'ltt-2026-lro40'] });
    expect((await ask(landOffice, { 'case-id': 'H-2026-0001' })).status).toBe(200);
  });

  it('say what to do about withheld fields in one of two ways', async () => {
    const refused = await ask({}, { 'on-withheld': 'drop' });
    expectRefusal(refused, {
      status: 400,
      code: 'BAD_REQUEST',
      says: ['On-Withheld', '"drop"', '"null"', '"reject"'],
    });
    expect((await ask({}, { 'on-withheld': 'null' })).errors).toEqual([]);
    expect((await ask({}, { 'on-withheld': 'reject' })).errors).toEqual([]);
  });

  it('give the request an id of the client’s own only when it is harmless', async () => {
    const idOf = async (id: string) => (await ask({}, { 'request-id': id })).headers.get('request-id');
    expect(await idOf('my-request-0001')).toBe('my-request-0001');
    expect(await idOf(PROFILE)).not.toBe(PROFILE);
    expect(await idOf('x')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

/** Tokens that nobody may be let in with. */
const BAD_TOKENS: Readonly<Record<string, readonly [code: string, () => Promise<string | null>]>> = {
  'no token': ['TOKEN_MISSING', async () => null],
  'an empty token': ['TOKEN_MISSING', async () => ''],
  'two tokens': ['TOKEN_MISSING', async () => 'a b'],
  'no token but a word': ['TOKEN_INVALID', async () => 'let-me-in'],
  'an expired token': ['TOKEN_EXPIRED', () => system.token({ ...CALLERS.tax, seconds: -60 })],
  'a token for another service': [
    'TOKEN_AUDIENCE',
    () => system.token({ ...CALLERS.tax, audience: 'elsewhere' }),
  ],
  'a token signed by nobody (alg none)': ['TOKEN_INVALID', async () => unsigned(claimsOf(await goodToken()))],
  'a token signed by HS256 with the public key': [
    'TOKEN_INVALID',
    async () =>
      signed(await goodToken(), 'HS256', Buffer.from(JSON.stringify(system.secrets.issuerKey.publicJwk))),
  ],
  'a token signed with another key': [
    'TOKEN_INVALID',
    async () =>
      signed(await goodToken(), 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  ],
  'a token whose agency was changed': ['TOKEN_INVALID', async () => tampered(await goodToken())],
  'a token of another type': [
    'TOKEN_INVALID',
    async () => signed(await goodToken(), 'ES256', await issuerKey(), 'id+jwt'),
  ],
  'an access grant': ['TOKEN_INVALID', async () => signed(await goodToken(), 'EdDSA', await grantKey())],
  'a token for nobody': ['TOKEN_INVALID', () => system.token({})],
  'a token without purposes': ['TOKEN_INVALID', () => system.token({ agency: 'GDT', purposes: [] })],
  'a token of a citizen with an impossible number': [
    'TOKEN_INVALID',
    () => system.token({ citizen: '12345' }),
  ],
};

const goodToken = () => system.token(CALLERS.tax);
const issuerKey = () => importJWK(system.secrets.issuerKey.privateJwk, 'ES256');
const grantKey = () => importJWK(system.secrets.grantKey.privateJwk, 'EdDSA');

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<
    string,
    unknown
  >;
}

function unsigned(claims: Record<string, unknown>): string {
  return new UnsecuredJWT(claims).encode();
}

function signed(
  token: string,
  alg: string,
  key: Parameters<SignJWT['sign']>[0],
  typ = 'at+jwt',
): Promise<string> {
  const kid = String(system.secrets.issuerKey.privateJwk.kid);
  return new SignJWT(claimsOf(token)).setProtectedHeader({ alg, typ, kid }).sign(key);
}

function tampered(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(token), agency: 'C06' })).toString('base64url');
  return `${header}.${claims}.${signature}`;
}

describe('whoever comes with', () => {
  it.each(Object.keys(BAD_TOKENS))('%s is not let in', async (what) => {
    const [code, make] = BAD_TOKENS[what] ?? ['', async () => null];
    system.clearStatements();
    const refused = await send(system, { body: { query: QUERY }, token: await make() });
    expectRefusal(refused, { status: 401, code, says: [/token|Bearer/] });
    expect([...system.statements.values()].flat()).toEqual([]);
  });

  it('a token of an agency that is not registered is known, but may not ask', async () => {
    const token = await system.token({ agency: 'NO-SUCH', purposes: ['QLNN:TAX'] });
    const refused = await send(system, { body: { query: QUERY }, token });
    expectRefusal(refused, { status: 403, code: 'AGENCY_UNKNOWN', says: ['"NO-SUCH"', 'not registered'] });
  });

  it('a good token is', async () => {
    await expectAnswered(system);
    await expectAnswered(system, { token: await signed(await goodToken(), 'ES256', await issuerKey()) });
  });

  it('no token does not even learn the schema', async () => {
    const query = '{ __schema { types { name } } }';
    expectRefusal(await send(system, { body: { query }, token: null }), {
      status: 401,
      code: 'TOKEN_MISSING',
      says: ['Authorization: Bearer'],
    });
    expect((await send(system, { body: { query } })).text).toContain('"Citizen"');
  });
});
