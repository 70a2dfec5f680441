import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, send } from '../support/http.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const ENTERPRISE = personaId('profile-enterprise');
const PARCEL = personaId('profile-home-parcel');

/** An argument of the graph, a value that works, and values that cannot: what is wrong with each. */
const ARGUMENTS: readonly {
  readonly type: string;
  readonly argument: string;
  readonly field: (value: string) => string;
  readonly good: string;
  readonly bad: readonly (readonly [value: string, why: RegExp])[];
  readonly code?: string;
}[] = [
  {
    type: 'PersonalId',
    argument: 'personalId',
    field: (value) => `citizen(personalId: ${value}) { personalId }`,
    good: PROFILE,
    bad: [
      ['', /exactly 12 digits/],
      [PROFILE.slice(1), /exactly 12 digits/],
      [`${PROFILE}0`, /exactly 12 digits/],
      [` ${PROFILE}`, /exactly 12 digits/],
      ['٩٠١٠٨٥١٠٠٠٠١', /exactly 12 digits/],
      ["901085100001' or '1'='1", /exactly 12 digits/],
      ['003085100001', /digits 1 to 3 are 003/],
      ['999085100001', /digits 1 to 3 are 999/],
      ['901985100001', /birth in 2385; expected \d{4} or earlier/],
      ['901285100001', /birth in 2085; expected \d{4} or earlier/],
    ],
  },
  {
    type: 'EnterpriseCode',
    argument: 'enterpriseCode',
    field: (value) => `business(enterpriseCode: ${value}) { enterpriseCode }`,
    good: ENTERPRISE,
    bad: [
      [ENTERPRISE.slice(1), /exactly 10 digits/],
      [`${ENTERPRISE}-001`, /exactly 10 digits/],
      [
        `${ENTERPRISE.slice(0, 9)}${(Number(ENTERPRISE.at(9)) + 1) % 10}`,
        /check digit \(digit 10\) is \d, expected \d/,
      ],
    ],
  },
  {
    type: 'AdministrativeUnitCode',
    argument: 'code',
    field: (value) => `administrativeUnit(code: ${value}) { code }`,
    good: '00004',
    bad: [['4', /2 digits \(province\) or 5 digits/]],
  },
  {
    type: 'ProcedureCode',
    argument: 'code',
    field: (value) => `procedure(code: ${value}) { code }`,
    good: '1.001193',
    bad: [['1.1193', /three|six digits/]],
  },
  {
    type: 'Date',
    argument: 'on',
    field: (value) => `citizen(personalId: "${PROFILE}") { age(on: ${value}) }`,
    good: '2026-02-28',
    bad: [
      ['2026-02-30', /a day that exists, as YYYY-MM-DD/],
      ['28/02/2026', /a day that exists, as YYYY-MM-DD/],
    ],
    code: 'BAD_USER_INPUT',
  },
];

describe.each(ARGUMENTS)('the argument $argument: $type', ({ type, argument, field, good, bad, code }) => {
  const asVariable = (value: unknown) => ({
    body: { query: `query ($given: ${type}!) { ${field('$given')} }`, variables: { given: value } },
  });
  const asLiteral = (value: string) => ({ body: { query: `{ ${field(value)} }` } });
  const refusal = code ?? 'INVALID_IDENTIFIER';

  it('takes a value that can be', async () => {
    for (const request of [asVariable(good), asLiteral(JSON.stringify(good))]) {
      const answer = await send(system, request);
      expect(answer.errors).toEqual([]);
      expect(JSON.stringify(answer.data)).not.toContain(':null');
    }
  });

  it.each(bad)('refuses "%s" without looking it up', async (value, why) => {
    system.clearStatements();
    const received = JSON.stringify(value).slice(1, 12);
    const variable = await send(system, asVariable(value));
    expectRefusal(variable, { status: 400, code: refusal, says: ['$given', type, received, why] });
    const literal = await send(system, asLiteral(JSON.stringify(value)));
    expectRefusal(literal, { status: 400, code: refusal, says: [argument, type, received, why] });
    expect([...system.statements.values()].flat()).toEqual([]);
  });

  it.each([
    ['9.5', 9.5, 'number'],
    ['true', true, 'boolean'],
    [`{ a: "${good}" }`, { a: good }, 'object'],
    [`["${good}"]`, [good], 'object'],
    ['SOMETHING', { SOMETHING: 1 }, 'object'],
  ])('refuses %s, which is no text', async (literal, variable, received) => {
    const says = [type, `received "${received}"`, 'expected a string'];
    expectRefusal(await send(system, asLiteral(literal)), {
      status: 400,
      code: refusal,
      says: [argument, ...says],
    });
    expectRefusal(await send(system, asVariable(variable)), {
      status: 400,
      code: refusal,
      says: ['$given', ...says],
    });
  });

  it('needs its variable', async () => {
    const { query } = asVariable(good).body;
    const missing = await send(system, { body: { query } });
    expectRefusal(missing, {
      status: 400,
      code: 'BAD_USER_INPUT',
      says: ['$given', type, 'was not provided'],
    });
    const empty = await send(system, asVariable(null));
    expectRefusal(empty, { status: 400, code: 'BAD_USER_INPUT', says: ['$given', type, 'must not be null'] });
  });
});

