import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type FieldDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Requirement } from './elements.ts';

type Annotated = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** Whether a node carries a directive; by its standard name, see links.ts. */
export function hasDirective(node: Annotated, name: string): boolean {
  return directive(node, name) !== undefined;
}

/**
 * What `@requiresScopes` states: any one of the inner lists, each whole; empty when it stands nowhere. One value
 * where a list belongs is a list of one (GraphQL specification §3.11).
 */
export function scopesOf(node: Annotated): Requirement {
  const value = argument(directive(node, 'requiresScopes'), 'scopes');
  return value === undefined ? [] : items(value).map(strings);
}

/** What `@searches` states, as one list that is needed whole; empty when it stands nowhere. */
export function searchesOf(node: Annotated): Requirement {
  const value = argument(directive(node, 'searches'), 'elements');
  return value === undefined ? [] : [strings(value)];
}

/** Top-level field names of all keys (`@key` in a subgraph, `@join__type(key:)` in the supergraph). */
export function keyFieldsOf(node: Annotated): readonly string[] {
  return keysOf(node).flatMap(({ selections }) => selections.flatMap(nameOf));
}

/** All keys, each as the selection that it is: nested ones have selections below a field. */
export function keysOf(node: Annotated): readonly SelectionSetNode[] {
  return (node.directives ?? []).flatMap((applied) => {
    if (applied.name.value !== 'key' && applied.name.value !== 'join__type') return [];
    const value = argument(applied, applied.name.value === 'key' ? 'fields' : 'key');
    const selection = value?.kind === Kind.STRING ? fieldSetOf(value.value) : undefined;
    return selection === undefined ? [] : [selection];
  });
}

/** What `@requires` or `@provides` names; `undefined` where it does not stand. */
export function fieldsNamedBy(node: Annotated, name: 'requires' | 'provides'): SelectionSetNode | undefined {
  const value = argument(directive(node, name), 'fields');
  return value?.kind === Kind.STRING ? fieldSetOf(value.value) : undefined;
}

/** What a field of the supergraph is computed from, in each subgraph (`@join__field(requires:)`). */
export function sourcesOf(node: Annotated): readonly SelectionSetNode[] {
  return (node.directives ?? []).flatMap((applied) => {
    const value = applied.name.value === 'join__field' ? argument(applied, 'requires') : undefined;
    const selection = value?.kind === Kind.STRING ? fieldSetOf(value.value) : undefined;
    return selection === undefined ? [] : [selection];
  });
}

/** A field set, as federation's directives write it: a selection without its braces; composition refuses others. */
function fieldSetOf(selection: string): SelectionSetNode | undefined {
  try {
    const parsed = parse(`{ ${selection} }`, { noLocation: true }).definitions[0];
    return parsed?.kind === Kind.OPERATION_DEFINITION ? parsed.selectionSet : undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function nameOf(selection: SelectionSetNode['selections'][number]): readonly string[] {
  return selection.kind === Kind.FIELD ? [selection.name.value] : [];
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

function items(value: ConstValueNode): readonly ConstValueNode[] {
  return value.kind === Kind.LIST ? value.values : [value];
}

function strings(value: ConstValueNode): readonly string[] {
  return items(value).flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
