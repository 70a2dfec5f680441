import { scopesOf, searchesOf } from '../../contract/element-directives.ts';
import { withStandardNames } from '../../contract/links.ts';
import { allFields, allInputFields, readSchema } from './rules/schema.ts';
import type { SubgraphSource } from './sources.ts';

/**
 * The elements that each subgraph states in its own schema, by the subgraph's name. Its access grant must carry all
 * of them that are granted: not only its own, but those of other databases as well, from which it computes a field
 * (`@requires`), which it passes on (`@provides`) or has taken over (`@override`).
 */
export function elementsStatedBy(
  sources: readonly SubgraphSource[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(sources.map((source) => [source.name, new Set(statedElements(source))]));
}

function statedElements(source: SubgraphSource): readonly string[] {
  const named = { ...source, document: withStandardNames(source.document) };
  const { objects, inputs } = readSchema(named, new Map());
  return [
    ...allFields(objects).flatMap(({ field }) => [
      scopesOf(field),
      ...(field.arguments ?? []).map((argument) => searchesOf(argument)),
    ]),
    ...allInputFields(inputs).map(({ field }) => searchesOf(field)),
  ].flat(3);
}
