import { buildASTSchema, buildSchema, type GraphQLError, graphqlSync, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { SCALAR_CHECKS, scalarNamed } from './scalars.ts';

/** A value that each scalar accepts, beside one that it refuses. */
const TWINS: Readonly<Record<string, readonly [string, string]>> = {
  AdministrativeUnitCode: ['00004', '0004'],
  BranchCode: ['0100109106-001', '0100109106-000'],
  CertificateSerial: ['BA 123456', 'BA 12345'],
  Date: ['2024-02-29', '2025-02-29'],
  DateTime: ['2025-07-01T00:00:00+07:00', '2025-07-01'],
  EnterpriseCode: ['0100109106', '0100109107'],
  HealthInsuranceCardNumber: ['DN4010112345678', 'DN9010112345678'],
  OldIdNumber: ['012345678', '01234567'],
  PartialDate: ['1950', '1950-13'],
  PersonalId: ['901204000001', '903204000001'],
  ProcedureCode: ['1.002520', '1.00252'],
  SocialInsuranceNumber: ['0123456789', '012345678'],
  Vnd: ['-1000000000000', '1.5'],
};
const PLAIN_VALUES = new Set(['Date', 'DateTime', 'PartialDate', 'Vnd']);

/** `type Query { echo(value: <Scalar>): <Scalar> }` */
function ask(name: string, document: string, value?: unknown) {
  const schema = buildASTSchema(parse(`scalar ${name} type Query { echo(value: ${name}): ${name} }`));
  const scalar = scalarNamed(name);
  Object.assign(schema.getType(name) ?? {}, {
    parseValue: scalar?.parseValue,
    parseLiteral: scalar?.parseLiteral,
    serialize: scalar?.serialize,
  });
  return graphqlSync({
    schema,
    source: document,
    rootValue: { echo: (args: { value: unknown }) => args.value },
    variableValues: { value },
  });
}

const asLiteral = (name: string, value: string) => ask(name, `{ echo(value: ${JSON.stringify(value)}) }`);
const asVariable = (name: string, value: unknown) =>
  ask(name, `query ($value: ${name}) { echo(value: $value) }`, value);

function onlyError(errors: readonly GraphQLError[] | undefined): GraphQLError {
  expect(errors).toHaveLength(1);
  const error = errors?.[0];
  if (error === undefined) throw new Error('unreachable');
  return error;
}

it('every scalar has a twin here', () => {
  expect(Object.keys(TWINS)).toEqual(Object.keys(SCALAR_CHECKS));
});

it('a name that is not ours is no scalar', () => {
  expect(scalarNamed('Money')).toBeUndefined();
});

it('a scalar carries the description of the schema', () => {
  expect(scalarNamed('PersonalId', 'Twelve digits.')?.description).toBe('Twelve digits.');
});

describe.each(Object.entries(TWINS))('%s', (name, [good, bad]) => {
  const code = PLAIN_VALUES.has(name) ? 'BAD_USER_INPUT' : 'INVALID_IDENTIFIER';

  it('accepts a good value, as a literal and as a variable', () => {
    expect(asLiteral(name, good)).toEqual({ data: { echo: good } });
    expect(asVariable(name, good)).toEqual({ data: { echo: good } });
  });

  it.each([
    ['a literal', asLiteral],
    ['a variable', asVariable],
  ])('refuses a bad value in %s: which scalar, what was received, what is expected', (_case, send) => {
    const { data, errors } = send(name, bad);
    expect(data).toBeUndefined();
    const { message, extensions } = onlyError(errors);
    expect(extensions).toMatchObject({ code, scalar: name, received: bad });
    expect(extensions['expected']).toEqual(expect.stringMatching(/./));
    expect(message).toContain(`${name}: `);
    expect(message).toContain(JSON.stringify(bad));
  });

  it.each([[12], [true], [{ value: good }], [[[good]]]])(
    'refuses the variable %j: it is no string',
    (value) => {
      const { extensions } = onlyError(asVariable(name, value).errors);
      expect(extensions).toMatchObject({ code, expected: 'expected a string' });
    },
  );
});

describe('in general', () => {
  it('a number literal is read digit by digit, so that long identifiers are not rounded', () => {
    expect(ask('Vnd', '{ echo(value: 900719925474099312) }')).toEqual({
      data: { echo: '900719925474099312' },
    });
  });

  it('a literal of another kind is refused', () => {
    for (const literal of ['true', '1.5', 'VALUE', '{ a: 1 }']) {
      expect(onlyError(ask('Vnd', `{ echo(value: ${literal}) }`).errors).extensions['code']).toBe(
        'BAD_USER_INPUT',
      );
    }
  });

  it('an error quotes no more than 40 characters of what it received', () => {
    const { message, extensions } = onlyError(asLiteral('OldIdNumber', '7'.repeat(10_000)).errors);
    expect(extensions['received']).toBe('7'.repeat(40));
    expect(message.length).toBeLessThan(300);
  });

  it("output is passed through: a register's own old errors stay visible", () => {
    expect(scalarNamed('PersonalId')?.serialize('12345')).toBe('12345');
  });

  it('without our rule GraphQL would accept anything', () => {
    const schema = buildSchema('scalar PersonalId type Query { echo(value: PersonalId): String }');
    expect(graphqlSync({ schema, source: '{ echo(value: "x") }' }).errors).toBeUndefined();
  });
});
