import { Kind, print, specifiedScalarTypes } from 'graphql';
import { coordinate, hasDirective, scopesOf } from '../../../contract/element-directives.ts';
import { SCALAR_CHECKS } from '../../../contract/scalars.ts';
import { type Problem, problemAt } from '../problem.ts';
import { allFields, isPageArgument, namedType, type Schema } from './schema.ts';

/** A scalar has a check rule, so that input that cannot exist is refused before any look-up. */
export function knownScalars({ source: { document } }: Schema): readonly Problem[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION && !Object.hasOwn(SCALAR_CHECKS, node.name.value)
      ? [
          problemAt(
            node,
            'known-scalars',
            `scalar ${node.name.value} has no check rule in contract/scalars.ts`,
          ),
        ]
      : [],
  );
}

/** A value type is a part of the field that returns it: only values, and only public records behind them. */
export function valueTypesHoldValues({ source: { document }, objects }: Schema): readonly Problem[] {
  const leaves = new Set([
    ...specifiedScalarTypes.map((scalar) => scalar.name),
    ...document.definitions.flatMap((node) =>
      node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION
        ? [node.name.value]
        : [],
    ),
  ]);
  return allFields(objects).flatMap(({ type, field }) => {
    if (!hasDirective(type, 'valueType')) return [];
    const target = namedType(field.type);
    const object = objects.get(target);
    const isValue = leaves.has(target) || (object !== undefined && hasDirective(object, 'valueType'));
    const name = coordinate(type.name.value, field.name.value);
    if (scopesOf(field).length > 0) {
      return [
        problemAt(
          field,
          'value-types-hold-values',
          `${name}: elements belong on the fields that return ${type.name.value}`,
        ),
      ];
    }
    if (isValue || PUBLIC_ENTITIES.has(target)) return [];
    return [
      problemAt(
        field,
        'value-types-hold-values',
        `${name}: a value type must not lead to ${target}, a record of its own`,
      ),
    ];
  });
}

/** Entities whose data is public reference data, so that a value may point at them. */
const PUBLIC_ENTITIES: ReadonlySet<string> = new Set(['AdministrativeUnit', 'Agency']);

/** Connections take `first: Int` and `after: String`; elsewhere these would be searches without an element. */
export function pagesAreConnections({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    const given = (field.arguments ?? [])
      .filter(({ name }) => isPageArgument(name.value))
      .map((argument) => `${argument.name.value}: ${print(argument.type)}`);
    const expected = namedType(field.type).endsWith('Connection') ? ['first: Int', 'after: String'] : [];
    if (given.toSorted().join() === expected.toSorted().join()) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(
        field,
        'pages-are-connections',
        `${name}: a connection takes "first: Int" and "after: String", and nothing else does`,
      ),
    ];
  });
}
