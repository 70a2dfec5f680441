import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { CostTable, FieldCost } from './cost-table.ts';

/** Entries of a list whose size nobody states: such a list is short by nature. */
export const SHORT_LIST = 10;

/** A value that an operation gives: known from its text, or a variable's. */
export type Given<Value> = Value | { readonly variable: string };

/** How many entries a list has. */
export interface Size {
  readonly assumed: number;
  /** By argument: its number, or the length of its list of keys. */
  readonly slices: readonly { readonly argument: string; readonly count: Given<number | undefined> }[];
  readonly requireOne: boolean;
}

/** `@skip` or `@include` above a term. */
interface Condition {
  readonly expected: boolean;
  readonly value: Given<boolean>;
}

/** What a selection of fields costs on one object type: the sum of its terms. */
export type Terms = readonly Term[];

/** One field, or one use of a fragment. */
export type Term = FieldTerm | FragmentTerm;

/** One field of a selection. */
export interface FieldTerm {
  readonly conditions: readonly Condition[];
  readonly name: string;
  readonly responseKey: string;
  /** How many lists lie one within another; 0 for a single value. */
  readonly listDepth: number;
  readonly size: Size;
  /** Fields below that have the size instead; empty when the field has it itself. */
  readonly sizedFields: ReadonlySet<string>;
  /** Weights of the arguments that are given. */
  readonly argumentWeight: number;
  /** By the types that an entry may be of: its weight and what is asked of it. The dearest one counts. */
  readonly entries: readonly { readonly weight: number; readonly terms: Terms }[];
}

/** A fragment where it stands; the terms of a named one are the same object wherever it is used on the same type. */
export interface FragmentTerm {
  readonly conditions: readonly Condition[];
  readonly fragment: Terms;
}

/** An operation's cost but for the values of its variables. */
export interface CompiledCost {
  readonly terms: Terms;
  /** Variables that decide the cost. */
  readonly variables: readonly string[];
}

/** Compiles an operation that has been validated. Named fragments are compiled once for each type. */
export function compileCost(
  table: CostTable,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledCost {
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return { terms: [], variables: [] };
  const compiler = new Compiler(table, schema, document);
  const terms = compiler.selection(operation.selectionSet, root);
  return { terms, variables: [...compiler.variables].sort() };
}

class Compiler {
  readonly variables = new Set<string>();
  readonly #table: CostTable;
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #compiled = new Map<string, Terms>();

  constructor(table: CostTable, schema: GraphQLSchema, document: DocumentNode) {
    this.#table = table;
    this.#schema = schema;
    this.#fragments = new Map(
      document.definitions
        .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
  }

  selection({ selections }: SelectionSetNode, type: GraphQLObjectType): Terms {
    return selections.flatMap((selection): Terms => {
      const conditions = this.#conditions(selection.directives ?? []);
      if (selection.kind === Kind.FIELD) return this.#field(selection, type, conditions);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        return [{ conditions, fragment: this.#fragment(selection.name.value, type) }];
      }
      const applies = this.#applies(selection.typeCondition?.name.value, type);
      return applies ? [{ conditions, fragment: this.selection(selection.selectionSet, type) }] : [];
    });
  }

  #fragment(name: string, type: GraphQLObjectType): Terms {
    const key = `${name} ${type.name}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const node = this.#fragments.get(name);
    const isAsked = node !== undefined && this.#applies(node.typeCondition.name.value, type);
    const terms = isAsked ? this.selection(node.selectionSet, type) : [];
    this.#compiled.set(key, terms);
    return terms;
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #field(node: FieldNode, type: GraphQLObjectType, conditions: readonly Condition[]): Terms {
    const name = node.name.value;
    const field = type.getFields()[name];
    // Introspection is answered from memory, and limited by its depth.
    if (field === undefined || name.startsWith('__')) return [];
    const stated = this.#table.field(type.name, name);
    const given = node.arguments ?? [];
    return [
      {
        conditions,
        name,
        responseKey: (node.alias ?? node.name).value,
        listDepth: listDepth(field.type),
        size: this.#size(stated, field, given),
        sizedFields: new Set(stated?.listSize?.sizedFields),
        argumentWeight: given.reduce(
          (sum, argument) => sum + (stated?.argumentWeights.get(argument.name.value) ?? 0),
          0,
        ),
        entries: this.#entries(node, getNamedType(field.type), stated?.weight),
      },
    ];
  }

  #entries({ selectionSet }: FieldNode, type: GraphQLNamedType, stated: number | undefined) {
    if (!isCompositeType(type) || selectionSet === undefined) {
      return [{ weight: stated ?? this.#table.typeWeight(type.name) ?? 0, terms: [] }];
    }
    const possible = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
    return possible.map((one) => ({
      weight: stated ?? this.#table.typeWeight(one.name) ?? 1,
      terms: this.selection(selectionSet, one),
    }));
  }

  #size(
    stated: FieldCost | undefined,
    field: GraphQLField<unknown, unknown>,
    given: readonly ArgumentNode[],
  ): Size {
    const { assumedSize, slicingArguments = [], requireOneSlicingArgument = false } = stated?.listSize ?? {};
    const keys = stated?.keysArgument;
    return {
      assumed: Math.max(0, assumedSize ?? SHORT_LIST),
      slices: (keys === undefined ? slicingArguments : [keys]).map((argument) => {
        const value = given.find(({ name }) => name.value === argument)?.value;
        const byDefault = field.args.find(({ name }) => name === argument)?.defaultValue;
        return { argument, count: value === undefined ? countOf(byDefault) : this.#count(value) };
      }),
      requireOne: requireOneSlicingArgument,
    };
  }

  #count(value: ValueNode): Given<number | undefined> {
    if (value.kind === Kind.VARIABLE) return this.#variable(value.name.value);
    if (value.kind === Kind.INT) return countOf(Number(value.value));
    if (value.kind === Kind.LIST) return value.values.length;
    // One key where a list belongs is a list of one.
    return value.kind === Kind.NULL ? undefined : 1;
  }

  #conditions(directives: readonly DirectiveNode[]): readonly Condition[] {
    return directives.flatMap(({ name, arguments: given = [] }) => {
      const value = given[0]?.value;
      if (value === undefined || (name.value !== 'skip' && name.value !== 'include')) return [];
      const stated = value.kind === Kind.VARIABLE ? this.#variable(value.name.value) : isTrue(value);
      return [{ expected: name.value === 'include', value: stated }];
    });
  }

  #variable(variable: string): { readonly variable: string } {
    this.variables.add(variable);
    return { variable };
  }
}

/** How many entries the value of an argument asks for: its number, or the length of its list. */
export function countOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' ? Math.max(0, value) : undefined;
}

function isTrue(value: ValueNode): boolean {
  return value.kind === Kind.BOOLEAN && value.value;
}

function listDepth(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listDepth(nullable.ofType) : 0;
}
