import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { coordinate, keysOf, scopesOf, searchesOf, sourcesOf } from '../../contract/element-directives.ts';
import type { Requirement } from '../../contract/elements.ts';
import { withStandardNames } from '../../contract/links.ts';

/** What authorisation must know of the composed graph: needs of fields and inputs, and which types are subjects. */
export interface PolicySchema {
  /**
   * Elements that an output field of an object type discloses; `undefined` when it discloses nothing of its own. What
   * is selected on an interface is decided for each object type behind it.
   */
  fieldRequirement(type: string, field: string): Requirement | undefined;
  /** Elements that an argument searches by. */
  argumentRequirement(type: string, field: string, argument: string): Requirement | undefined;
  /** Elements that a field of an input object searches by, given its coordinate such as `Search.name`. */
  inputRequirement(inputField: string): Requirement | undefined;
  /** Object types behind an interface or union, also those that are not visible (`@inaccessible`). */
  possibleTypes(type: string): readonly string[];
  /** The field by which most databases know an entity, such as `personalId` of `Citizen`. */
  keyOf(type: string): string | undefined;
  /**
   * Whether plans may fetch a field of this name for themselves, as a key or as what another field is computed from.
   * They fetch it under its own name, and take whatever stands under that name for it.
   */
  isJoinedBy(field: string): boolean;
}

/** Reads the policy out of a composed supergraph (its security directives are the only source). */
export function readPolicySchema(policySdl: string): PolicySchema {
  const document = withStandardNames(parse(policySdl));
  const requirements = new Map<string, Requirement>();
  const keys = new Map<string, string>();
  const remember = (name: string, requirement: Requirement): void => {
    if (requirement.length > 0) requirements.set(name, requirement);
  };
  for (const type of document.definitions) {
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION) {
      const key = keyFieldOf(type);
      if (key !== undefined) keys.set(type.name.value, key);
      for (const field of type.fields ?? []) rememberField(type.name.value, field, remember);
    } else if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of type.fields ?? []) {
        remember(coordinate(type.name.value, field.name.value), searchesOf(field));
      }
    }
  }
  const possible = possibleTypesOf(document);
  const joinedBy = joiningFields(document);
  return {
    fieldRequirement: (type, field) => requirements.get(coordinate(type, field)),
    argumentRequirement: (type, field, argument) => requirements.get(coordinate(type, field, argument)),
    inputRequirement: (inputField) => requirements.get(inputField),
    possibleTypes: (type) => possible.get(type) ?? [],
    keyOf: (type) => keys.get(type),
    isJoinedBy: (field) => joinedBy.has(field),
  };
}

/** Names of all fields of keys (`@join__type(key:)`) and of sources (`@join__field(requires:)`), at every depth. */
function joiningFields(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) collect(selection.selectionSet);
    }
  };
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    keysOf(node).forEach(collect);
    for (const field of node.fields ?? []) sourcesOf(field).forEach(collect);
  }
  return names;
}

function rememberField(
  type: string,
  { name, arguments: given = [], ...field }: FieldDefinitionNode,
  remember: (name: string, requirement: Requirement) => void,
): void {
  remember(coordinate(type, name.value), scopesOf(field));
  for (const argument of given as readonly InputValueDefinitionNode[]) {
    remember(coordinate(type, name.value, argument.name.value), searchesOf(argument));
  }
}

/** Of the keys that are one plain field, the one that most databases state: by it, a subject is named everywhere. */
function keyFieldOf(type: ObjectTypeDefinitionNode): string | undefined {
  const counts = new Map<string, number>();
  for (const { selections } of keysOf(type)) {
    const [field, ...others] = selections;
    if (field?.kind !== Kind.FIELD || others.length > 0 || field.selectionSet !== undefined) continue;
    counts.set(field.name.value, (counts.get(field.name.value) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function possibleTypesOf({ definitions }: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const possible = new Map<string, string[]>();
  const add = (abstract: string, type: string): void => {
    possible.set(abstract, [...(possible.get(abstract) ?? []), type]);
  };
  for (const node of definitions as readonly DefinitionNode[]) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) {
      for (const { name } of node.interfaces ?? []) add(name.value, node.name.value);
    } else if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const { name } of node.types ?? []) add(node.name.value, name.value);
    }
  }
  return possible;
}
