import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

type Json = Record<string, unknown>;

/**
 * A second, slow authorisation that shares no code with the gateway's: it takes the whole answer of a caller who may
 * read everything and removes, place by place, what another caller may not. Both must say the same.
 */
export class NaiveAuthorisation {
  readonly #needs = new Map<string, readonly (readonly string[])[]>();

  /** @param supergraphSdl the composed graph with its `@requiresScopes` and `@searches` */
  constructor(supergraphSdl: string) {
    for (const type of parse(supergraphSdl).definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const field of type.fields ?? []) {
        const name = `${type.name.value}.${field.name.value}`;
        this.#remember(name, field.directives ?? [], 'requiresScopes');
        for (const argument of field.arguments ?? []) {
          this.#remember(`${name}/${argument.name.value}`, argument.directives ?? [], 'searches');
        }
      }
    }
  }

  /** What a caller with `granted` elements must get, given the whole answer. Variables are the operation's own. */
  authorise(query: string, variables: Json, whole: Json, granted: ReadonlySet<string>): unknown {
    const document = parse(query);
    const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (operation === undefined) throw new Error('No operation.');
    const defaults = { yes: true };
    return this.#object(operation.selectionSet, 'Query', whole, granted, document, {
      ...defaults,
      ...variables,
    });
  }

  #object(
    set: SelectionSetNode,
    type: string,
    value: Json,
    granted: ReadonlySet<string>,
    document: DocumentNode,
    variables: Json,
  ): Json {
    const result: Json = {};
    for (const selection of set.selections) {
      if (!counts(selection.directives ?? [], variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        result[key] = this.#field(selection, type, value[key], granted, document, variables);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(document, selection.name.value);
      const condition = fragment.typeCondition?.name.value;
      if (condition !== undefined && condition !== type) continue;
      Object.assign(result, this.#object(fragment.selectionSet, type, value, granted, document, variables));
    }
    return result;
  }

  #field(
    field: FieldNode,
    type: string,
    value: unknown,
    granted: ReadonlySet<string>,
    document: DocumentNode,
    variables: Json,
  ): unknown {
    if (field.name.value === '__typename') return value;
    const name = `${type}.${field.name.value}`;
    const needed = [name, ...(field.arguments ?? []).map((argument) => `${name}/${argument.name.value}`)];
    if (!needed.every((coordinate) => this.#isMet(coordinate, granted))) return null;
    const nested = (item: unknown): unknown => {
      if (Array.isArray(item)) return item.map(nested);
      if (item === null || item === undefined || field.selectionSet === undefined) return item ?? null;
      const object = item as Json;
      return this.#object(
        field.selectionSet,
        String(object['__typename']),
        object,
        granted,
        document,
        variables,
      );
    };
    return nested(value);
  }

  #isMet(coordinate: string, granted: ReadonlySet<string>): boolean {
    const needs = this.#needs.get(coordinate);
    return needs === undefined || needs.some((all) => all.every((element) => granted.has(element)));
  }

  #remember(coordinate: string, directives: readonly DirectiveNode[], name: string): void {
    const value = directives.find((directive) => directive.name.value === name)?.arguments?.[0]?.value;
    if (value?.kind !== Kind.LIST) return;
    const texts = (values: readonly unknown[]) =>
      values.map((item) => (item as { readonly value: string }).value);
    this.#needs.set(
      coordinate,
      name === 'searches'
        ? [texts(value.values)]
        : value.values.map((inner) => (inner.kind === Kind.LIST ? texts(inner.values) : [])),
    );
  }
}

function fragmentOf(document: DocumentNode, name: string): FragmentDefinitionNode {
  const fragment = document.definitions.find(
    (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
  );
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`No fragment ${name}.`);
  return fragment;
}

function counts(directives: readonly DirectiveNode[], variables: Json): boolean {
  return directives.every((directive) => {
    const value = directive.arguments?.[0]?.value;
    const on =
      value?.kind === Kind.VARIABLE ? variables[value.name.value] : (value as { value?: unknown })?.value;
    return directive.name.value === 'skip' ? on !== true : on === true;
  });
}
