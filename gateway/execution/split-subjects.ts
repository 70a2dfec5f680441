import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import type { PlanSelection } from '../planning/index.ts';
import type { ObjectPath, PlannedFetch } from './planned-fetches.ts';
import {
  canStandTogether,
  fieldNode,
  underConditions,
  withSelections,
  withUsedVariables,
} from './selections.ts';

/** What splitting needs to know of the graph. */
export interface SubjectSplitOptions {
  readonly schema: GraphQLSchema;
  /** Whether a database answers for entities of a type by this key. */
  readonly resolves: (database: string, type: string, key: string) => boolean;
  /** Whether a database has a field of a type only where it is reached from, so that it cannot be asked by key. */
  readonly isPassedOn: (database: string, type: string, field: string) => boolean;
}

/** The type of subject whose records always need a verdict before they are read. */
const PERSON = 'Citizen';
const PERSON_KEY = SUBJECT_KEYS[PERSON] ?? '';
/** Arguments of this type say whom a root field is about, before anything is fetched. */
const KEY_SCALAR = 'PersonalId';

/**
 * Asks for persons whom a database meets on the way (a spouse, a holder) by a call of their own, to the same database:
 * nobody knows them before the first call, and nothing may be read of them without a verdict. In one call the database
 * would have to say who they are, and be asked everything again.
 */
export function splitAtSubjects(
  fetches: readonly PlannedFetch[],
  options: SubjectSplitOptions,
): readonly PlannedFetch[] {
  const result: PlannedFetch[] = [];
  const replaced = new Map<PlannedFetch, Replacement>();
  for (const original of fetches) {
    const fetch = { ...original, waitsFor: newWaits(original, replaced) };
    const parts = splitFetch(fetch, options);
    replaced.set(original, parts);
    result.push(parts.first, ...parts.further);
  }
  return result;
}

/** What a fetch became: itself without what is about persons met, and one fetch for each place of such persons. */
interface Replacement {
  readonly first: PlannedFetch;
  readonly further: readonly PlannedFetch[];
}

/**
 * Whoever needed the whole fetch needs the part that reaches its own place, or that it takes nested values of. A fetch
 * names only the last ones that it needs: what stands before these can be needed as well.
 */
function newWaits(
  { waitsFor, path, requires = [] }: PlannedFetch,
  replaced: ReadonlyMap<PlannedFetch, Replacement>,
): ReadonlySet<PlannedFetch> {
  const needsNested = hasNested(requires);
  const waits = new Set<PlannedFetch>();
  for (const before of waitsFor) waits.add(replaced.get(before)?.first ?? before);
  for (const before of allBefore(waitsFor)) {
    for (const part of replaced.get(before)?.further ?? []) {
      if (needsNested || part.path.every((step, at) => path[at] === step)) waits.add(part);
    }
  }
  return waits;
}

/** Fetches and all those before them. */
function allBefore(
  fetches: ReadonlySet<PlannedFetch>,
  into = new Set<PlannedFetch>(),
): ReadonlySet<PlannedFetch> {
  for (const fetch of fetches) {
    if (into.has(fetch)) continue;
    into.add(fetch);
    allBefore(fetch.waitsFor, into);
  }
  return into;
}

function hasNested(selections: readonly PlanSelection[]): boolean {
  return selections.some((selection) =>
    selection.kind === 'Field' ? selection.selections !== undefined : hasNested(selection.selections),
  );
}

function splitFetch(fetch: PlannedFetch, options: SubjectSplitOptions): Replacement {
  if (!options.resolves(fetch.database, PERSON, PERSON_KEY)) return { first: fetch, further: [] };
  // Behind a union, one path can lead to persons of whom different things are asked under one name.
  if (!canStandTogether(fetch.operation.selectionSet.selections)) return { first: fetch, further: [] };
  const splitter = new Splitter(fetch, options);
  const operation = splitter.split();
  const moved = [...splitter.moved.values()];
  if (moved.length === 0) return { first: fetch, further: [] };
  const first = { ...fetch, operation: withUsedVariables(operation) };
  const further = moved.flatMap(({ path, selections }) => {
    const asked: PlannedFetch = {
      database: fetch.database,
      operation: entityOperation(selections, fetch.operation),
      path,
      requires: REQUIRES,
      inputRewrites: [],
      outputRewrites: [],
      waitsFor: new Set([first]),
    };
    const { first: own, further: deeper } = splitFetch(asked, options);
    return [own, ...deeper];
  });
  return { first, further };
}

const REQUIRES: readonly PlanSelection[] = [
  {
    kind: 'InlineFragment',
    typeCondition: PERSON,
    selections: [
      { kind: 'Field', name: '__typename' },
      { kind: 'Field', name: PERSON_KEY },
    ],
  },
];

interface Moved {
  readonly path: ObjectPath;
  readonly selections: readonly SelectionNode[];
}

/** Where a selection stands. */
interface Place {
  readonly type: GraphQLNamedType | undefined;
  readonly path: ObjectPath;
  /** Whether the next person on the way is one for whom the call itself asks. */
  readonly isAsked: boolean;
  /** Conditions of the fragments around it, from the object on: what is moved is moved with them. */
  readonly conditions: readonly (readonly DirectiveNode[])[];
}

