import { generateKeyPairSync } from 'node:crypto';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { expectNothingInside, expectRefusal, type RawRequest, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;

async function expectAnswered(request: RawRequest = {}): Promise<void> {
  const answer = await send(system, { body: { query: QUERY }, ...request });
  expect(answer.errors).toEqual([]);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('"data"');
}

describe('the way of asking', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])(
    'is not %s, which could put a number into a URL',
    async (method) => {
      const path = `?query=${encodeURIComponent(QUERY)}`;
      const refused = await send(system, {
        method,
        path,
        ...(method === 'GET' ? {} : { body: { query: QUERY } }),
      });
      expectRefusal(refused, { status: 405, code: 'METHOD_NOT_ALLOWED', says: ['POST', 'URL'] });
      expect(refused.headers.get('allow')).toBe('POST');
      expect(refused.text).not.toContain(PROFILE);
      await expectAnswered();
    },
  );

  it('is not HEAD either', async () => {
    expect((await send(system, { method: 'HEAD' })).status).toBe(405);
  });

  it('has one place only', async () => {
    const elsewhere = await send(system, { path: '/../other', body: { query: QUERY } });
    expectRefusal(elsewhere, { status: 404, code: 'BAD_REQUEST', says: ['POST /graphql'] });
  });

  it.each([
    ['broken JSON', '{"query":'],
    ['no body', undefined],
    ['a key that would reach into objects', '{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}'],
  ])('is not %s', async (_what, body) => {
    expectRefusal(await send(system, { body }), { status: 400, code: 'BAD_REQUEST', says: ['JSON', 'POST'] });
    await expectAnswered();
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('is not %s', async (type) => {
    const refused = await send(system, { body: { query: QUERY }, headers: { 'content-type': type } });
    expectRefusal(refused, { status: 415, code: 'BAD_REQUEST', says: ['JSON'] });
    await expectAnswered({ headers: { 'content-type': 'application/json; charset=utf-8' } });
  });

  it.each([
    ['nothing', {}, /missing|no keys/],
    ['a list of operations', [{ query: QUERY }], /[Bb]atch/],
    ['a number for a query', { query: 1 }, /must be strings/],
    ['text for variables', { query: QUERY, variables: '{}' }, /variables.*object/],
    ['a list for variables', { query: QUERY, variables: [] }, /variables.*object/],
    ['null', 'null', /missing|no keys/],
    [
      'an operation name that is not in the document',
      { query: 'query A { __typename }', operationName: 'B' },
      /"B"/,
    ],
    [
      'two operations and no name',
      { query: 'query A { __typename } query B { __typename }' },
      /operationName/,
    ],
  ])('does not take %s', async (_what, body, says) => {
    expectRefusal(await send(system, { body }), { status: 400, code: 'BAD_REQUEST', says: [says] });
  });

  it('takes one of two operations by its name', async () => {
    const query = `query A { __typename } query B ${QUERY}`;
    await expectAnswered({ body: { query, operationName: 'B' } });
  });

  it('has a size, named where it is passed', async () => {
    const padded = (bytes: number) => ({ query: QUERY.padEnd(bytes, ' ') });
    const refused = await send(system, { body: padded(2_000_000) });
    expectRefusal(refused, { status: 413, code: 'DOCUMENT_TOO_LARGE', says: ['1048576 bytes'] });
    await expectAnswered({ body: padded(1_000_000) });
  });
});

/** Documents that are too much of something, with one that just is not. */
const LIMITS: Readonly<Record<string, readonly [most: number, (count: number) => string]>> = {
  depth: [
    16,
    (depth) =>
      `{ citizen(personalId: "${PROFILE}") ${'{ spouse '.repeat(depth - 2)}{ sex }${' }'.repeat(depth - 2)} }`,
  ],
  'number of aliases': [
    50,
    (count) =>
      `{ citizen(personalId: "${PROFILE}") { ${repeated(count, (index) => `a${index}: birthDate`)} } }`,
  ],
  'number of root fields': [
    20,
    (count) =>
      `{ ${repeated(count, (index) => `a${index}: citizen(personalId: "${PROFILE}") { birthDate }`)} }`,
  ],
  'number of directives': [
    100,
    (count) =>
      `{ citizen(personalId: "${PROFILE}") { ${repeated(count, () => 'birthDate @include(if: true)')} } }`,
  ],
};

function repeated(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_none, index) => text(index)).join(' ');
}

