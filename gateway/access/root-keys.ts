import {
  type DocumentNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Response keys of an answer's first level in the client's order, with `@skip` and `@include` applied (GraphQL
 * specification §6.3.2, CollectFields).
 */
export function rootKeys(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): readonly string[] {
  return [...rootFieldsByKey(document, operation, variables).keys()];
}

/** An object type, in its schema. */
export interface KnownType {
  readonly schema: GraphQLSchema;
  readonly type: string;
}

/** Fields of the object under a key of the first level, which is of that type, by response key in the client's order. */
export function fieldsBelow(
  key: string,
  { schema, type }: KnownType,
  ...[document, operation, variables]: Parameters<typeof rootKeys>
): FieldsByKey {
  const nodes = rootFieldsByKey(document, operation, variables).get(key) ?? [];
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  const applies = (condition: NamedTypeNode | undefined): boolean =>
    condition === undefined || isOfType(schema, type, condition.name.value);
  return collected(document, selections, variables, applies);
}

function rootFieldsByKey(...[document, operation, variables]: Parameters<typeof rootKeys>): FieldsByKey {
  // Only the root type itself can be named there.
  return collected(document, operation.selectionSet.selections, variables, () => true);
}

/** Fields by response key; those of one key are answered as one. */
export type FieldsByKey = ReadonlyMap<string, readonly FieldNode[]>;

function collected(
  document: DocumentNode,
  from: readonly SelectionNode[],
  variables: Variables,
  applies: (condition: NamedTypeNode | undefined) => boolean,
): FieldsByKey {
  const byKey = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) add(byKey, selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition)) collect(selection.selectionSet.selections);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragmentNamed(document, selection.name.value);
        if (fragment !== undefined && applies(fragment.typeCondition))
          collect(fragment.selectionSet.selections);
      }
    }
  };
  collect(from);
  return byKey;
}

function add(byKey: Map<string, FieldNode[]>, field: FieldNode): void {
  const key = (field.alias ?? field.name).value;
  const known = byKey.get(key);
  if (known === undefined) byKey.set(key, [field]);
  else known.push(field);
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}

function fragmentNamed(document: DocumentNode, name: string) {
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) return node;
  }
  return undefined;
}

function isOfType(schema: GraphQLSchema, type: string, condition: string): boolean {
  const [object, named] = [schema.getType(type), schema.getType(condition)];
  if (object === named) return true;
  return isAbstractType(named) && isObjectType(object) && schema.isSubType(named, object);
}
