import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { withStandardNames } from '../../contract/links.ts';
import { type CacheHint, cacheHintOf, combinedHint } from './cache-control.ts';

/** How long what a fetch brings may be kept. */
export interface CacheLifetimes {
  /**
   * The smallest lifetime over everything that a selection touches, in seconds; 0 when it must not be kept, which is
   * so wherever nobody has said otherwise.
   *
   * @param type the entity's own type, or `Query` for root fields
   * @param selection of a fetch's `_entities` field, whose fragments on other types do not count, or of the entity
   */
  maxAgeOf(database: string, type: string, selection: SelectionSetNode): number;
}

/**
 * Whatever a schema says of them: whether a person is alive, protected, or where one lives decides about rights, so the
 * registers are asked each time (decision 0012).
 */
const PERSON = 'Citizen';

/**
 * Reads `@cacheControl` out of the subgraphs' own schemas. It is not composed: one type lives for a day in one
 * database and for no time in another. The rules are those of Apollo Server: root fields and fields that return
 * objects live for 0 seconds unless the field or its type says how long; scalars live as long as what they stand in;
 * `inheritMaxAge` makes a field do so too. Where the type is not certain, the shortest life of all types counts.
 *
 * @see https://www.apollographql.com/docs/apollo-server/performance/caching
 */
export function cacheLifetimes(
  subgraphs: readonly { readonly name: string; readonly document: DocumentNode }[],
): CacheLifetimes {
  const schemas = new Map(
    subgraphs.map(({ name, document }) => [name, new LifetimeSchema(withStandardNames(document))]),
  );
  return {
    maxAgeOf(database, type, selection) {
      if (type === PERSON) return 0;
      return schemas.get(database)?.maxAgeOf(type, selection) ?? 0;
    },
  };
}

interface TypeHints {
  readonly directives: readonly ConstDirectiveNode[];
  readonly fields: Map<string, { readonly returns: string; readonly hint: CacheHint }>;
  /** Whether values are of other types than this one. */
  readonly isAbstract: boolean;
}

const ABSTRACT: ReadonlySet<string> = new Set<string>([
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.UNION_TYPE_EXTENSION,
]);

/** No limit: whatever stands beside it decides. */
const ANY_AGE = Number.POSITIVE_INFINITY;

class LifetimeSchema {
  /** Objects, interfaces and unions, each with its extensions. */
  readonly #types = new Map<string, TypeHints>();
  /** Object types behind interfaces and unions. */
  readonly #possible = new Map<string, string[]>();

  constructor({ definitions }: DocumentNode) {
    for (const node of definitions) {
      const hasFields =
        node.kind === Kind.OBJECT_TYPE_DEFINITION ||
        node.kind === Kind.OBJECT_TYPE_EXTENSION ||
        node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
        node.kind === Kind.INTERFACE_TYPE_EXTENSION;
      const isUnion = node.kind === Kind.UNION_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_EXTENSION;
      if (!hasFields && !isUnion) continue;
      const type = this.#extended(node.name.value, node.directives ?? [], ABSTRACT.has(node.kind));
      if (isUnion) for (const { name } of node.types ?? []) this.#addPossible(node.name.value, name.value);
      if (!hasFields) continue;
      for (const field of node.fields ?? []) type.fields.set(field.name.value, readField(field));
      for (const { name } of node.interfaces ?? []) this.#addPossible(name.value, node.name.value);
    }
  }

  maxAgeOf(type: string, selection: SelectionSetNode): number {
    const own = type === 'Query' ? ANY_AGE : (this.#typeHint(type).maxAge ?? 0);
    const age = Math.min(own, this.#selectionLimit(type, selection));
    return age === ANY_AGE ? 0 : age;
  }

  #selectionLimit(type: string, { selections }: SelectionSetNode): number {
    const limits = selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.#fieldLimit(type, selection);
      // Plans have no named fragments; what has some is not looked at more closely.
      return selection.kind === Kind.INLINE_FRAGMENT ? this.#fragmentLimit(type, selection) : 0;
    });
    return Math.min(ANY_AGE, ...limits);
  }

  #fragmentLimit(type: string, { typeCondition, selectionSet }: InlineFragmentNode): number {
    const condition = typeCondition?.name.value ?? type;
    if (condition === type) return this.#selectionLimit(type, selectionSet);
    const isObject = (name: string) => this.#types.get(name)?.isAbstract === false;
    if (isObject(type) && isObject(condition)) return ANY_AGE;
    // On an entity of one type, an interface's fields are that type's own.
    if (isObject(type)) return this.#selectionLimit(type, selectionSet);
    return Math.min(
      this.#typeHint(condition).maxAge ?? ANY_AGE,
      this.#selectionLimit(condition, selectionSet),
    );
  }

  #fieldLimit(type: string, { name, selectionSet }: FieldNode): number {
    if (name.value === '__typename') return ANY_AGE;
    const [own, ...others] = [type, ...(this.#possible.get(type) ?? [])].map((each) =>
      this.#types.get(each)?.fields.get(name.value),
    );
    if (own === undefined) return 0;
    const limits = [own, ...others.filter((field) => field !== undefined)].map(({ returns, hint }) =>
      this.#limitOf(type, returns, hint),
    );
    const below = selectionSet === undefined ? ANY_AGE : this.#selectionLimit(own.returns, selectionSet);
    return Math.min(below, ...limits);
  }

  /** How long one field lives by itself, and by what it returns. */
  #limitOf(type: string, returns: string, hint: CacheHint): number {
    const isComposite = this.#types.has(returns);
    const { maxAge, inherits } = combinedHint(hint, this.#typeHint(returns));
    const possible = (this.#possible.get(returns) ?? []).map(
      (each) => this.#typeHint(each).maxAge ?? ANY_AGE,
    );
    if (maxAge !== undefined) return Math.min(maxAge, ...possible);
    return (isComposite && !inherits) || type === 'Query' ? 0 : ANY_AGE;
  }

  #typeHint(type: string): CacheHint {
    return cacheHintOf(this.#types.get(type) ?? {});
  }

  #extended(name: string, directives: readonly ConstDirectiveNode[], isAbstract: boolean): TypeHints {
    const known = this.#types.get(name);
    const type: TypeHints = {
      directives: [...(known?.directives ?? []), ...directives],
      fields: known?.fields ?? new Map(),
      isAbstract,
    };
    this.#types.set(name, type);
    return type;
  }

  #addPossible(abstract: string, type: string): void {
    this.#possible.set(abstract, [...(this.#possible.get(abstract) ?? []), type]);
  }
}

function readField(field: FieldDefinitionNode) {
  return { returns: namedType(field.type), hint: cacheHintOf(field) };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
