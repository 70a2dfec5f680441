import { Kind, type ObjectTypeDefinitionNode, type TypeNode } from 'graphql';
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
  readonly objects: ReadonlyMap<string, ObjectTypeDefinitionNode>;
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

/** Every field of every object type, with its type. */
export function allFields(objects: Schema['objects']) {
  return [...objects.values()].flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })));
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
