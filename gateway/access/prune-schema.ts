import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
  visit,
} from 'graphql';
import { lackingElements, type Requirement } from '../../contract/elements.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import type { PolicySchema } from '../supergraph/index.ts';

/**
 * A schema without fields, arguments and input fields that none of the grants covers, types that are empty then, and
 * those that nothing leads to any more. What no data element protects stays.
 */
export function pruneSchema(
  document: DocumentNode,
  policy: PolicySchema,
  grants: readonly PolicyGrant[],
): DocumentNode {
  const granted = document.definitions.map((node) => {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) return withGrantedFields(node, policy, grants);
    return node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? withGrantedInputs(node, policy, grants) : node;
  });
  return { ...document, definitions: onlyReached(settle(granted, requiredInputs(document))) };
}

/** A grant must cover the field, and with it an argument; a field that needs an argument beyond it cannot be asked. */
function withGrantedFields(
  type: ObjectTypeDefinitionNode,
  policy: PolicySchema,
  grants: readonly PolicyGrant[],
): ObjectTypeDefinitionNode {
  const fields = (type.fields ?? []).flatMap((field): readonly FieldDefinitionNode[] => {
    const name = field.name.value;
    const covers = (argument: InputValueDefinitionNode, grant: PolicyGrant): boolean =>
      isMet(policy.argumentRequirement(type.name.value, name, argument.name.value), grant);
    const args = field.arguments ?? [];
    const usable = grants.filter(
      (grant) =>
        isMet(policy.fieldRequirement(type.name.value, name), grant) &&
        args.every((argument) => !isRequired(argument) || covers(argument, grant)),
    );
    if (usable.length === 0) return [];
    return [
      { ...field, arguments: args.filter((argument) => usable.some((grant) => covers(argument, grant))) },
    ];
  });
  return { ...type, fields };
}

function withGrantedInputs(
  type: InputObjectTypeDefinitionNode,
  policy: PolicySchema,
  grants: readonly PolicyGrant[],
): InputObjectTypeDefinitionNode {
  const fields = (type.fields ?? []).filter(({ name }) =>
    grants.some((grant) => isMet(policy.inputRequirement(`${type.name.value}.${name.value}`), grant)),
  );
  return { ...type, fields };
}

function isMet(requirement: Requirement | undefined, { elements }: PolicyGrant): boolean {
  return requirement === undefined || lackingElements(requirement, elements).length === 0;
}

function isRequired({ type, defaultValue }: InputValueDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}

type RequiredInputs = ReadonlyMap<string, readonly string[]>;

function requiredInputs({ definitions }: DocumentNode): RequiredInputs {
  return new Map(
    definitions
      .filter((node) => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      .map(({ name, fields = [] }) => [
        name.value,
        fields.filter(isRequired).map((field) => field.name.value),
      ]),
  );
}

/** Takes out what is empty or unusable, and then what leads to it, until nothing of the kind is left. */
function settle(definitions: readonly DefinitionNode[], required: RequiredInputs): readonly DefinitionNode[] {
  const gone = new Set(
    definitions.filter((node) => isGone(node, required)).flatMap((node) => typeName(node) ?? []),
  );
  const left = definitions.filter((node) => !gone.has(typeName(node) ?? ''));
  const objects = left.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const next = left.map((node) => withoutGone(node, gone, objects));
  return gone.size === 0 && sizeOf(next) === sizeOf(definitions) ? definitions : settle(next, required);
}

function isGone(node: DefinitionNode, required: RequiredInputs): boolean {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).length === 0;
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    const names = new Set((node.fields ?? []).map(({ name }) => name.value));
    return names.size === 0 || (required.get(node.name.value) ?? []).some((name) => !names.has(name));
  }
  return hasFields(node) && (node.fields ?? []).length === 0;
}

function withoutGone(
  node: DefinitionNode,
  gone: ReadonlySet<string>,
  objects: readonly ObjectTypeDefinitionNode[],
): DefinitionNode {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) {
    return { ...node, types: (node.types ?? []).filter(({ name }) => !gone.has(name.value)) };
  }
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    return { ...node, fields: (node.fields ?? []).filter(({ type }) => !gone.has(namedType(type))) };
  }
  if (!hasFields(node)) return node;
  const interfaces = (node.interfaces ?? []).filter(({ name }) => !gone.has(name.value));
  const usable = (node.fields ?? []).filter(
    ({ type, arguments: args = [] }) =>
      !gone.has(namedType(type)) && !args.some((arg) => isRequired(arg) && gone.has(namedType(arg.type))),
  );
  const fields = usable.map((field) => ({
    ...field,
    arguments: (field.arguments ?? []).filter(({ type }) => !gone.has(namedType(type))),
  }));
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION) return { ...node, interfaces, fields };
  return { ...node, interfaces, fields: sharedFields(node.name.value, fields, objects) };
}

/** An interface keeps what all of its object types have kept: the schema stays valid, and shows nothing else. */
function sharedFields(
  name: string,
  fields: readonly FieldDefinitionNode[],
  objects: readonly ObjectTypeDefinitionNode[],
): readonly FieldDefinitionNode[] {
  const behind = objects.filter(({ interfaces = [] }) => interfaces.some((one) => one.name.value === name));
  if (behind.length === 0) return [];
  return fields.flatMap((field): readonly FieldDefinitionNode[] => {
    const kept = behind.map((type) => type.fields?.find((one) => one.name.value === field.name.value));
    if (kept.includes(undefined)) return [];
    const args = (field.arguments ?? []).filter((argument) =>
      kept.every((one) => one?.arguments?.some(({ name: { value } }) => value === argument.name.value)),
    );
    return [{ ...field, arguments: args }];
  });
}

/** How much there is: taking away is all that happens, so the same number means the same schema. */
function sizeOf(definitions: readonly DefinitionNode[]): number {
  let size = 0;
  const count = (): void => {
    size += 1;
  };
  for (const node of definitions) visit(node, { enter: count });
  return size;
}

function onlyReached(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const byName = new Map(definitions.map((node) => [typeName(node), node]));
  const reached = new Set<string>();
  const follow = (name: string): void => {
    const node = byName.get(name);
    if (reached.has(name) || node === undefined) return;
    reached.add(name);
    visit(node, { NamedType: (type) => follow(type.name.value) });
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    for (const other of definitions) {
      const isBehind = hasFields(other) && other.interfaces?.some((one) => one.name.value === name);
      if (isBehind === true) follow(other.name.value);
    }
  };
  for (const node of definitions) {
    if (typeName(node) === undefined) visit(node, { NamedType: (type) => follow(type.name.value) });
  }
  for (const root of ['Query', 'Mutation']) follow(root);
  return definitions.filter((node) => {
    const name = typeName(node);
    return name === undefined || reached.has(name);
  });
}

function hasFields(node: DefinitionNode): node is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** Name of a type; directives and the schema itself are none, and stay. */
function typeName(node: DefinitionNode): string | undefined {
  if (node.kind === Kind.DIRECTIVE_DEFINITION || node.kind === Kind.SCHEMA_DEFINITION) return undefined;
  return 'name' in node ? node.name?.value : undefined;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
