import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * The response keys that a subgraph operation would deliver, as paths below the place where its result is merged.
 * `_entities` itself leaves no trace in the answer. Lists are not marked: the schema would be needed, so `@` is
 * left out on both sides of the comparison.
 */
export function deliveredPaths(document: DocumentNode): readonly (readonly string[])[] {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) return [];
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node.selectionSet]),
  );
  const walk = (set: SelectionSetNode, prefix: readonly string[]): readonly (readonly string[])[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return walk(selection.selectionSet, prefix);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        return fragment === undefined ? [] : walk(fragment, prefix);
      }
      const isEntities = selection.name.value === '_entities';
      const path = isEntities ? prefix : [...prefix, selection.alias?.value ?? selection.name.value];
      const below = selection.selectionSet === undefined ? [] : walk(selection.selectionSet, path);
      return isEntities ? below : [path, ...below];
    });
  return walk(operation.selectionSet, []);
}
