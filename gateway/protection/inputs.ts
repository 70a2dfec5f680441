import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { ErrorCode } from '../../contract/refusal.ts';
import { scalarNamed } from '../../contract/scalars.ts';

/**
 * Checks every identifier, date and amount of an operation, in variables and literals, before anything is planned:
 * a number that cannot exist is refused here, without a look-up. Also applies the operation's default values.
 *
 * @returns the values of the variables
 * @throws AggregateError of GraphQLErrors, all of them at once, each with the place, what was received and what is
 *   expected
 */
export function checkInputs(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const problems = [
    ...(errors ?? []).map(({ message }) => badInput('BAD_USER_INPUT', message, {})),
    ...wrongVariables(schema, operation, coerced ?? {}),
    ...wrongLiterals(schema, document),
  ];
  if (problems.length > 0) throw new AggregateError(problems, 'Inputs were refused.');
  return coerced ?? {};
}

function wrongVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  return (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const name = variable.name.value;
    const inputType = typeFromAST(schema, type as never);
    if (!isInputType(inputType)) return [];
    const scalar = getNamedType(inputType).name;
    return leaves(values[name], `$${name}`).flatMap(({ value, place }) => problem(scalar, value, place));
  });
}

function wrongLiterals(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const problems: GraphQLError[] = [];
  const typeInfo = new TypeInfo(schema);
  const check = (node: ValueNode & { readonly value: string }): void => {
    const type = typeInfo.getInputType();
    const argument = typeInfo.getArgument();
    if (type === null || type === undefined) return;
    problems.push(...problem(getNamedType(type).name, node.value, argument?.name ?? 'value'));
  };
  visit(document, visitWithTypeInfo(typeInfo, { [Kind.STRING]: check, [Kind.INT]: check }));
  return problems;
}

function leaves(
  value: unknown,
  place: string,
): readonly { readonly value: unknown; readonly place: string }[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [{ value, place }];
  return value.flatMap((item, index) => leaves(item, `${place}[${index}]`));
}

function problem(scalar: string, value: unknown, place: string): readonly GraphQLError[] {
  try {
    scalars(scalar)?.parseValue(value);
    return [];
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { code, ...facts } = error.extensions;
    return [badInput(code as ErrorCode, `${place}: ${error.message}`, { input: place, ...facts })];
  }
}

const known = new Map<string, ReturnType<typeof scalarNamed>>();

function scalars(name: string): ReturnType<typeof scalarNamed> {
  if (!known.has(name)) known.set(name, scalarNamed(name));
  return known.get(name);
}

function badInput(code: ErrorCode, message: string, facts: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...facts, http: { status: 400 } } });
}
