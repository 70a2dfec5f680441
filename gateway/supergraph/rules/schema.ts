import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { hasDirective } from '../../../contract/element-directives.ts';
import type { Requirement } from '../../../contract/elements.ts';
import type { Problem } from '../problem.ts';
import type { SubgraphSource } from '../sources.ts';

/** What the rules must know of a data element; the dictionary's entries have it. */
export interface ElementClass {
  readonly class: string;
}

/** The dictionary, as far as the rules need it. */
export type KnownElements = ReadonlyMap<string, ElementClass>;

/** One subgraph's schema, as rules look at it. */
export interface Schema {
  readonly source: SubgraphSource;
  /** Object types, each together with its extensions. */
  readonly objects: ReadonlyMap<string, ObjectTypeDefinitionNode>;
  readonly interfaces: ReadonlyMap<string, InterfaceTypeDefinitionNode>;
  readonly inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>;
  readonly elements: KnownElements;
}

/**
 * One rule: its name and the problems that it finds in one subgraph. The rules are those of the schema guide
 * (docs/schema-rules.md); each one has its own test.
 */
export interface SchemaRule {
  readonly name: string;
  check(schema: Schema): readonly Problem[];
}

/** What rules look at of one subgraph; a type that is only extended here is a type like any other. */
export function readSchema(source: SubgraphSource, elements: KnownElements): Schema {
  const { document } = source;
  return {
    source,
    elements,
    objects: merged<ObjectTypeDefinitionNode>(document, 'Object'),
    interfaces: merged<InterfaceTypeDefinitionNode>(document, 'Interface'),
    inputs: merged<InputObjectTypeDefinitionNode>(document, 'InputObject'),
  };
}

interface Mergeable {
  readonly name: { readonly value: string };
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
  readonly fields?: readonly unknown[] | undefined;
  readonly interfaces?: readonly unknown[] | undefined;
}

function merged<T extends Mergeable>(
  document: DocumentNode,
  kind: 'Object' | 'Interface' | 'InputObject',
): ReadonlyMap<string, T> {
  const types = new Map<string, T>();
  for (const node of document.definitions) {
    if (node.kind !== `${kind}TypeDefinition` && node.kind !== `${kind}TypeExtension`) continue;
    const part = node as unknown as T;
    const known = types.get(part.name.value) ?? { ...part, directives: [], fields: [], interfaces: [] };
    types.set(part.name.value, {
      ...known,
      kind: `${kind}TypeDefinition`,
      directives: [...(known.directives ?? []), ...(part.directives ?? [])],
      fields: [...(known.fields ?? []), ...(part.fields ?? [])],
      interfaces: [...(known.interfaces ?? []), ...(part.interfaces ?? [])],
    });
  }
  return types;
}

/** Every field of every object type, with its type. */
export function allFields(objects: Schema['objects']) {
  return [...objects.values()].flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })));
}

/** Every field of every input object, with its type. */
export function allInputFields(inputs: Schema['inputs']) {
  return [...inputs.values()].flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })));
}

/** Whether another database owns a field, and this one only names it. */
export function isExternal(field: FieldDefinitionNode): boolean {
  return hasDirective(field, 'external');
}

/** Whether a type is the entry to the graph. */
export function isRoot(node: { readonly name: { readonly value: string } }): boolean {
  return node.name.value === 'Query';
}

/** Whether an argument asks for a page of a connection, by its name; `pages-are-connections` looks at the rest. */
export function isPageArgument(name: string): boolean {
  return name === 'first' || name === 'after';
}

/** Whether a requirement can withhold anything: an empty alternative would be met by everybody. */
export function statesElements(requirement: Requirement): boolean {
  return requirement.length > 0 && requirement.every((alternative) => alternative.length > 0);
}

/** The name inside lists and non-null marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
