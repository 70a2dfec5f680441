import {
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import { keysArgumentOf, type ListSize, listSizeOf, weightOf } from '../../contract/cost-directives.ts';
import { withStandardNames } from '../../contract/links.ts';

/** What the graph states about the cost of one field. */
export interface FieldCost {
  /** `@cost` of the field; the weight of its type where it is not stated. */
  readonly weight: number | undefined;
  readonly listSize: ListSize | undefined;
  /** Argument with the keys of a look-up, of which each one is an entry. */
  readonly keysArgument: string | undefined;
  /** `@cost` of arguments, counted once where one is given. */
  readonly argumentWeights: ReadonlyMap<string, number>;
}

/** What a composed graph states about costs. */
export interface CostTable {
  /** What is stated about a field of an object type; `undefined` when nothing is. */
  field(type: string, field: string): FieldCost | undefined;
  /** `@cost` of a type; `undefined` where it is not stated. */
  typeWeight(type: string): number | undefined;
}

/** Reads `@cost` and `@listSize` out of a composed supergraph: the API schema has no directives. */
export function readCostTable(policySdl: string): CostTable {
  const { definitions } = withStandardNames(parse(policySdl));
  const weights = new Map<string, number>();
  const types = new Map<string, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>();
  for (const node of definitions) {
    if (!('name' in node) || node.name === undefined) continue;
    const weight = 'directives' in node ? weightOf(node as Parameters<typeof weightOf>[0]) : undefined;
    if (weight !== undefined) weights.set(node.name.value, Math.max(0, weight));
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      types.set(node.name.value, node);
    }
  }
  const fields = new Map<string, FieldCost>();
  for (const type of types.values()) {
    // What an interface object states stands on the interface, and holds for each type behind it.
    const inherited = (type.interfaces ?? []).flatMap(({ name }) => types.get(name.value)?.fields ?? []);
    for (const field of [...inherited, ...(type.fields ?? [])]) {
      const stated = statedBy(field);
      if (stated !== undefined) fields.set(`${type.name.value}.${field.name.value}`, stated);
    }
  }
  return {
    field: (type, field) => fields.get(`${type}.${field}`),
    typeWeight: (type) => weights.get(type),
  };
}

function statedBy(field: FieldDefinitionNode): FieldCost | undefined {
  const weight = weightOf(field);
  const listSize = listSizeOf(field);
  const keysArgument = keysArgumentOf(field);
  const argumentWeights = new Map(
    (field.arguments ?? []).flatMap((argument) => {
      const stated = weightOf(argument);
      return stated === undefined ? [] : [[argument.name.value, Math.max(0, stated)] as const];
    }),
  );
  const isStated =
    weight !== undefined || listSize !== undefined || keysArgument !== undefined || argumentWeights.size > 0;
  if (!isStated) return undefined;
  return {
    weight: weight === undefined ? undefined : Math.max(0, weight),
    listSize,
    keysArgument,
    argumentWeights,
  };
}
