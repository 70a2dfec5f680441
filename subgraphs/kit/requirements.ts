import { type DocumentNode, Kind } from 'graphql';
import { coordinate, keyFieldsOf, scopesOf, searchesOf } from '../../contract/element-directives.ts';
import type { Requirement } from '../../contract/elements.ts';

/** What each output field (`Type.field`) and argument (`Type.field(argument:)`) of one schema needs. */
export interface SchemaRequirements {
  /** Requirement of a coordinate; `undefined` when it needs nothing of its own. */
  of(coordinate: string): Requirement | undefined;
  /** Whether a field belongs to a key of its type: the gateway must be able to join through it. */
  isKey(type: string, field: string): boolean;
}

/** Reads `@requiresScopes`, `@searches` and `@key` out of a subgraph's own SDL. */
export function readRequirements(document: DocumentNode): SchemaRequirements {
  const requirements = new Map<string, Requirement>();
  const keys = new Set<string>();
  const remember = (name: string, requirement: Requirement): void => {
    if (requirement.length > 0) requirements.set(name, requirement);
  };
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const type = node.name.value;
    for (const key of keyFieldsOf(node)) keys.add(coordinate(type, key));
    for (const field of node.fields ?? []) {
      remember(coordinate(type, field.name.value), scopesOf(field));
      for (const argument of field.arguments ?? []) {
        remember(coordinate(type, field.name.value, argument.name.value), searchesOf(argument));
      }
    }
  }
  return {
    of: (name) => requirements.get(name),
    isKey: (type, field) => keys.has(coordinate(type, field)),
  };
}
