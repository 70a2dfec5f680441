import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDate, isPartialDate } from './calendar.ts';
import {
  checkAdministrativeUnitCode,
  checkBranchCode,
  checkCertificateSerial,
  checkEnterpriseCode,
  checkHealthInsuranceCardNumber,
  checkOldIdNumber,
  checkPersonalId,
  checkProcedureCode,
  checkSocialInsuranceNumber,
  type IdentifierCheck,
} from './identifiers.ts';
import type { ErrorCode } from './refusal.ts';

const checkDate: IdentifierCheck = (text) =>
  isDate(text) ? undefined : 'expected a day that exists, as YYYY-MM-DD';
const checkPartialDate: IdentifierCheck = (text) =>
  isPartialDate(text) ? undefined : 'expected YYYY, YYYY-MM or YYYY-MM-DD';
const checkDateTime: IdentifierCheck = (text) =>
  /^\d{4}-\d{2}-\d{2}T/.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
    ? undefined
    : 'expected an ISO 8601 date and time';
const checkVnd: IdentifierCheck = (text) =>
  /^-?\d{1,18}$/.test(text) ? undefined : 'expected a whole number of đồng, as a string of digits';

/** The check rule of each scalar that carries text; the schema of a database may use any of these names. */
export const SCALAR_CHECKS: Readonly<Record<string, IdentifierCheck>> = {
  AdministrativeUnitCode: checkAdministrativeUnitCode,
  BranchCode: checkBranchCode,
  CertificateSerial: checkCertificateSerial,
  Date: checkDate,
  DateTime: checkDateTime,
  EnterpriseCode: checkEnterpriseCode,
  HealthInsuranceCardNumber: checkHealthInsuranceCardNumber,
  OldIdNumber: checkOldIdNumber,
  PartialDate: checkPartialDate,
  PersonalId: checkPersonalId,
  ProcedureCode: checkProcedureCode,
  SocialInsuranceNumber: checkSocialInsuranceNumber,
  Vnd: checkVnd,
};

/** Scalars whose values are official identifiers; the others are plain values such as dates. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'AdministrativeUnitCode',
  'BranchCode',
  'CertificateSerial',
  'EnterpriseCode',
  'HealthInsuranceCardNumber',
  'OldIdNumber',
  'PersonalId',
  'ProcedureCode',
  'SocialInsuranceNumber',
]);

/**
 * The GraphQL scalar of that name with its check rule on input, or `undefined` for a name that is not ours.
 * Input that breaks the rule is refused with code `INVALID_IDENTIFIER` (or `BAD_USER_INPUT` for plain values),
 * what was received and what is expected. Output is passed through: a database's own old errors must stay visible.
 */
export function scalarNamed(name: string, description?: string | null): GraphQLScalarType | undefined {
  const check = SCALAR_CHECKS[name];
  if (check === undefined) return undefined;
  return new GraphQLScalarType({
    name,
    description: description ?? null,
    serialize: (value) => String(value),
    parseValue: (value) => accept(name, check, value),
    parseLiteral: (node) => accept(name, check, literal(node), node),
  });
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.STRING || node.kind === Kind.INT) return node.value;
  return undefined;
}

function accept(name: string, check: IdentifierCheck, value: unknown, node?: ValueNode): string {
  const problem = typeof value === 'string' ? check(value) : 'expected a string';
  if (problem === undefined) return value as string;
  throw invalidScalar(name, value, problem, node);
}

function invalidScalar(name: string, value: unknown, problem: string, node?: ValueNode): GraphQLError {
  const code: ErrorCode = IDENTIFIERS.has(name) ? 'INVALID_IDENTIFIER' : 'BAD_USER_INPUT';
  const received = typeof value === 'string' ? value.slice(0, 40) : typeof value;
  return new GraphQLError(`${name}: ${problem}; received ${JSON.stringify(received)}`, {
    ...(node === undefined ? {} : { nodes: node }),
    extensions: { code, scalar: name, received, expected: problem },
  });
}