class Splitter {
  readonly moved = new Map<string, Moved>();
  readonly #fetch: PlannedFetch;
  readonly #options: SubjectSplitOptions;

  constructor(fetch: PlannedFetch, options: SubjectSplitOptions) {
    this.#fetch = fetch;
    this.#options = options;
  }

  split(): OperationDefinitionNode {
    const { operation, requires, path } = this.#fetch;
    const type = this.#options.schema.getQueryType() ?? undefined;
    const selections = operation.selectionSet.selections.map((selection): SelectionNode => {
      if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined) return selection;
      if (requires === undefined) return this.#field(selection, { type, path, ...MET });
      const entities: Place = { type: undefined, path, ...MET };
      return withSelections(selection, this.#selections(selection.selectionSet.selections, entities));
    });
    return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  #selections(selections: readonly SelectionNode[], place: Place): readonly SelectionNode[] {
    if (place.type?.name === PERSON && !place.isAsked) return this.#person(selections, place);
    const below = place.type?.name === PERSON ? { ...place, isAsked: false } : place;
    return selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, below);
      // A fragment is about the same object still.
      return selection.kind === Kind.INLINE_FRAGMENT ? this.#fragment(selection, place) : selection;
    });
  }

  #fragment(fragment: InlineFragmentNode, place: Place): SelectionNode {
    const condition = fragment.typeCondition?.name.value;
    const type = condition === undefined ? place.type : this.#options.schema.getType(condition);
    // Directly below _entities stands what the call asks for by key itself.
    const isAsked = place.type === undefined ? condition === PERSON : place.isAsked;
    const own = fragment.directives ?? [];
    const conditions = own.length === 0 ? place.conditions : [...place.conditions, own];
    const inner: Place = { ...place, type, isAsked, conditions };
    return withSelections(fragment, this.#selections(fragment.selectionSet.selections, inner));
  }

  #field(node: FieldNode, { type, path, isAsked }: Place): FieldNode {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (field === undefined || node.selectionSet === undefined) return node;
    const names = field.args.some((argument) => getNamedType(argument.type).name === KEY_SCALAR);
    const lists = String(field.type).match(/\[/g) ?? [];
    const below: Place = {
      type: getNamedType(field.type),
      path: [...path, node.alias?.value ?? node.name.value, ...lists.map(() => '@')],
      isAsked: isAsked || names,
      conditions: [],
    };
    return withSelections(node, this.#selections(node.selectionSet.selections, below));
  }

  /** Leaves a person who is met the key only; the rest is asked by it. */
  #person(selections: readonly SelectionNode[], place: Place): readonly SelectionNode[] {
    const { kept, moved } = this.#parted(selections);
    if (moved.length === 0) return selections;
    const name = place.path.join('.');
    const known = this.moved.get(name)?.selections ?? [];
    const together = [...known, ...underConditions(moved, place.conditions)];
    this.moved.set(name, { path: place.path, selections: together });
    return [fieldNode('__typename'), fieldNode(PERSON_KEY), ...kept];
  }

  #parted(selections: readonly SelectionNode[]): {
    readonly kept: readonly SelectionNode[];
    readonly moved: readonly SelectionNode[];
  } {
    const kept: SelectionNode[] = [];
    const moved: SelectionNode[] = [];
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = this.#parted(selection.selectionSet.selections);
        if (inner.kept.length > 0) kept.push(withSelections(selection, inner.kept));
        if (inner.moved.length > 0) moved.push(withSelections(selection, inner.moved));
      } else if (selection.kind === Kind.FIELD && !this.#stays(selection)) {
        moved.push(selection);
      } else if (!isBare(selection)) {
        kept.push(selection);
      }
    }
    return { kept, moved };
  }

  #stays({ name: { value: name } }: FieldNode): boolean {
    if (name === '__typename' || name === PERSON_KEY) return true;
    return this.#options.isPassedOn(this.#fetch.database, PERSON, name);
  }
}

/** How a selection begins: with a person whom the database meets, under no condition. */
const MET: Pick<Place, 'isAsked' | 'conditions'> = { isAsked: false, conditions: [] };

/** The two fields that are asked of every person who is met. */
function isBare(selection: SelectionNode): boolean {
  if (selection.kind !== Kind.FIELD || selection.alias !== undefined) return false;
  if ((selection.directives ?? []).length > 0) return false;
  return selection.name.value === '__typename' || selection.name.value === PERSON_KEY;
}

/** Asks for entities what a fetch asked for on the way, with the variables that it uses. */
function entityOperation(
  selections: readonly SelectionNode[],
  { operation, variableDefinitions = [] }: OperationDefinitionNode,
): OperationDefinitionNode {
  const onPerson: InlineFragmentNode = {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: PERSON } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return withUsedVariables({
    kind: Kind.OPERATION_DEFINITION,
    operation,
    variableDefinitions,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [withSelections(fieldNode('_entities'), [onPerson])],
    },
  });
}
