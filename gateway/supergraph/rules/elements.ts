import { type ASTNode, Kind } from 'graphql';
import {
  coordinate,
  hasDirective,
  isPlumbing,
  keyFieldsOf,
  scopesOf,
  searchesOf,
} from '../../../contract/element-directives.ts';
import { databaseOf, type Requirement } from '../../../contract/elements.ts';
import { type Problem, problemAt } from '../problem.ts';
import { allFields, isPageArgument, isRoot, type Schema, statesElements } from './schema.ts';

/** What a field discloses stands on it, unless it is a part of the field that returns it. */
export function everyFieldHasElements({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    if (hasDirective(type, 'valueType') || isPlumbing(type.name.value, field)) return [];
    // A foreign entity's key: its owner states the element, and composition carries it over (checked afterwards).
    if (keyFieldsOf(type).includes(field.name.value)) return [];
    if (statesElements(scopesOf(field))) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(field, 'every-field-has-elements', `${name} discloses data but states no data element`),
    ];
  });
}

/** A filter is a read: what an argument selects by stands on it. */
export function everyArgumentHasElements({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) =>
    (field.arguments ?? [])
      .filter((argument) => !isPageArgument(argument.name.value) && !statesElements(searchesOf(argument)))
      .map((argument) =>
        problemAt(
          argument,
          'every-argument-has-elements',
          `${coordinate(type.name.value, field.name.value, argument.name.value)} selects by data but states no data element`,
        ),
      ),
  );
}

/** Elements are entries of the dictionary, and a database states its own only. */
export function elementsAreKnown({ source, objects, elements }: Schema): readonly Problem[] {
  const check = (node: ASTNode, name: string, requirement: Requirement): readonly Problem[] =>
    requirement.flat().flatMap((element) => {
      if (!elements.has(element)) {
        return [
          problemAt(node, 'elements-are-known', `${name}: "${element}" is not in the Shared Data Dictionary`),
        ];
      }
      if (databaseOf(element) === source.name) return [];
      return [problemAt(node, 'elements-are-known', `${name}: "${element}" belongs to another database`)];
    });
  return allFields(objects).flatMap(({ type, field }) => [
    ...check(field, coordinate(type.name.value, field.name.value), scopesOf(field)),
    ...(field.arguments ?? []).flatMap((argument) =>
      check(
        argument,
        coordinate(type.name.value, field.name.value, argument.name.value),
        searchesOf(argument),
      ),
    ),
  ]);
}

/** A withheld non-null field would take its whole parent with it; so would a database that does not answer. */
export function withheldIsNullable({ objects, elements }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    const contributes = keyFieldsOf(type).length > 0 || isRoot(type);
    const restricted = scopesOf(field)
      .flat()
      .some((element) => elements.get(element)?.class !== 'none');
    if (field.type.kind !== Kind.NON_NULL_TYPE || !(restricted || contributes)) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(
        field,
        'withheld-is-nullable',
        `${name} may be withheld or unavailable, so it must be nullable`,
      ),
    ];
  });
}
