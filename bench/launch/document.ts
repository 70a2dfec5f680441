import { type DocumentNode, type FragmentDefinitionNode, Kind, visit } from 'graphql';

/** The same operation with its fragments where they are used, as the executor gets it from authorisation. */
export function withoutFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const inlined = visit(document, {
    FragmentSpread({ name, directives }) {
      const fragment = fragments.get(name.value);
      return (
        fragment && {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: fragment.typeCondition,
          selectionSet: fragment.selectionSet,
          ...(directives === undefined ? {} : { directives }),
        }
      );
    },
  });
  return {
    ...inlined,
    definitions: inlined.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION),
  };
}
