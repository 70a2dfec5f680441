import { type ASTNode, type FieldDefinitionNode, type InputValueDefinitionNode, Kind } from 'graphql';
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
import {
  allFields,
  allInputFields,
  isExternal,
  isPageArgument,
  isRoot,
  namedType,
  type Schema,
  statesElements,
} from './schema.ts';

/** What a field discloses stands on it, unless it is a part of the field that returns it. */
export function everyFieldHasElements({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    if (hasDirective(type, 'valueType') || isPlumbing(type.name.value, field)) return [];
    // Another database's field: nothing of it leaves from here but by `@provides`, which is looked at afterwards.
    if (isExternal(field)) return [];
    // A foreign entity's key: its owner states the element, and composition carries it over (checked afterwards).
    if (keyFieldsOf(type).includes(field.name.value)) return [];
    if (statesElements(scopesOf(field))) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(field, 'every-field-has-elements', `${name} discloses data but states no data element`),
    ];
  });
}

/** A filter is a read: what an argument, or a field of an input object, selects by stands on it. */
export function everyArgumentHasElements({ objects, inputs }: Schema): readonly Problem[] {
  const check = (node: InputValueDefinitionNode, name: string): readonly Problem[] => {
    // An input object selects by its fields, and each of them states by what.
    if (inputs.has(namedType(node.type)) && searchesOf(node).length === 0) return [];
    if (statesElements(searchesOf(node))) return [];
    const message = `${name} selects by data but states no data element`;
    return [problemAt(node, 'every-argument-has-elements', message)];
  };
  return [
    ...allFields(objects).flatMap(({ type, field }) =>
      (field.arguments ?? [])
        .filter((argument) => !isPageArgument(argument.name.value))
        .flatMap((node) => check(node, coordinate(type.name.value, field.name.value, node.name.value))),
    ),
    ...allInputFields(inputs).flatMap(({ type, field }) =>
      check(field, coordinate(type.name.value, field.name.value)),
    ),
  ];
}

/**
 * Elements are entries of the dictionary, and a database states its own only; those of another one where its field is
 * computed from them, passes them on, or has taken the field over.
 */
export function elementsAreKnown({ source, objects, inputs, elements }: Schema): readonly Problem[] {
  const check = (
    node: ASTNode,
    name: string,
    requirement: Requirement,
    foreign = false,
  ): readonly Problem[] =>
    requirement.flat().flatMap((element) => {
      const problem = (what: string) =>
        problemAt(node, 'elements-are-known', `${name}: "${element}" ${what}`);
      if (!elements.has(element)) return [problem('is not in the Shared Data Dictionary')];
      return foreign || databaseOf(element) === source.name ? [] : [problem('belongs to another database')];
    });
  return [
    ...allFields(objects).flatMap(({ type, field }) => [
      ...check(field, coordinate(type.name.value, field.name.value), scopesOf(field), leansOnOthers(field)),
      ...(field.arguments ?? []).flatMap((argument) =>
        check(
          argument,
          coordinate(type.name.value, field.name.value, argument.name.value),
          searchesOf(argument),
        ),
      ),
    ]),
    ...allInputFields(inputs).flatMap(({ type, field }) =>
      check(field, coordinate(type.name.value, field.name.value), searchesOf(field)),
    ),
  ];
}

const LEANS_ON_OTHERS = ['requires', 'provides', 'external', 'override'];

function leansOnOthers(field: FieldDefinitionNode): boolean {
  return LEANS_ON_OTHERS.some((name) => hasDirective(field, name));
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
