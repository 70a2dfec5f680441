import {
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { coordinate, keysOf, scopesOf } from '../../contract/element-directives.ts';
import type { Requirement } from '../../contract/elements.ts';
import { withStandardNames } from '../../contract/links.ts';
import { namedType } from './rules/schema.ts';

/** What a caller needs to see the keys of records, by key field such as `Citizen.personalId`. */
export type KeyRequirements = ReadonlyMap<string, Requirement>;

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Reads the key fields of a composed graph, parts of nested keys among them, with what each of them needs; that of an
 * interface, by which an interface object gives out keys, needs what all types behind it need (composition writes the
 * sum there).
 */
export function keyRequirements(policySdl: string): KeyRequirements {
  const types = new Map(
    withStandardNames(parse(policySdl))
      .definitions.filter(
        (node): node is FieldsType =>
          node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION,
      )
      .map((type) => [type.name.value, type]),
  );
  const found = new Map<string, Requirement>();
  const collect = (type: FieldsType | undefined, key: SelectionSetNode): void => {
    for (const selection of key.selections) {
      const name = selection.kind === Kind.FIELD ? selection.name.value : undefined;
      const field = type?.fields?.find((each) => each.name.value === name);
      if (type === undefined || selection.kind !== Kind.FIELD || field === undefined) continue;
      found.set(coordinate(type.name.value, field.name.value), scopesOf(field));
      if (selection.selectionSet !== undefined)
        collect(types.get(namedType(field.type)), selection.selectionSet);
    }
  };
  for (const type of types.values()) for (const key of keysOf(type)) collect(type, key);
  return found;
}
