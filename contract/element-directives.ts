import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, parse } from 'graphql';
import type { Requirement } from './elements.ts';

type Annotated = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** Whether a node carries a directive. */
export function hasDirective(node: Annotated, name: string): boolean {
  return directive(node, name) !== undefined;
}

/** What `@requiresScopes` states: any one of the inner lists, each whole; empty when it stands nowhere. */
export function scopesOf(node: Annotated): Requirement {
  const value = argument(directive(node, 'requiresScopes'), 'scopes');
  if (value?.kind !== Kind.LIST) return [];
  return value.values.map((inner) => (inner.kind === Kind.LIST ? strings(inner.values) : []));
}

/** What `@searches` states, as one list that is needed whole; empty when it stands nowhere. */
export function searchesOf(node: Annotated): Requirement {
  const value = argument(directive(node, 'searches'), 'elements');
  return value?.kind === Kind.LIST ? [strings(value.values)] : [];
}

/** Top-level field names of all keys (`@key` in a subgraph, `@join__type(key:)` in the supergraph). */
export function keyFieldsOf(node: Annotated): readonly string[] {
  return (node.directives ?? []).flatMap((applied) => {
    if (applied.name.value !== 'key' && applied.name.value !== 'join__type') return [];
    const value = argument(applied, applied.name.value === 'key' ? 'fields' : 'key');
    return value?.kind === Kind.STRING ? topLevelFields(value.value) : [];
  });
}

/** A key is a selection set: fields below braces belong to other types, and commas are white space. */
function topLevelFields(selection: string): readonly string[] {
  const parsed = parse(`{ ${selection} }`, { noLocation: true }).definitions[0];
  if (parsed?.kind !== Kind.OPERATION_DEFINITION) return [];
  return parsed.selectionSet.selections.flatMap((field) =>
    field.kind === Kind.FIELD ? [field.name.value] : [],
  );
}

/** `Type.field`, or `Type.field(argument:)`: a schema coordinate. */
export function coordinate(type: string, field: string, argumentName?: string): string {
  return argumentName === undefined ? `${type}.${field}` : `${type}.${field}(${argumentName}:)`;
}

/** Whether a field is connection plumbing, which discloses nothing of its own. */
export function isPlumbing(type: string, { name }: FieldDefinitionNode): boolean {
  if (type.endsWith('Connection')) return name.value === 'edges' || name.value === 'pageInfo';
  return type.endsWith('Edge') && (name.value === 'node' || name.value === 'cursor');
}

function directive(node: Annotated, name: string): ConstDirectiveNode | undefined {
  return node.directives?.find((applied) => applied.name.value === name);
}

function argument(applied: ConstDirectiveNode | undefined, name: string) {
  return applied?.arguments?.find((given) => given.name.value === name)?.value;
}

function strings(values: readonly { readonly kind: string; readonly value?: unknown }[]): readonly string[] {
  return values.flatMap((value) => (typeof value.value === 'string' ? [value.value] : []));
}
