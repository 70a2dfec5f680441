import type { FieldDefinitionNode } from 'graphql';
import { isLookup, keysArgumentOf, listSizeOf, weightOf } from '../../../contract/cost-directives.ts';
import { coordinate } from '../../../contract/element-directives.ts';
import { type Problem, problemAt } from '../problem.ts';
import { allFields, namedType, type Schema } from './schema.ts';

const RULE = 'lists-state-their-size';

/**
 * A list that can grow says how long it is, so that an operation's cost is known before it runs: a page by `first`, a
 * look-up by its keys. And nothing takes cost away: a weight is not negative.
 */
export function listsStateTheirSize({ objects, source: { document } }: Schema): readonly Problem[] {
  const weighed = [
    ...document.definitions,
    ...allFields(objects).flatMap(({ field }) => [field, ...(field.arguments ?? [])]),
  ];
  return [
    ...allFields(objects).flatMap(({ type, field }) =>
      sizeProblems(field).map((what) =>
        problemAt(field, RULE, `${coordinate(type.name.value, field.name.value)}: ${what}`),
      ),
    ),
    ...weighed
      .filter((node) => 'directives' in node && (weightOf(node as Parameters<typeof weightOf>[0]) ?? 0) < 0)
      .map((node) => problemAt(node, RULE, '@cost: expected a weight of 0 or more')),
  ];
}

function sizeProblems(field: FieldDefinitionNode): readonly string[] {
  const size = listSizeOf(field);
  if (namedType(field.type).endsWith('Connection')) {
    const isPage =
      (size?.assumedSize ?? 0) > 0 &&
      size?.slicingArguments.join() === 'first' &&
      size.sizedFields.join() === 'edges' &&
      !size.requireOneSlicingArgument;
    return isPage ? [] : [`a connection states ${PAGE}, with the size of a page when "first" is left out`];
  }
  if (!isLookup(field.type)) return [];
  if (keysArgumentOf(field) === undefined)
    return ['a list of look-ups has one argument with the list of keys'];
  return (size?.assumedSize ?? 0) > 0 && size?.slicingArguments.length === 0
    ? []
    : ['a list of look-ups states @listSize(assumedSize:) with the most keys, and no slicing argument'];
}

const PAGE =
  '@listSize(assumedSize:, slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)';
