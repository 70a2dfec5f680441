import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAnswered, expectNothingInside, expectRefusal, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;

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
      await expectAnswered(system);
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
    await expectAnswered(system);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('is not %s', async (type) => {
    const refused = await send(system, { body: { query: QUERY }, headers: { 'content-type': type } });
    expectRefusal(refused, { status: 415, code: 'BAD_REQUEST', says: ['JSON'] });
    await expectAnswered(system, { headers: { 'content-type': 'application/json; charset=utf-8' } });
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
    await expectAnswered(system, { body: { query, operationName: 'B' } });
  });

  it('has a size, named where it is passed', async () => {
    const padded = (bytes: number) => ({ query: QUERY.padEnd(bytes, ' ') });
    const refused = await send(system, { body: padded(2_000_000) });
    expectRefusal(refused, { status: 413, code: 'DOCUMENT_TOO_LARGE', says: ['1048576 bytes'] });
    await expectAnswered(system, { body: padded(1_000_000) });
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
    await expectAnswered(system);
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
    expect(['OPERATION_TOO_COMPLEX', 'INVALID_IDENTIFIER']).toContain(refused.errors[0]?.extensions.code);
    expectNothingInside(refused.text);
    await expectAnswered(system);
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
    [
      'a mutation',
      'mutation { deleteEverything }',
      'GRAPHQL_VALIDATION_FAILED',
      ['deleteEverything', '"Mutation"'],
    ],
    ['a subscription', 'subscription { everything }', 'GRAPHQL_VALIDATION_FAILED', ['subscription', 'query']],
  ])('with %s is refused with its place', async (_what, query, code, says) => {
    expectRefusal(await send(system, { body: { query } }), { status: 400, code, says });
    await expectAnswered(system);
  });
});
