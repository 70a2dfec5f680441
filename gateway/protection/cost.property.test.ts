import fc from 'fast-check';
import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { GRAPH } from '../authorization/fixture.ts';
import { randomOperation } from '../authorization/random-operation.fixture.ts';
import { read } from './cost.fixture.ts';
import { createCostModel } from './cost.ts';
import type { CostTable, FieldCost } from './cost-table.ts';

const NOTHING: FieldCost = {
  weight: undefined,
  listSize: undefined,
  keysArgument: undefined,
  argumentWeights: new Map(),
};
const FIELDS: Readonly<Record<string, FieldCost>> = {
  'Citizen.children': {
    ...NOTHING,
    listSize: { assumedSize: 4, slicingArguments: [], sizedFields: [], requireOneSlicingArgument: false },
  },
  'Citizen.firms': {
    ...NOTHING,
    listSize: {
      assumedSize: 7,
      slicingArguments: ['first'],
      sizedFields: ['edges'],
      requireOneSlicingArgument: false,
    },
  },
  'Citizen.birthDate': { ...NOTHING, weight: 3 },
  'Query.owners': { ...NOTHING, argumentWeights: new Map([['nearTo', 11]]) },
};
const TABLE: CostTable = {
  field: (type, field) => FIELDS[`${type}.${field}`],
  typeWeight: (type) => (type === 'Business' ? 2 : undefined),
};

function listDepth(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listDepth(nullable.ofType) : 0;
}

/** The same, as slowly and plainly as can be: every fragment is walked wherever it stands. */
function naive(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, boolean>,
) {
  const { schema } = GRAPH;
  const selection = (
    { selections }: SelectionSetNode,
    type: GraphQLObjectType,
    edges: number | undefined,
  ): number =>
    selections.reduce((sum, node) => {
      const isLeftOut = (node.directives ?? []).some(({ name, arguments: given = [] }) => {
        const value = given[0]?.value;
        const is =
          value?.kind === Kind.VARIABLE
            ? variables[value.name.value]
            : value?.kind === Kind.BOOLEAN && value.value;
        return is !== (name.value === 'include');
      });
      if (isLeftOut) return sum;
      if (node.kind !== Kind.FIELD) {
        const fragment =
          node.kind === Kind.INLINE_FRAGMENT
            ? node
            : document.definitions.find(
                (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value,
              );
        if (fragment === undefined || !('selectionSet' in fragment)) throw new Error('No such fragment.');
        const condition = 'typeCondition' in fragment ? fragment.typeCondition?.name.value : undefined;
        const named = condition === undefined ? type : schema.getType(condition);
        const applies = named === type || (isAbstractType(named) && schema.isSubType(named, type));
        return applies ? sum + selection(fragment.selectionSet, type, edges) : sum;
      }
      const name = node.name.value;
      const field = type.getFields()[name];
      if (field === undefined || name.startsWith('__')) return sum;
      const stated = FIELDS[`${type.name}.${name}`];
      const first = node.arguments?.find((given) => given.name.value === 'first')?.value;
      const asked = first?.kind === Kind.INT ? Number(first.value) : (stated?.listSize?.assumedSize ?? 10);
      const isConnection = (stated?.listSize?.sizedFields ?? []).length > 0;
      const lists = listDepth(field.type);
      const times =
        name === 'edges' && edges !== undefined ? edges : lists === 0 ? 1 : asked * 10 ** (lists - 1);
      const target = getNamedType(field.type);
      const possible = isCompositeType(target)
        ? isAbstractType(target)
          ? schema.getPossibleTypes(target)
          : [target]
        : [];
      const each = possible.map(
        (one) =>
          (stated?.weight ?? TABLE.typeWeight(one.name) ?? 1) +
          selection(
            node.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] },
            one,
            isConnection ? asked : undefined,
          ),
      );
      const argumentCost = (node.arguments ?? []).reduce(
        (cost, given) => cost + (stated?.argumentWeights.get(given.name.value) ?? 0),
        0,
      );
      return sum + argumentCost + times * (each.length === 0 ? (stated?.weight ?? 0) : Math.max(...each));
    }, 0);
  const query = schema.getQueryType();
  return query === null || query === undefined ? 0 : selection(operation.selectionSet, query, undefined);
}

describe('the cost of random operations', () => {
  it('is what a walk over every fragment at every place finds', () => {
    let asked = 0;
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { minLength: 10, maxLength: 120 }),
        fc.boolean(),
        fc.boolean(),
        (numbers, v, w) => {
          const text = randomOperation(numbers);
          fc.pre(text !== undefined);
          const { document, operation } = read(text ?? '');
          const expected = naive(document, operation, { v, w });
          const model = createCostModel(TABLE, 1_000);
          const cost = () => model.costOf(GRAPH.schema, document, operation, { v, w }).requested;
          expect([cost(), cost()]).toEqual([expected, expected]);
          const { requested, isWithinLimit } = model.preview(GRAPH.schema, document, operation, { v, w });
          expect([requested, isWithinLimit]).toEqual([expected, expected <= 1_000]);
          if (expected > 0) asked += 1;
        },
      ),
      { numRuns: 400 },
    );
    expect(asked).toBeGreaterThan(40);
  });
});
