import {
  type DirectiveNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isLeafValue } from './leaf-values.ts';
import type { ConditionValue } from './planned-fetches.ts';

/** The form of an answer below one field, compiled from the operation: each runtime type's fields are read once. */
export interface ObjectShape {
  readonly type: GraphQLCompositeType;
  /**
   * Fields of an object of this runtime type, in the client's order; `undefined` for a type that clients do not see, or
   * that cannot stand here.
   */
  fieldsOf(runtimeType: string): readonly FieldShape[] | undefined;
  /** Whether it is a type that objects have, as clients see them. */
  isObjectType(name: string): boolean;
}

/** One field of an object. */
export interface FieldShape {
  readonly responseKey: string;
  readonly isTypename: boolean;
  readonly value: ValueShape;
}

/** The form of a value: a list, an object or a leaf, each of which can be `null` or not. */
export interface ValueShape {
  readonly isNonNull: boolean;
  readonly item: ValueShape | undefined;
  readonly object: ObjectShape | undefined;
  readonly isLeafValue: ((value: unknown) => boolean) | undefined;
}

/**
 * The form of an operation's answer for one set of values of the boolean variables on which it depends.
 * @param operation without named fragments
 */
export function responseShape(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  isTrue: ConditionValue,
): ObjectShape {
  const type = schema.getRootType(operation.operation);
  if (type === null || type === undefined) throw new Error(`The graph has no ${operation.operation}.`);
  return objectShape([operation.selectionSet], type, { schema, isTrue });
}

interface Compiling {
  readonly schema: GraphQLSchema;
  readonly isTrue: ConditionValue;
}

function objectShape(
  sets: readonly SelectionSetNode[],
  type: GraphQLCompositeType,
  compiling: Compiling,
): ObjectShape {
  const known = new Map<string, readonly FieldShape[] | undefined>();
  return {
    type,
    fieldsOf(runtimeType) {
      if (known.has(runtimeType)) return known.get(runtimeType);
      const seen = compiling.schema.getType(runtimeType);
      const own = isCompositeType(seen) ? possibleType(type, seen, compiling) : undefined;
      const fields = own === undefined ? undefined : fieldShapes(sets, own, compiling);
      known.set(runtimeType, fields);
      return fields;
    },
    isObjectType: (name) => isObjectType(compiling.schema.getType(name)),
  };
}

/**
 * What an object is whose database states a type, where another type or none is declared: a type that cannot stand
 * there is none; through `@interfaceObject`, a wider type can be stated than the declared one.
 */
function possibleType(
  declared: GraphQLCompositeType,
  stated: GraphQLCompositeType,
  compiling: Compiling,
): GraphQLCompositeType | undefined {
  if (counts(stated, declared.name, compiling)) return stated;
  return counts(declared, stated.name, compiling) ? declared : undefined;
}

interface Collected {
  readonly name: string;
  readonly below: SelectionSetNode[];
}

function fieldShapes(
  sets: readonly SelectionSetNode[],
  type: GraphQLCompositeType,
  compiling: Compiling,
): readonly FieldShape[] {
  const collected = new Map<string, Collected>();
  for (const set of sets) collect(set, type, compiling, collected);
  return [...collected].map(([responseKey, { name, below }]): FieldShape => {
    if (name === '__typename') return { responseKey, isTypename: true, value: ANYTHING };
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const value = field === undefined ? ANYTHING : valueShape(field.type, below, compiling);
    return { responseKey, isTypename: false, value };
  });
}

const ANYTHING: ValueShape = {
  isNonNull: false,
  item: undefined,
  object: undefined,
  isLeafValue: () => true,
};

/** GraphQL specification §6.3.2, CollectFields. */
function collect(
  { selections }: SelectionSetNode,
  type: GraphQLCompositeType,
  compiling: Compiling,
  into: Map<string, Collected>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !isAsked(selection.directives, compiling)) continue;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      if (condition === undefined || counts(type, condition, compiling)) {
        collect(selection.selectionSet, type, compiling, into);
      }
      continue;
    }
    const responseKey = selection.alias?.value ?? selection.name.value;
    // A property of every object, which cannot hold a value of ours.
    if (responseKey === '__proto__') throw new Error('An alias that no object can have as a property.');
    const known = into.get(responseKey) ?? { name: selection.name.value, below: [] };
    if (selection.selectionSet !== undefined) known.below.push(selection.selectionSet);
    into.set(responseKey, known);
  }
}

function counts(type: GraphQLCompositeType, condition: string, { schema }: Compiling): boolean {
  if (type.name === condition) return true;
  const named = schema.getType(condition);
  return (
    isAbstractType(named) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(named, type)
  );
}

function isAsked(directives: readonly DirectiveNode[] = [], { isTrue }: Compiling): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = given[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE ? isTrue(value.name.value) : value?.kind === Kind.BOOLEAN && value.value;
    return holds === (name.value === 'include');
  });
}

function valueShape(
  type: GraphQLOutputType,
  below: readonly SelectionSetNode[],
  compiling: Compiling,
): ValueShape {
  const isNonNull = isNonNullType(type);
  const inner = isNonNull ? type.ofType : type;
  if (isListType(inner)) {
    const item = valueShape(inner.ofType, below, compiling);
    return { isNonNull, item, object: undefined, isLeafValue: undefined };
  }
  if (isCompositeType(inner)) {
    const object = objectShape(below, inner, compiling);
    return { isNonNull, item: undefined, object, isLeafValue: undefined };
  }
  const leaf = inner as GraphQLLeafType;
  return { isNonNull, item: undefined, object: undefined, isLeafValue: isLeafValue(leaf) };
}
