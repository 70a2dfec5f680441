import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
  visit,
} from 'graphql';
import { splitMe } from './me-parts.ts';
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
 * Parts an operation by who answers its root fields; `me` is in two parts where it is asked for what the databases know
 * and for what the gateway answers itself. An operation with one kind of fields is its only part, unchanged;
 * `__typename` goes with the databases' fields, where there are any.
 *
 * @throws Refusal `OPERATION_TOO_COMPLEX` when what the gateway answers itself unfolds to more than 10,000 fields; the
 *   databases' part is counted where it is decided. `BAD_REQUEST` for what is answered below `me` only and asked
 *   elsewhere
 */
export function splitOperation(
  ownGraph: Pick<OwnGraph, 'schema' | 'fields' | 'ofMe'>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Parts {
  const own = ownGraph.fields[operation.operation];
  const splitter = new Splitter(document, operation);
  const named = splitter.rootFields();
  const me = splitMe(ownGraph, document, operation);
  const partsOf = (field: FieldNode): readonly PartName[] => {
    const name = field.name.value;
    if (name === '__typename') return [];
    if (name.startsWith('__')) return ['introspection'];
    return me.partsOf(field) ?? [own.has(name) ? 'own' : 'graph'];
  };
  const names = new Set(named.flatMap(partsOf));
  const withTypename = names.has('graph') ? 'graph' : 'own';
  if (named.some((field) => partsOf(field).length === 0)) names.add(withTypename);
  const taking =
    (part: PartName): Take =>
    (field) => {
      const parts = partsOf(field);
      return (parts.length === 0 ? [withTypename] : parts).includes(part) && me.taking(field, part);
    };
  const [only, ...others] = names;
  const parts =
    only !== undefined && others.length === 0
      ? { [only]: { document, operation } }
      : Object.fromEntries([...names].map((part) => [part, splitter.part(taking(part))]));
  for (const [part, its] of Object.entries(parts)) {
    if (part !== 'graph') assertUnfoldsToFew(its.document, its.operation.selectionSet);
  }
  return parts;
}

/** What of a field belongs to a part: all of it, nothing, or of what is selected below it what another such rule says. */
export type Take = (field: FieldNode) => boolean | Take;

/** Every field that an operation has on its root type, those in fragments among them, each once. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): readonly FieldNode[] {
  return new Splitter(document, operation).rootFields();
}

/** Fragments by their names. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The named fragments of a document. */
export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((node) => [node.name.value, node]));
}

/** Filters selections, those in fragments among them, each fragment once. */
class Splitter {
  readonly #document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Fragments;

  constructor(document: DocumentNode, operation: OperationDefinitionNode) {
    this.#document = document;
    this.#operation = operation;
    this.#fragments = fragmentsOf(document);
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

  part(take: Take): Part {
    const kept = new Map<string, readonly SelectionNode[]>();
    const filter = (selections: readonly SelectionNode[], taken: Take): readonly SelectionNode[] =>
      selections.flatMap((selection): readonly SelectionNode[] => {
        if (selection.kind === Kind.FIELD) return field(selection, taken(selection));
        if (selection.kind === Kind.FRAGMENT_SPREAD)
          return fragment(selection.name.value, taken).length > 0 ? [selection] : [];
        const below = filter(selection.selectionSet.selections, taken);
        return below.length === 0 ? [] : [withSelections(selection, below)];
      });
    const field = (node: FieldNode, taken: boolean | Take): readonly SelectionNode[] => {
      if (typeof taken === 'boolean') return taken ? [node] : [];
      const below = filter(node.selectionSet?.selections ?? [], taken);
      return below.length === 0 ? [] : [withSelections(node, below)];
    };
    const fragment = (name: string, taken: Take): readonly SelectionNode[] => {
      const known = kept.get(name);
      if (known !== undefined) return known;
      const filtered = filter(this.#fragments.get(name)?.selectionSet.selections ?? [], taken);
      kept.set(name, filtered);
      return filtered;
    };
    const operation = withSelections(this.#operation, filter(this.#operation.selectionSet.selections, take));
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

function withSelections<T extends { readonly selectionSet?: SelectionSetNode | undefined }>(
  node: T,
  selections: readonly SelectionNode[],
): T {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
