import {
  type DocumentNode,
  extendSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationTypeNode,
  parse,
} from 'graphql';
import type { Governance } from '../../governance/index.ts';
import type { Caller } from '../identity/index.ts';

/** What a resolver of the gateway's own fields knows of the request. */
export interface OwnContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** The version of the agreements under which the caller was identified. */
  readonly governance: Governance;
}

/**
 * Answers one root field. Below it, graphql-js takes properties as they are, and calls those that are functions in the
 * same way.
 */
export type OwnResolver<Arguments = never> = (args: Arguments, context: OwnContext) => unknown;

/** Root fields that the gateway answers itself, with the types that they need. */
export interface OwnFields {
  /** `extend type Query`, `extend type Mutation`, and types; it may use the graph's types as well. */
  readonly typeDefs: string;
  readonly query?: Readonly<Record<string, OwnResolver>>;
  readonly mutation?: Readonly<Record<string, OwnResolver>>;
}

/** The graph's schema and the gateway's own fields as one. */
export interface OwnGraph {
  readonly schema: GraphQLSchema;
  /** Names of the own root fields. */
  readonly fields: Readonly<Record<OperationTypeNode, ReadonlySet<string>>>;
  /** Root values for graphql-js, which calls the function under a field's name. */
  readonly roots: Readonly<Record<OperationTypeNode, Readonly<Record<string, OwnResolver>>>>;
}

/**
 * Adds own fields to the schema of a graph. The graph keeps what it has: a field or type that is defined twice, or
 * has no resolver, is a fault of the program.
 *
 * @throws Error
 */
export function withOwnFields(graph: GraphQLSchema, modules: readonly OwnFields[]): OwnGraph {
  if (graph.getMutationType() !== undefined && graph.getMutationType() !== null) {
    throw new Error('The graph has mutations of its own; databases can only be read.');
  }
  const schema = extendSchema(graph, extensionOf(modules));
  const roots = {
    query: joined(modules.map(({ query = {} }) => query)),
    mutation: joined(modules.map(({ mutation = {} }) => mutation)),
    subscription: {},
  };
  const fields = {
    query: addedFields(schema.getQueryType(), graph.getQueryType()),
    mutation: addedFields(schema.getMutationType(), undefined),
    subscription: new Set<string>(),
  };
  for (const kind of ['query', 'mutation'] as const) {
    const [defined, answered] = [[...fields[kind]], Object.keys(roots[kind])];
    if (defined.toSorted().join() === answered.toSorted().join()) continue;
    throw new Error(`Own fields of ${kind}: defined are ${defined.join()}, answered are ${answered.join()}.`);
  }
  return { schema, fields, roots };
}

function extensionOf(modules: readonly OwnFields[]): DocumentNode {
  const hasMutations = modules.some(({ mutation }) => mutation !== undefined);
  const head = hasMutations
    ? [
        '"""What the gateway keeps in its own registers."""',
        'type Mutation',
        'extend schema { mutation: Mutation }',
      ]
    : [];
  return parse([...head, ...modules.map(({ typeDefs }) => typeDefs)].join('\n'));
}

function joined(resolvers: readonly Readonly<Record<string, OwnResolver>>[]): Record<string, OwnResolver> {
  return Object.assign(Object.create(null), ...resolvers);
}

function addedFields(
  after: GraphQLObjectType | null | undefined,
  before: GraphQLObjectType | null | undefined,
): ReadonlySet<string> {
  const known = new Set(Object.keys(before?.getFields() ?? {}));
  return new Set(Object.keys(after?.getFields() ?? {}).filter((name) => !known.has(name)));
}
