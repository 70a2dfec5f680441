import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  separateOperations,
  visit,
} from 'graphql';
import type { OwnGraph } from './own-fields.ts';
import { assertUnfoldsToFew } from './unfolded.ts';

/** Who answers a root field: the databases, the gateway itself, or the caller's own schema. */
export type PartName = 'graph' | 'own' | 'introspection';

/** One part of a client's operation, as a document of its own. */
export interface Part {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** An operation by who answers its root fields. */
export type Parts = Readonly<Partial<Record<PartName, Part>>>;

/**
 * Parts an operation by who answers its root fields. An operation with one kind of them is its only part, unchanged;
 * `__typename` goes with the databases' fields, where there are any.
 *
 * @throws Refusal `OPERATION_TOO_COMPLEX` when what the gateway answers itself unfolds to more than 10,000 fields; the
 *   databases' part is counted where it is decided
 */
export function splitOperation(
  { fields }: Pick<OwnGraph, 'fields'>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Parts {
  const own = fields[operation.operation];
  const splitter = new Splitter(document, operation);
  const named = splitter.rootFields();
  const partOf = ({ name }: FieldNode): PartName | undefined => {
    if (name.value === '__typename') return undefined;
    if (name.value.startsWith('__')) return 'introspection';
    return own.has(name.value) ? 'own' : 'graph';
  };
  const names = new Set(named.flatMap((field) => partOf(field) ?? []));
  const withTypename = names.has('graph') ? 'graph' : 'own';
  if (named.some((field) => partOf(field) === undefined)) names.add(withTypename);
  const [only, ...others] = names;
  const parts =
    only !== undefined && others.length === 0
      ? { [only]: { document, operation } }
      : Object.fromEntries(
          [...names].map((part) => [
            part,
            splitter.part((field) => (partOf(field) ?? withTypename) === part),
          ]),
        );
  for (const [part, its] of Object.entries(parts)) {
    if (part !== 'graph') assertUnfoldsToFew(its.document, its.operation.selectionSet);
  }
  return parts;
}

/** Every field that an operation has on its root type, those in fragments among them, each once. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): readonly FieldNode[] {
  return new Splitter(document, operation).rootFields();
}

/** Filters the selections on the root type, those in fragments among them, each fragment once. */
class Splitter {
  readonly #document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(document: DocumentNode, operation: OperationDefinitionNode) {
    this.#document = document;
    this.#operation = operation;
    this.#fragments = new Map(
      document.definitions
        .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
  }

  /** Every field on the root type; one in a fragment that is used twice stands here once. */
  rootFields(): readonly FieldNode[] {
    const seen = new Set<string>();
    const collect = (selections: readonly SelectionNode[]): readonly FieldNode[] =>
      selections.flatMap((selection): readonly FieldNode[] => {
        if (selection.kind === Kind.FIELD) return [selection];
        if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet.selections);
        const name = selection.name.value;
        if (seen.has(name)) return [];
        seen.add(name);
        return collect(this.#fragments.get(name)?.selectionSet.selections ?? []);
      });
    return collect(this.#operation.selectionSet.selections);
  }

  part(belongs: (field: FieldNode) => boolean): Part {
    const kept = new Map<string, readonly SelectionNode[]>();
    const filter = (selections: readonly SelectionNode[]): readonly SelectionNode[] =>
      selections.flatMap((selection): readonly SelectionNode[] => {
        if (selection.kind === Kind.FIELD) return belongs(selection) ? [selection] : [];
        if (selection.kind === Kind.FRAGMENT_SPREAD)
          return fragment(selection.name.value).length > 0 ? [selection] : [];
        const below = filter(selection.selectionSet.selections);
        return below.length === 0 ? [] : [withSelections(selection, below)];
      });
    const fragment = (name: string): readonly SelectionNode[] => {
      const known = kept.get(name);
      if (known !== undefined) return known;
      const filtered = filter(this.#fragments.get(name)?.selectionSet.selections ?? []);
      kept.set(name, filtered);
      return filtered;
    };
    const operation = withSelections(this.#operation, filter(this.#operation.selectionSet.selections));
    return onlyWhatItUses(
      operation,
      this.#document.definitions.flatMap((node) => {
        if (node.kind !== Kind.FRAGMENT_DEFINITION) return [];
        const selections = kept.get(node.name.value);
        return [selections === undefined ? node : withSelections(node, selections)];
      }),
    );
  }
}

/** Without fragments and variables that this part has no use for: it may not even have their types. */
function onlyWhatItUses(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): Part {
  const whole: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  const document = separateOperations(whole)[operation.name?.value ?? ''] ?? whole;
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      used.add(name.value);
    },
  });
  const trimmed: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
      used.has(variable.name.value),
    ),
  };
  return {
    operation: trimmed,
    document: {
      ...document,
      definitions: document.definitions.map((node) => (node === operation ? trimmed : node)),
    },
  };
}

function withSelections<T extends { readonly selectionSet: OperationDefinitionNode['selectionSet'] }>(
  node: T,
  selections: readonly SelectionNode[],
): T {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
