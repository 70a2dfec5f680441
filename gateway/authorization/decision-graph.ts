import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import type { PolicySchema } from '../supergraph/index.ts';

/** The parts of the running graph that decisions need. */
export interface DecisionGraph {
  readonly schema: GraphQLSchema;
  readonly policy: PolicySchema;
}

/** What decisions need of one field of an object or interface type, found once. */
export interface FieldFacts {
  /** The type on which it is looked up. */
  readonly owner: string;
  /** Its place in the schema, such as `Citizen.birthDate`. */
  readonly coordinate: string;
  readonly definition: GraphQLField<unknown, unknown>;
  /** The object, interface or union that it returns; `undefined` for a value. */
  readonly target: GraphQLCompositeType | undefined;
  /** How many lists lie one within another. */
  readonly listDepth: number;
}

/** The graph as decisions look it up. */
export interface TypeIndex {
  /** Runtime types of an object, interface or union. */
  possible(type: GraphQLCompositeType): ReadonlySet<string>;
  /** Those of them that an operation may name. */
  visible(type: GraphQLCompositeType): ReadonlySet<string>;
  /** Those of some runtime types that an answer may show. */
  shown(types: ReadonlySet<string>): ReadonlySet<string>;
  field(type: GraphQLCompositeType, field: string): FieldFacts | undefined;
}

const indexes = new WeakMap<DecisionGraph, TypeIndex>();

/** The index of a graph, filled as operations ask. */
export function indexOf(graph: DecisionGraph): TypeIndex {
  const known = indexes.get(graph);
  if (known !== undefined) return known;
  const index = createIndex(graph);
  indexes.set(graph, index);
  return index;
}

function createIndex({ schema, policy }: DecisionGraph): TypeIndex {
  const possible = new Map<string, ReadonlySet<string>>();
  const visible = new Map<string, ReadonlySet<string>>();
  const fields = new Map<GraphQLCompositeType, Map<string, FieldFacts>>();
  return {
    possible(type) {
      const known = possible.get(type.name);
      if (known !== undefined) return known;
      // Invisible ones as well: a database may answer with one, so what is fetched of it must be decided.
      const types = new Set([...visibleTypes(schema, type), ...policy.possibleTypes(type.name)]);
      possible.set(type.name, types);
      return types;
    },
    visible(type) {
      const known = visible.get(type.name);
      if (known !== undefined) return known;
      const types = new Set(visibleTypes(schema, type));
      visible.set(type.name, types);
      return types;
    },
    shown(types) {
      const [only] = types;
      if (types.size === 1 && only !== undefined && schema.getType(only) !== undefined) return types;
      const names = [...types].filter((type) => schema.getType(type) !== undefined);
      return names.length === types.size ? types : new Set(names);
    },
    field(type, name) {
      const known = fields.get(type)?.get(name);
      if (known !== undefined) return known;
      const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
      if (definition === undefined) return undefined;
      const facts = factsOf(type.name, definition);
      const ofType = fields.get(type) ?? new Map<string, FieldFacts>();
      fields.set(type, ofType.set(name, facts));
      return facts;
    },
  };
}

function visibleTypes(schema: GraphQLSchema, type: GraphQLCompositeType): readonly string[] {
  return isObjectType(type) ? [type.name] : schema.getPossibleTypes(type).map(({ name }) => name);
}

function factsOf(type: string, definition: GraphQLField<unknown, unknown>): FieldFacts {
  const target = getNamedType(definition.type);
  let listDepth = 0;
  let at = getNullableType(definition.type);
  while (isListType(at)) {
    listDepth += 1;
    at = getNullableType(at.ofType);
  }
  return {
    owner: type,
    coordinate: `${type}.${definition.name}`,
    definition,
    target: isCompositeType(target) ? target : undefined,
    listDepth,
  };
}
