import {
  type DocumentNode,
  extendSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  type OperationTypeNode,
  parse,
} from 'graphql';
import type { Governance } from '../../governance/index.ts';
import type { Caller } from '../identity/index.ts';
import { checkOwnOfMe, meTypeOf, type OwnOfMe, type OwnOfMeResolver } from './own-of-me.ts';

/** What a request carries for whatever the gateway answers itself. */
export interface OwnRequest {
  readonly requestId: string;
  readonly caller: Caller;
  /** The version of the agreements under which the caller was identified. */
  readonly governance: Governance;
  /** Ids of what was recorded for the request: whoever sends the answer tells when it is lost. */
  readonly recorded: string[];
  /** Its signal is aborted when the deadline has passed or the client has gone. */
  readonly execution: { readonly request: { readonly signal: AbortSignal } };
}

/** What a resolver of the gateway's own fields knows of the request. */
export interface OwnContext extends OwnRequest {
  /** SHA-256 of the operation as the client sent it. */
  readonly operationHash: string;
  readonly operationName: string | null;
}

/**
 * Answers one root field. Below it, graphql-js takes properties as they are, and calls those that are functions in the
 * same way.
 */
export type OwnResolver<Arguments = never> = (args: Arguments, context: OwnContext) => unknown;

/** Root fields that the gateway answers itself, and fields below `me`, with the types that they need. */
export interface OwnFields {
  /**
   * `extend type Query`, `extend type Mutation`, `extend type` of the type of `me`, and types; it may use the graph's
   * types as well.
   */
  readonly typeDefs: string;
  readonly query?: Readonly<Record<string, OwnResolver>>;
  readonly mutation?: Readonly<Record<string, OwnResolver>>;
  /** Fields of the person whose own token asks. */
  readonly ofMe?: Readonly<Record<string, OwnOfMeResolver>>;
  /** Types of the graph that these fields need: on a graph without one of them, or without `me`, none are there. */
  readonly uses?: readonly string[];
}

/** The graph's schema and the gateway's own fields as one. */
export interface OwnGraph {
  readonly schema: GraphQLSchema;
  /** Names of the own root fields. */
  readonly fields: Readonly<Record<OperationTypeNode, ReadonlySet<string>>>;
  /** Root values for graphql-js, which calls the function under a field's name. */
  readonly roots: Readonly<Record<OperationTypeNode, Readonly<Record<string, OwnResolver>>>>;
  /** What is answered below `me`; `undefined` when nothing is. */
  readonly ofMe: OwnOfMe | undefined;
}

/**
 * Adds own fields to the schema of a graph. The graph keeps what it has: a field or type that is defined twice, has no
 * resolver, or belongs to another type than `Query`, `Mutation` and that of `me`, is a fault of the program.
 *
 * @throws Error
 */
export function withOwnFields(graph: GraphQLSchema, modules: readonly OwnFields[]): OwnGraph {
  if (graph.getMutationType() !== undefined && graph.getMutationType() !== null) {
    throw new Error('The graph has mutations of its own; databases can only be read.');
  }
  const used = modules.filter((one) => hasWhatItUses(graph, one));
  const schema = extendSchema(graph, extensionOf(used));
  const roots = {
    query: joined(used.map(({ query = {} }) => query)),
    mutation: joined(used.map(({ mutation = {} }) => mutation)),
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
  const ofMe = checkOwnOfMe(
    meTypeOf(graph),
    addedBelow(schema, graph),
    joined(used.map((one) => one.ofMe ?? {})),
  );
  return { schema, fields, roots, ofMe };
}

function hasWhatItUses(graph: GraphQLSchema, { uses = [], ofMe }: OwnFields): boolean {
  if (ofMe !== undefined && meTypeOf(graph) === undefined) return false;
  return uses.every((type) => graph.getType(type) !== undefined);
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

function joined<Resolver>(
  resolvers: readonly Readonly<Record<string, Resolver>>[],
): Record<string, Resolver> {
  return Object.assign(Object.create(null), ...resolvers);
}

function addedFields(
  after: GraphQLObjectType | null | undefined,
  before: GraphQLObjectType | null | undefined,
): ReadonlySet<string> {
  const known = new Set(Object.keys(before?.getFields() ?? {}));
  return new Set(Object.keys(after?.getFields() ?? {}).filter((name) => !known.has(name)));
}

/** Fields that types of the graph have got, by the names of the types; the root types apart. */
function addedBelow(after: GraphQLSchema, before: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const added = new Map<string, ReadonlySet<string>>();
  for (const type of Object.values(before.getTypeMap())) {
    const extended = after.getType(type.name);
    if (!isObjectType(type) || !isObjectType(extended) || type === before.getQueryType()) continue;
    const fields = addedFields(extended, type);
    if (fields.size > 0) added.set(type.name, fields);
  }
  return added;
}