describe('several wrong inputs at once', () => {
  it('are all told', async () => {
    const query = `query ($a: PersonalId!, $b: [EnterpriseCode!]!) {
      citizen(personalId: $a) { age(on: "2026-13-01") } businesses(enterpriseCodes: $b) { outcome }
    }`;
    const refused = await send(system, { body: { query, variables: { a: '1', b: [ENTERPRISE, '2'] } } });
    expectRefusal(refused, {
      status: 400,
      code: 'INVALID_IDENTIFIER',
      says: ['$a', '$b[1]', 'on: Date'],
    });
    expect(refused.text).not.toContain(ENTERPRISE);
    const good = { a: PROFILE, b: [ENTERPRISE] };
    const answered = await send(system, { body: { query: query.replace('-13-', '-12-'), variables: good } });
    expect(answered.errors).toEqual([]);
  });

  it('include a default value of the operation', async () => {
    const query = 'query ($a: PersonalId! = "12345") { citizen(personalId: $a) { personalId } }';
    expectRefusal(await send(system, { body: { query } }), {
      status: 400,
      code: 'INVALID_IDENTIFIER',
      says: ['PersonalId', '12345', '12 digits'],
    });
    const answered = await send(system, { body: { query: query.replace('12345', PROFILE) } });
    expect(answered.data).toEqual({ citizen: { personalId: PROFILE } });
  });
});

describe('a bulk look-up', () => {
  const bulk = (count: number) => ({
    body: {
      query: 'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { outcome } }',
      variables: { ids: Array.from({ length: count }, (_none, index) => String(901_085_200_000 + index)) },
    },
  });
  const bulkBusinesses = (count: number) => ({
    body: {
      query: 'query ($codes: [EnterpriseCode!]!) { businesses(enterpriseCodes: $codes) { outcome } }',
      variables: { codes: Array.from({ length: count }, () => ENTERPRISE) },
    },
  });

  it('answers a thousand numbers, one outcome for each', async () => {
    const { data, errors } = await send(system, bulk(1_000));
    expect(errors).toEqual([]);
    expect((data as { citizens: unknown[] }).citizens).toHaveLength(1_000);
    const businesses = (await send(system, bulkBusinesses(1_000))).data as { businesses: unknown[] };
    expect(businesses.businesses).toHaveLength(1_000);
  });

  it('refuses one more', async () => {
    const says = ['expected at most 1000 keys', 'received 1001'];
    const citizens = await send(system, bulk(1_001));
    expectRefusal(citizens, { status: 200, code: 'TOO_MANY_KEYS', says: ['personalIds', ...says] });
    const businesses = await send(system, bulkBusinesses(1_001));
    expectRefusal(businesses, { status: 200, code: 'TOO_MANY_KEYS', says: ['enterpriseCodes', ...says] });
  });

  it('of none is none', async () => {
    expect((await send(system, bulk(0))).data).toEqual({ citizens: [] });
  });
});

describe('a page', () => {
  const page = (words: string, variables = {}) => ({
    body: {
      query: `query ${words.includes('$n') ? '($n: Int)' : ''} {
        landParcel(parcelId: "${PARCEL}") { rights(${words}) { pageInfo { hasNextPage endCursor } } } }`,
      variables,
    },
  });
  const rightsOf = (data: unknown) => (data as { landParcel: { rights: unknown } }).landParcel.rights;

  it.each([1, 100])('of %i rows is given, and its cursor continues it', async (size) => {
    const first = await send(system, page(`first: ${size}`));
    const { pageInfo } = rightsOf(first.data) as { pageInfo: { hasNextPage: boolean; endCursor: string } };
    expect(pageInfo.hasNextPage).toBe(size === 1);
    const next = await send(system, page(`first: ${size}, after: "${pageInfo.endCursor}"`));
    expect(next.errors).toEqual([]);
  });

  it.each([0, -1, 101, 2_147_483_647])('of %i rows is not', async (size) => {
    const answer = await send(system, page(`first: ${size}`));
    expect(answer.status).toBe(200);
    expect(rightsOf(answer.data)).toBeNull();
    expect(answer.errors).toMatchObject([
      {
        path: ['landParcel', 'rights'],
        extensions: { code: 'PAGE_TOO_LARGE', argument: 'first', received: size, expected: '1 to 100' },
      },
    ]);
  });

  it.each(['zzz', '', 'cm93Oi0x', 'row:1', 'cm93OjE7ZHJvcCB0YWJsZQ'])('after "%s" is not', async (cursor) => {
    const answer = await send(system, page(`first: 1, after: "${cursor}"`));
    expect(rightsOf(answer.data)).toBeNull();
    expect(answer.errors).toMatchObject([
      { path: ['landParcel', 'rights'], extensions: { code: 'INVALID_CURSOR', argument: 'after' } },
    ]);
    expect(answer.errors[0]?.message).toMatch(/^after: expected a cursor/);
  });

  it.each([
    ['text for a number', page('first: $n', { n: 'x' }), 'BAD_USER_INPUT', ['$n', '"x"', 'Int']],
    ['a fraction', page('first: $n', { n: 1.5 }), 'BAD_USER_INPUT', ['$n', '1.5', 'Int']],
    ['a literal of text', page('first: "5"'), 'GRAPHQL_VALIDATION_FAILED', ['"5"', 'Int']],
    ['more than 32 bits', page('first: 99999999999'), 'GRAPHQL_VALIDATION_FAILED', ['99999999999', 'Int']],
    [
      'a variable of another type',
      page('after: $n', { n: 1 }),
      'GRAPHQL_VALIDATION_FAILED',
      ['$n', 'Int', 'String'],
    ],
  ])('refuses %s', async (_what, request, code, says) => {
    expectRefusal(await send(system, request), { status: 400, code, says: says });
  });
});

describe('after all of it', () => {
  it('the gateway answers a good request', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } landRights(first: 1) { edges { node { form } } } } }`;
    const answer = await send(system, { body: { query } });
    expect(answer.status).toBe(200);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
  });
});
