import {
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  type ObjectFieldNode,
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
    ...nullWhereNoneMayBe(schema, document, coerced ?? {}),
    ...(hasRightLiterals(schema, document) ? [] : wrongLiterals(schema, document)),
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
    return isInputType(inputType) ? wrongValues(inputType, values[name], `$${name}`) : [];
  });
}

/**
 * Follows the type, not the value, through input objects and lists: what stands where a scalar belongs is checked
 * whole, however deep it is.
 */
function wrongValues(type: GraphQLInputType, value: unknown, place: string): readonly GraphQLError[] {
  const nullable = getNullableType(type);
  if (value === null || value === undefined) return [];
  if (isInputObjectType(nullable)) {
    const given = value as Readonly<Record<string, unknown>>;
    return Object.values(nullable.getFields()).flatMap((field) =>
      wrongValues(field.type, given[field.name], `${place}.${field.name}`),
    );
  }
  if (!isListType(nullable)) return problem(getNamedType(nullable).name, value, place);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item, index) => wrongValues(nullable.ofType, item, `${place}[${index}]`));
}

/**
 * A variable with a default may stand where no null may be, and an explicit null then replaces the default (GraphQL
 * specification §5.8.5): a condition that is neither true nor false, an argument without its value.
 */
function nullWhereNoneMayBe(
  schema: GraphQLSchema,
  document: DocumentNode,
  values: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  const nulls = new Set(Object.keys(values).filter((name) => values[name] === null));
  if (nulls.size === 0) return [];
  const found = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      VariableDefinition: () => false,
      Variable({ name }) {
        if (nulls.has(name.value) && isNonNullType(typeInfo.getInputType())) found.add(name.value);
      },
    }),
  );
  return [...found].map((name) =>
    badInput('BAD_USER_INPUT', `$${name}: received null, expected a value.`, {
      argument: `$${name}`,
      received: null,
      expected: 'a value, or no variable at all for its default',
    }),
  );
}

/** Documents whose literals are right; nothing of that depends on the request. */
const rightLiterals = new WeakMap<GraphQLSchema, WeakSet<DocumentNode>>();

function hasRightLiterals(schema: GraphQLSchema, document: DocumentNode): boolean {
  const right = rightLiterals.get(schema) ?? new WeakSet<DocumentNode>();
  rightLiterals.set(schema, right);
  if (right.has(document)) return true;
  if (wrongLiterals(schema, document).length > 0) return false;
  right.add(document);
  return true;
}

function wrongLiterals(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const problems: GraphQLError[] = [];
  const typeInfo = new TypeInfo(schema);
  const check = (node: ValueNode): void => {
    const isList = node.kind === Kind.LIST;
    const type = getNullableType(isList ? typeInfo.getParentInputType() : typeInfo.getInputType());
    if (type === null || type === undefined || (isList && isListType(type))) return;
    problems.push(...problem(getNamedType(type).name, plainValue(node), placeOf(typeInfo, within)));
  };
  /** Fields of input objects around the value, the outermost first. */
  const within: string[] = [];
  const kinds = [Kind.STRING, Kind.INT, Kind.FLOAT, Kind.BOOLEAN, Kind.ENUM, Kind.LIST, Kind.OBJECT] as const;
  const inField = {
    enter: ({ name }: ObjectFieldNode) => void within.push(name.value),
    leave: () => void within.pop(),
  };
  const checks = Object.fromEntries(kinds.map((kind) => [kind, check]));
  visit(document, visitWithTypeInfo(typeInfo, { ...checks, ObjectField: inField }));
  return problems;
}

function placeOf(typeInfo: TypeInfo, within: readonly string[]): string {
  return [typeInfo.getArgument()?.name ?? 'value', ...within].join('.');
}

/** A literal as a scalar's check takes it: text as it stands, anything else as a value of its own kind. */
function plainValue(node: ValueNode): unknown {
  if (node.kind === Kind.STRING || node.kind === Kind.INT) return node.value;
  if (node.kind === Kind.FLOAT) return Number(node.value);
  return node.kind === Kind.BOOLEAN ? node.value : {};
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
