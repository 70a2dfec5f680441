import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, Kind, parse, type Source } from 'graphql';
import { withStandardNames } from '../../contract/links.ts';
import { Refusal } from '../../contract/refusal.ts';
import { scalarNamed } from '../../contract/scalars.ts';
import type { GrantedContext, Resolvers } from './context.ts';
import { readRequirements, type SchemaRequirements } from './requirements.ts';
import { openRepresentation, sealKeyFields } from './sealed-keys.ts';
import { type RowRules, withShield } from './shield.ts';

/** A database's schema, ready to be served. */
export interface SubgraphSchema {
  readonly schema: GraphQLSchema;
  readonly requirements: SchemaRequirements;
}

/**
 * Builds the executable schema of a database from its SDL: our scalars with their check rules, its resolvers, and
 * shield around every field.
 *
 * @throws Error when a scalar is not one of ours, or a resolvable key type has no `__resolveReference`: without one,
 *   the gateway's representation itself would be served as the record
 */
export function buildSchema<Tables>(
  sdl: Source,
  resolvers: Resolvers<Tables>,
  rowRules: RowRules = {},
): SubgraphSchema {
  const document = withStandardNames(parse(sdl));
  const requirements = readRequirements(document);
  assertReferenceResolvers(document, resolvers);
  const bare = buildSubgraphSchema({
    typeDefs: document,
    resolvers: { ...withAsyncReferences(resolvers), ...scalarsOf(document) } as never,
  });
  guardRepresentations(bare, resolvers);
  sealKeyFields(bare, requirements);
  return { schema: withShield(bare, requirements, rowRules), requirements };
}

function scalarsOf(document: DocumentNode): Record<string, unknown> {
  const scalars: Record<string, unknown> = {};
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCALAR_TYPE_DEFINITION) continue;
    const scalar = scalarNamed(node.name.value, node.description?.value);
    if (scalar === undefined) {
      throw new Error(
        `Scalar ${node.name.value} has no check rule; contract/scalars.ts lists the known ones.`,
      );
    }
    scalars[node.name.value] = scalar;
  }
  return scalars;
}

function assertReferenceResolvers<Tables>(document: DocumentNode, resolvers: Resolvers<Tables>): void {
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const resolvable = (node.directives ?? []).some(
      (directive) =>
        directive.name.value === 'key' &&
        !(directive.arguments ?? []).some(
          ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
        ),
    );
    if (resolvable && resolvers[node.name.value]?.['__resolveReference'] === undefined) {
      throw new Error(`${node.name.value} has a resolvable @key, so it needs its own __resolveReference.`);
    }
  }
}

/**
 * A reference resolver that throws at once, instead of rejecting, would fail every entity of its batch; wrapped in
 * `async`, it fails alone. It takes (reference, context); ours take (reference, arguments, context) as all do.
 */
function withAsyncReferences<Tables>(resolvers: Resolvers<Tables>): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(resolvers).map(([type, fields]) => {
      const resolveReference = fields['__resolveReference'];
      if (resolveReference === undefined) return [type, fields];
      const wrapped = async (reference: never, context: never) =>
        await resolveReference(reference, {} as never, context);
      return [type, { ...fields, __resolveReference: wrapped }];
    }),
  );
}

/**
 * Lets `_entities` resolve only types with a reference resolver of their own. Apollo would serve the representation of
 * a stub as its record; and at a type that it does not know it throws in the middle of the batch, leaving promises
 * whose rejection nobody handles, which ends the process. Sealed keys are opened here; whoever must not be found is
 * `null` in its place.
 */
function guardRepresentations<Tables>(schema: GraphQLSchema, resolvers: Resolvers<Tables>): void {
  const entities = schema.getQueryType()?.getFields()['_entities'];
  const resolve = entities?.resolve;
  if (entities === undefined || resolve === undefined) return;
  const resolvable = new Set(
    Object.keys(resolvers).filter((type) => resolvers[type]?.['__resolveReference'] !== undefined),
  );
  entities.resolve = async (
    root,
    args: { representations: readonly { __typename?: unknown }[] },
    context: GrantedContext,
    info,
  ) => {
    for (const { __typename: type } of args.representations) {
      if (typeof type === 'string' && resolvable.has(type)) continue;
      throw new Refusal(
        'BAD_REQUEST',
        `_entities: ${JSON.stringify(type)} is no type that this database resolves.`,
      );
    }
    const opened = args.representations.map((representation) =>
      openRepresentation(schema, representation, context),
    );
    const representations = opened.filter((representation) => representation !== undefined);
    const found = (await resolve(root, { ...args, representations }, context, info)) as unknown[];
    return opened.map((representation) => (representation === undefined ? null : found.shift()));
  };
}
