import { Kind, type ObjectTypeDefinitionNode } from 'graphql';
import type { Problem } from './problem.ts';
import { described } from './rules/described.ts';
import {
  elementsAreKnown,
  everyArgumentHasElements,
  everyFieldHasElements,
  withheldIsNullable,
} from './rules/elements.ts';
import { onlyWhatIsEnforced } from './rules/enforced.ts';
import type { KnownElements, SchemaRule } from './rules/schema.ts';
import { knownScalars, pagesAreConnections, valueTypesHoldValues } from './rules/shapes.ts';
import type { SubgraphSource } from './sources.ts';

/** All schema rules, in the order in which their problems are reported. */
export const SCHEMA_RULES: readonly SchemaRule[] = [
  { name: 'only-what-is-enforced', check: onlyWhatIsEnforced },
  { name: 'described', check: described },
  { name: 'known-scalars', check: knownScalars },
  { name: 'every-field-has-elements', check: everyFieldHasElements },
  { name: 'every-argument-has-elements', check: everyArgumentHasElements },
  { name: 'elements-are-known', check: elementsAreKnown },
  { name: 'withheld-is-nullable', check: withheldIsNullable },
  { name: 'value-types-hold-values', check: valueTypesHoldValues },
  { name: 'pages-are-connections', check: pagesAreConnections },
];

/** Runs every rule over one subgraph. */
export function checkSchemaRules(source: SubgraphSource, elements: KnownElements): readonly Problem[] {
  const objects = new Map(
    source.document.definitions
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return SCHEMA_RULES.flatMap((rule) => rule.check({ source, objects, elements }));
}
