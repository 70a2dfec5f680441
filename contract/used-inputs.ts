import {
  type ConstValueNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type ValueNode,
} from 'graphql';

/**
 * Which inputs an operation really uses: a filter is a read, so whoever selects by an input field, in a literal, in a
 * variable or by a default of the schema, needs its elements; and nobody needs those of a field that is left out.
 * An explicit `null` is a use (it may select what has no value); a variable without a value is none.
 */

/** Input fields, as `Type.field`, that a value uses. */
export type UsedFields = ReadonlySet<string>;

/** The variables that have a value, each with the input fields inside. */
export type UsedVariables = ReadonlyMap<string, UsedFields>;

type Values = Readonly<Record<string, unknown>>;

/**
 * What the variables of an operation use.
 *
 * @param values values of the variables, coerced or as sent; when `undefined`, whatever they could carry
 */
export function usedVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  values: Values | undefined,
): UsedVariables {
  const used = new Map<string, UsedFields>();
  for (const { variable, type: written, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, written as never);
    if (!isInputType(type)) continue;
    const fields = new Collector(NO_VARIABLES);
    if (values === undefined) fields.everything(type);
    else if (Object.hasOwn(values, name) && values[name] !== undefined) fields.ofValue(type, values[name]);
    else if (defaultValue !== undefined) fields.ofLiteral(type, defaultValue);
    else continue;
    used.set(name, fields.used);
  }
  return used;
}

/** The arguments of one field that are used, by the client or by a default, with the input fields inside. */
export function usedArguments(
  { args }: Pick<GraphQLField<unknown, unknown>, 'args'>,
  { arguments: given = [] }: FieldNode,
  variables: UsedVariables,
): ReadonlyMap<string, UsedFields> {
  const used = new Map<string, UsedFields>();
  for (const { name, type, defaultValue } of args) {
    const value = given.find((argument) => argument.name.value === name)?.value;
    const fields = new Collector(variables);
    if (value !== undefined && hasValue(value, variables)) fields.ofLiteral(type, value);
    else if (defaultValue !== undefined && defaultValue !== null) fields.ofValue(type, defaultValue);
    else continue;
    used.set(name, fields.used);
  }
  return used;
}

/**
 * A text that is the same for two sets of values exactly when they use the same inputs and skip the same fields, so
 * that what was decided for one holds for the other.
 */
export function usageKey(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  used: UsedVariables,
  values: Values,
): string {
  let key = '';
  for (const { variable, type: written } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, written as never);
    const fields = used.get(name);
    const isSwitch = type !== undefined && String(getNullableType(type)) === 'Boolean';
    if (isSwitch) key += `${name}=${String(values[name])};`;
    else if (fields === undefined) key += `${name}-;`;
    else if (fields.size > 0) key += `${name}:${[...fields].sort().join()};`;
    else if (!isNonNullType(type)) key += `${name}+;`;
  }
  return key;
}

const NO_VARIABLES: UsedVariables = new Map();

class Collector {
  readonly used = new Set<string>();
  readonly #variables: UsedVariables;
  readonly #defaults = new Set<GraphQLInputField>();

  constructor(variables: UsedVariables) {
    this.#variables = variables;
  }

  ofLiteral(type: GraphQLInputType, node: ValueNode | ConstValueNode): void {
    const bare = getNullableType(type);
    if (node.kind === Kind.VARIABLE) {
      for (const field of this.#variables.get(node.name.value) ?? []) this.used.add(field);
    } else if (isListType(bare)) {
      for (const item of node.kind === Kind.LIST ? node.values : [node]) this.ofLiteral(bare.ofType, item);
    } else if (isInputObjectType(bare) && node.kind === Kind.OBJECT) {
      for (const field of Object.values(bare.getFields())) {
        const value = node.fields.find(({ name }) => name.value === field.name)?.value;
        if (value === undefined || !hasValue(value, this.#variables)) this.#ofDefault(bare.name, field);
        else {
          this.used.add(`${bare.name}.${field.name}`);
          this.ofLiteral(field.type, value);
        }
      }
    }
  }

  ofValue(type: GraphQLInputType, value: unknown): void {
    const bare = getNullableType(type);
    if (value === null || value === undefined) return;
    if (isListType(bare)) {
      for (const item of Array.isArray(value) ? value : [value]) this.ofValue(bare.ofType, item);
    } else if (isInputObjectType(bare) && typeof value === 'object') {
      for (const field of Object.values(bare.getFields())) {
        const given = Object.hasOwn(value, field.name) ? (value as Values)[field.name] : undefined;
        if (given === undefined) this.#ofDefault(bare.name, field);
        else {
          this.used.add(`${bare.name}.${field.name}`);
          this.ofValue(field.type, given);
        }
      }
    }
  }

  everything(type: GraphQLInputType): void {
    const bare = getNamedType(type);
    if (!isInputObjectType(bare)) return;
    for (const field of Object.values(bare.getFields())) {
      const coordinate = `${bare.name}.${field.name}`;
      if (this.used.has(coordinate)) continue;
      this.used.add(coordinate);
      this.everything(field.type);
    }
  }

  /** A default selects as well; one that leads back to itself ends there. */
  #ofDefault(type: string, field: GraphQLInputField): void {
    if (field.defaultValue === undefined || field.defaultValue === null || this.#defaults.has(field)) return;
    this.#defaults.add(field);
    this.used.add(`${type}.${field.name}`);
    this.ofValue(field.type, field.defaultValue);
  }
}

function hasValue(node: ValueNode, variables: UsedVariables): boolean {
  return node.kind !== Kind.VARIABLE || variables.has(node.name.value);
}
