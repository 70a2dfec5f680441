import { withStandardNames } from '../../contract/links.ts';
import type { Problem } from './problem.ts';
import { listsStateTheirSize } from './rules/costs.ts';
import { described } from './rules/described.ts';
import {
  elementsAreKnown,
  everyArgumentHasElements,
  everyFieldHasElements,
  withheldIsNullable,
} from './rules/elements.ts';
import { onlyWhatIsEnforced } from './rules/enforced.ts';
import { lifetimesArePlain } from './rules/lifetimes.ts';
import { type KnownElements, readSchema, type SchemaRule } from './rules/schema.ts';
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
  { name: 'lists-state-their-size', check: listsStateTheirSize },
  { name: 'lifetimes-are-plain', check: lifetimesArePlain },
];

/** Runs every rule over one subgraph, its directives under their standard names. */
export function checkSchemaRules(given: SubgraphSource, elements: KnownElements): readonly Problem[] {
  const schema = readSchema({ ...given, document: withStandardNames(given.document) }, elements);
  return SCHEMA_RULES.flatMap((rule) => rule.check(schema));
}
