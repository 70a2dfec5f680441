import { buildSchema, type GraphQLError, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { SCALAR_CHECKS } from '../../contract/scalars.ts';
import { checkInputs } from './inputs.ts';

const SCHEMA = buildSchema(`
  ${Object.keys(SCALAR_CHECKS)
    .map((name) => `scalar ${name}`)
    .join(' ')}
  type Query {
    ${Object.keys(SCALAR_CHECKS)
      .map(
        (name) =>
          `${name.charAt(0).toLowerCase()}${name.slice(1)}(value: ${name}, values: [${name}!], rows: [[${name}]]): String`,
      )
      .join('\n')}
    page(first: Int, after: String): String
    search(by: Search): String
  }
  input Search { personalId: PersonalId born: [Date!] not: [Search!] }
`);

const GOOD: Readonly<Record<string, string>> = {
  AdministrativeUnitCode: '00004',
  BranchCode: '0100109106-001',
  CertificateSerial: 'BC 123456',
  Date: '2026-02-28',
  DateTime: '2026-02-28T08:00:00Z',
  EnterpriseCode: '0100109106',
  HealthInsuranceCardNumber: 'DN4010112345678',
  OldIdNumber: '012345678',
  PartialDate: '1950',
  PersonalId: '901085000001',
  ProcedureCode: '1.001193',
  SocialInsuranceNumber: '0123456789',
  Vnd: '-1000000',
};

const SCALARS = Object.keys(SCALAR_CHECKS);

function check(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('One operation, please.');
  return checkInputs(SCHEMA, document, operation, variables);
}

/** The problems, as what their extensions say without the HTTP status, and their message. */
function problems(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): readonly Readonly<Record<string, unknown>>[] {
  try {
    check(query, variables);
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    return (error.errors as readonly GraphQLError[]).map(({ message, extensions: { http, ...facts } }) => {
      expect(http).toEqual({ status: 400 });
      return { message, ...facts };
    });
  }
  return [];
}

const field = (scalar: string) => scalar.charAt(0).toLowerCase() + scalar.slice(1);

describe.each(SCALARS)('a value of %s', (scalar) => {
  const code = /^(Date|DateTime|PartialDate|Vnd)$/.test(scalar) ? 'BAD_USER_INPUT' : 'INVALID_IDENTIFIER';

  it('passes in a variable and as a literal when it can exist', () => {
    const query = `query($v: ${scalar}) { ${field(scalar)}(value: $v) }`;
    expect(check(query, { v: GOOD[scalar] })).toEqual({ v: GOOD[scalar] });
    expect(problems(`{ ${field(scalar)}(value: "${GOOD[scalar]}") }`)).toEqual([]);
  });

  it('is refused in a variable when it cannot', () => {
    expect(
      problems(`query($v: ${scalar}) { ${field(scalar)}(value: $v) }`, { v: 'no such thing' }),
    ).toMatchObject([{ code, scalar, input: '$v', received: 'no such thing' }]);
  });

  it('is refused as a literal when it cannot', () => {
    expect(problems(`{ ${field(scalar)}(value: "no such thing") }`)).toMatchObject([
      { code, scalar, input: 'value', received: 'no such thing' },
    ]);
  });
});

describe('the problem', () => {
  it('says the place, what was received and what is expected', () => {
    expect(problems('query($id: PersonalId!) { personalId(value: $id) }', { id: '9010850000' })).toEqual([
      {
        message: '$id: PersonalId: expected exactly 12 digits; received "9010850000"',
        code: 'INVALID_IDENTIFIER',
        scalar: 'PersonalId',
        input: '$id',
        received: '9010850000',
        expected: 'expected exactly 12 digits',
      },
    ]);
  });

  it('names the place in a list', () => {
    const query = 'query($ids: [PersonalId!]) { personalId(values: $ids) }';
    const ids = ['901085000001', '1', '901085000001', '2'];
    expect(problems(query, { ids }).map(({ input }) => input)).toEqual(['$ids[1]', '$ids[3]']);
    expect(check(query, { ids: ids.slice(0, 1) })).toEqual({ ids: ['901085000001'] });
  });

  it('names the place in a list of lists', () => {
    const query = 'query($rows: [[Date]]) { date(rows: $rows) }';
    expect(problems(query, { rows: [['2026-01-01', null], null, ['2026-02-30']] })).toMatchObject([
      { input: '$rows[2][0]' },
    ]);
  });

  it('is one of several, all told at once', () => {
    const query =
      'query($id: PersonalId, $code: EnterpriseCode) { personalId(value: $id) enterpriseCode(value: $code) date(value: "2026-13-01") }';
    expect(problems(query, { id: '1', code: '0100109107' })).toMatchObject([
      { input: '$id', code: 'INVALID_IDENTIFIER' },
      { input: '$code', code: 'INVALID_IDENTIFIER', expected: expect.stringContaining('check digit') },
      { input: 'value', code: 'BAD_USER_INPUT' },
    ]);
  });

  it('does not repeat a long text', () => {
    const [problem] = problems('query($id: PersonalId) { personalId(value: $id) }', {
      id: 'x'.repeat(10_000),
    });
    expect(JSON.stringify(problem).length).toBeLessThan(400);
  });
});

describe('an input object', () => {
  const by = (fields: string) => `{ search(by: ${fields}) }`;

  it('passes when every value inside can exist', () => {
    const query = 'query($s: Search) { search(by: $s) }';
    const s = { personalId: '901085000001', not: [{ born: ['2026-02-28'] }], born: null };
    expect(check(query, { s })).toEqual({ s });
    expect(problems(by('{ personalId: "901085000001", not: [{ born: ["2026-02-28"] }] }'))).toEqual([]);
  });

  it('is refused with the place of each value that cannot, in a variable', () => {
    const s = { personalId: '1', not: [{}, { born: ['2026-02-28', '2026-02-30'] }] };
    expect(problems('query($s: Search) { search(by: $s) }', { s })).toMatchObject([
      { code: 'INVALID_IDENTIFIER', input: '$s.personalId', received: '1' },
      { code: 'BAD_USER_INPUT', input: '$s.not[1].born[1]' },
    ]);
  });

  it('is refused with the place of each value that cannot, in a literal', () => {
    expect(
      problems(by('{ personalId: "1", not: [{ born: ["2026-02-30"] }], born: "2026-01-01" }')),
    ).toMatchObject([
      { code: 'INVALID_IDENTIFIER', input: 'by.personalId' },
      { code: 'BAD_USER_INPUT', input: 'by.not.born' },
    ]);
  });

  it('is refused where the variable for one of its fields cannot exist', () => {
    const query = 'query($id: PersonalId) { search(by: { personalId: $id }) }';
    expect(problems(query, { id: '1' })).toMatchObject([{ input: '$id' }]);
    expect(check(query, { id: '901085000001' })).toEqual({ id: '901085000001' });
  });
});

describe('a value of another kind', () => {
  it.each([
    ['a number', 901085000001],
    ['a truth value', true],
    ['an object', { personalId: '901085000001' }],
    ['a list', ['901085000001']],
  ])('is refused where an identifier belongs: %s', (_kind, id) => {
    expect(problems('query($id: PersonalId!) { personalId(value: $id) }', { id })).toMatchObject([
      { code: 'INVALID_IDENTIFIER', input: '$id', expected: 'expected a string' },
    ]);
  });

  it.each(['{ personalId(value: true) }', '{ personalId(value: 1.5) }', '{ personalId(value: {a: "b"}) }'])(
    'is refused as a literal: %s',
    (query) => {
      expect(problems(query)).toMatchObject([{ code: 'INVALID_IDENTIFIER', input: 'value' }]);
    },
  );

  it('is refused for arguments of the language’s own types', () => {
    const query = 'query($n: Int) { page(first: $n) }';
    expect(problems(query, { n: 'ten' })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(check(query, { n: 10 })).toEqual({ n: 10 });
  });
});

describe('a value that is not given', () => {
  const query = (type: string) => `query($id: ${type}) { personalId(value: $id) }`;

  it('may be missing or null where it is not required', () => {
    expect(check(query('PersonalId'))).toEqual({});
    expect(check(query('PersonalId'), { id: null })).toEqual({ id: null });
    expect(problems('{ personalId(value: null) }')).toEqual([]);
  });

  it('is refused where it is', () => {
    expect(problems(query('PersonalId!'))).toMatchObject([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('"$id" of required type "PersonalId!"') },
    ]);
    expect(problems(query('PersonalId!'), { id: null })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('has its default, which is checked as well', () => {
    expect(check(query('PersonalId = "901085000001"'))).toEqual({ id: '901085000001' });
    expect(check(query('PersonalId = "901085000001"'), { id: '901085000002' })).toEqual({
      id: '901085000002',
    });
    const codes = problems(query('PersonalId = "1"')).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['INVALID_IDENTIFIER']));
  });
});

it('variables that the operation does not define are left out', () => {
  expect(check('{ page(first: 1) }', { id: 'x' })).toEqual({});
});

it('literals inside fragments and inside directives are looked at as well', () => {
  expect(problems('{ ...F } fragment F on Query { personalId(value: "1") }')).toHaveLength(1);
  expect(problems('{ page @include(if: true) ... @skip(if: false) { page } }')).toEqual([]);
});

describe('an explicit null', () => {
  const switched = 'query ($yes: Boolean = true) { page(first: 1) @include(if: $yes) }';

  it('is refused where the variable’s default would have been needed', () => {
    expect(problems(switched, { yes: null })).toMatchObject([
      { code: 'BAD_USER_INPUT', argument: '$yes', received: null },
    ]);
  });

  it('leaves the default when it is not given, and stands where null may be', () => {
    expect(check(switched)).toEqual({ yes: true });
    expect(check('query ($first: Int) { page(first: $first) }', { first: null })).toEqual({ first: null });
  });
});
