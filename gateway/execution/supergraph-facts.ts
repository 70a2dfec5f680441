import {
  buildASTSchema,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';

/** What running plans needs to know of a supergraph besides what clients see (join specification v0.3 and later). */
export interface SupergraphFacts {
  /** All types, those that clients do not see among them. */
  readonly schema: GraphQLSchema;
  /** Whether a database answers for entities of a type by this key. */
  resolves(database: string, type: string, key: string): boolean;
  /** Whether a database has a field of a type only where it is reached from (`@external`, `@provides`). */
  isPassedOn(database: string, type: string, field: string): boolean;
}

/** Reads the facts out of a supergraph. */
export function supergraphFacts(supergraphSdl: string): SupergraphFacts {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = new Map<string, string>();
  const keys = new Set<string>();
  const passedOn = new Set<string>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const value of node.values ?? []) {
      for (const graph of stated(value.directives, 'join__graph')) {
        names.set(value.name.value, graph['name'] ?? value.name.value);
      }
    }
  }
  const nameOf = (graph: string | undefined): string => names.get(graph ?? '') ?? '';
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { graph, key, resolvable } of stated(node.directives, 'join__type')) {
      if (resolvable !== 'false') keys.add([nameOf(graph), node.name.value, key].join(' '));
    }
    for (const [graph, field] of externalFields(node)) {
      passedOn.add([nameOf(graph), node.name.value, field].join(' '));
    }
  }
  return {
    schema: buildASTSchema(document, { assumeValidSDL: true }),
    resolves: (database, type, key) => keys.has([database, type, key].join(' ')),
    isPassedOn: (database, type, field) => passedOn.has([database, type, field].join(' ')),
  };
}

function externalFields({ fields = [] }: ObjectTypeDefinitionNode): readonly (readonly [string, string])[] {
  return fields.flatMap((field: FieldDefinitionNode) =>
    stated(field.directives, 'join__field').flatMap(({ graph, external }) =>
      external === 'true' && graph !== undefined ? [[graph, field.name.value] as const] : [],
    ),
  );
}

/** The arguments of each use of a directive, as text. */
function stated(
  directives: readonly ConstDirectiveNode[] = [],
  name: string,
): readonly Readonly<Record<string, string>>[] {
  return directives
    .filter((directive) => directive.name.value === name)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(
        given.map((argument) => [
          argument.name.value,
          'value' in argument.value ? String(argument.value.value) : '',
        ]),
      ),
    );
}