describe('an operation', () => {
  it.each(Object.entries(LIMITS))(
    'has a limit of its %s, named where it is passed',
    async (what, [most, document]) => {
      const refused = await send(system, { body: { query: document(most + 1) } });
      expectRefusal(refused, {
        status: 400,
        code: 'OPERATION_TOO_COMPLEX',
        says: [what, `limit of ${most}`],
      });
      const answered = await send(system, { body: { query: document(most) } });
      expect(answered.errors.filter(({ extensions }) => extensions.code !== 'ELEMENT_WITHHELD')).toEqual([]);
      expect(answered.status).toBe(200);
    },
  );

  it('of more tokens than the limit is not read to its end', async () => {
    const document = (count: number) => `{ ${'__typename '.repeat(count)} }`;
    const refused = await send(system, { body: { query: document(10_001) } });
    expectRefusal(refused, { status: 400, code: 'GRAPHQL_PARSE_FAILED', says: ['10000', 'tokens'] });
  });

  it('that unfolds from little to very much is refused before it is planned', async () => {
    const bomb = repeated(
      30,
      (index) => `fragment F${index} on Query { ...F${index + 1} ... { ...F${index + 1} } }`,
    );
    const query = `query { ...F0 } ${bomb} fragment F30 on Query { __typename }`;
    const refused = await send(system, { body: { query } });
    expectRefusal(refused, { status: 400, code: 'OPERATION_TOO_COMPLEX', says: ['10000 fields'] });
    await expectAnswered();
  });

  it.each([
    [
      'thousands of brackets in the document',
      `{ citizen(personalId: ${'['.repeat(4_000)}${']'.repeat(4_000)}) { sex } }`,
      {},
    ],
    [
      'thousands of braces in the document',
      `{ citizen(personalId: "1") ${'{ spouse '.repeat(3_000)}${'}'.repeat(3_000)} }`,
      {},
    ],
    [
      'a hundred thousand brackets in a variable',
      'query ($a: PersonalId!) { citizen(personalId: $a) { sex } }',
      { a: 'DEEP' },
    ],
  ])('with %s is refused, and nothing breaks', async (_what, query, variables) => {
    const body = JSON.stringify({ query, variables }).replace(
      '"DEEP"',
      '['.repeat(100_000) + ']'.repeat(100_000),
    );
    const refused = await send(system, { body });
    expect(refused.status).toBe(400);
    expect(['GRAPHQL_PARSE_FAILED', 'OPERATION_TOO_COMPLEX', 'INVALID_IDENTIFIER']).toContain(
      refused.errors[0]?.extensions.code,
    );
    expectNothingInside(refused.text);
    await expectAnswered();
  });

  it.each([
    ['a syntax error', '{ citizen( ', 'GRAPHQL_PARSE_FAILED', ['Syntax Error', 'Expected Name']],
    ['nothing in it', ' ', 'GRAPHQL_PARSE_FAILED', ['Syntax Error']],
    [
      'an unknown field',
      `{ citizen(personalId: "${PROFILE}") { nam } }`,
      'GRAPHQL_VALIDATION_FAILED',
      ['"nam"', '"Citizen"'],
    ],
    ['an unknown argument', '{ citizen(id: "1") { sex } }', 'GRAPHQL_VALIDATION_FAILED', ['"id"', 'citizen']],
    [
      'an argument missing',
      '{ citizen { sex } }',
      'GRAPHQL_VALIDATION_FAILED',
      ['"personalId"', 'PersonalId!'],
    ],
    [
      'a fragment within itself',
      `${'query { ...A } fragment A on Query { ...A }'}`,
      'GRAPHQL_VALIDATION_FAILED',
      ['"A"', 'itself'],
    ],
    ['an unknown fragment', 'query { ...A }', 'GRAPHQL_VALIDATION_FAILED', ['"A"']],
    ['an unknown directive', '{ __typename @defer }', 'GRAPHQL_VALIDATION_FAILED', ['@defer']],
    ['a mutation', 'mutation { deleteEverything }', 'GRAPHQL_VALIDATION_FAILED', ['mutation', 'query']],
    ['a subscription', 'subscription { everything }', 'GRAPHQL_VALIDATION_FAILED', ['subscription', 'query']],
  ])('with %s is refused with its place', async (_what, query, code, says) => {
    expectRefusal(await send(system, { body: { query } }), { status: 400, code, says });
    await expectAnswered();
  });
});

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
    await expectAnswered({ headers: { purpose: 'QLNN:TAX' } });
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
    expect((await ask({ officer: 'CB-7' }, { 'officer-id': '' })).errors).toEqual([]);
    const other = await ask({ officer: 'CB-7' }, { 'officer-id': 'CB-8' });
    expectRefusal(other, { status: 403, code: 'OFFICER_MISMATCH', says: ['Officer-Id'] });
    expect(other.text).not.toContain('CB-7');
  });

  it('name the case where the agreement says so', async () => {
    const landOffice = { agency: 'LRO-40', purposes: ['TTHC:1.013980'] };
    const refused = await ask(landOffice, { 'case-id': ' ' });
    expectRefusal(refused, { status: 400, code: 'CASE_REQUIRED', says: ['Case-Id', 'ltt-2026-lro40'] });
    expect((await ask(landOffice, { 'case-id': 'H-1' })).status).toBe(200);
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
    await expectAnswered();
    await expectAnswered({ token: await signed(await goodToken(), 'ES256', await issuerKey()) });
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
