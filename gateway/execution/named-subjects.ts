import {
  type FieldNode,
  type GraphQLSchema,
  getNullableType,
  type InlineFragmentNode,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type ValueNode,
} from 'graphql';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import type { PlanSelection } from '../planning/index.ts';
import { type AskedFields, misshapen } from './asked-fields.ts';
import { selectionOfEntities } from './merge-calls.ts';
import type { PlannedFetch } from './planned-fetches.ts';
import type { Representation, ResultObject } from './representations.ts';
import type { DatabaseCall } from './run-plan.ts';
import { fieldNode, withSelections } from './selections.ts';

/**
 * Response key under which a database says whose a record is; clients cannot use such a name. One for each type, because
 * keys of two types are of two scalars, which may not stand under one name (GraphQL specification §5.3.2).
 */
function namedAs(type: string): string {
  return `lienthong_subject${type}`;
}

/**
 * Asks with each person and enterprise that is asked for by key for that key again, under a name of our own. What
 * mixes up answers (a cache on the way to a database, a batch in another order) would otherwise give one person's
 * records to whoever asked about another, and nobody could tell.
 *
 * @param schema the supergraph
 */
export function namingSubjects(
  fetches: readonly PlannedFetch[],
  schema: GraphQLSchema,
): readonly PlannedFetch[] {
  const renewed = new Map<PlannedFetch, PlannedFetch>();
  return fetches.map((fetch) => {
    const waitsFor = new Set([...fetch.waitsFor].map((before) => renewed.get(before) ?? before));
    const { operation, requires } = fetch;
    const asked = requires === undefined ? rootNames(operation, schema) : entityNames(operation, requires);
    const named = { ...fetch, operation: asked, waitsFor };
    renewed.set(fetch, named);
    return named;
  });
}

/** Root fields that take the key of one subject and return that subject. */
function rootNames(operation: OperationDefinitionNode, schema: GraphQLSchema): OperationDefinitionNode {
  const fields = schema.getQueryType()?.getFields() ?? {};
  const selections = operation.selectionSet.selections.map((selection): SelectionNode => {
    if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined) return selection;
    const type = getNullableType(fields[selection.name.value]?.type);
    const key = isObjectType(type) ? SUBJECT_KEYS[type.name] : undefined;
    if (!isObjectType(type) || key === undefined || argumentOf(selection, key) === undefined)
      return selection;
    return withSelections(selection, [...selection.selectionSet.selections, naming(type.name, key)]);
  });
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function argumentOf({ arguments: given = [] }: FieldNode, name: string): ValueNode | undefined {
  return given.find((argument) => argument.name.value === name)?.value;
}

function naming(type: string, key: string): FieldNode {
  return { ...fieldNode(key), alias: { kind: Kind.NAME, value: namedAs(type) } };
}

function entityNames(
  operation: OperationDefinitionNode,
  requires: readonly PlanSelection[],
): OperationDefinitionNode {
  const named = requires.flatMap(subjectKeyOf);
  const [field] = operation.selectionSet.selections;
  if (named.length === 0 || field?.kind !== Kind.FIELD) return operation;
  const selections = [...selectionOfEntities(operation).selections, ...named];
  return {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [withSelections(field, selections)] },
  };
}

/** The key of a subject whose representation is sent with it. */
function subjectKeyOf(selection: PlanSelection): readonly InlineFragmentNode[] {
  if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) return [];
  const type = selection.typeCondition;
  const key = SUBJECT_KEYS[type];
  const isSent = selection.selections.some((each) => each.kind === 'Field' && each.name === key);
  if (key === undefined || !isSent) return [];
  return [
    {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [naming(type, key)] },
    },
  ];
}

/** A root field whose answer says whose record it is. */
export interface NamedField {
  readonly responseKey: string;
  readonly type: string;
  /** Its argument: the key that is asked for. */
  readonly asked: ValueNode;
}

/** The root fields of an operation that {@link namingSubjects} has changed. */
export function namedFields({ selectionSet }: OperationDefinitionNode): readonly NamedField[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) return [];
    return Object.entries(SUBJECT_KEYS).flatMap(([type, key]) => {
      const asked = argumentOf(selection, key);
      const isNamed = selection.selectionSet?.selections.some((below) => isNaming(below, type)) === true;
      if (asked === undefined || !isNamed) return [];
      return [{ responseKey: selection.alias?.value ?? selection.name.value, type, asked }];
    });
  });
}

function isNaming(selection: SelectionNode, type: string): boolean {
  return selection.kind === Kind.FIELD && selection.alias?.value === namedAs(type);
}

/**
 * Checks that what a call brought is the answer to it, about those who were asked for, and takes the names away again.
 *
 * @param open opens the key of a subject of this type, in clear or sealed
 * @throws Error when something is somebody else's, or says of nobody whose it is; without a word of the data
 */
export function assertNamed(
  { call, variables, representations }: DatabaseCall,
  data: ResultObject,
  open: (type: string, key: unknown) => string | undefined,
): void {
  if (call.root?.sure.every((key) => Object.hasOwn(data, key)) === false) throw misshapen();
  for (const { responseKey, type, asked } of call.root?.named ?? []) {
    const key = asked.kind === Kind.VARIABLE ? variables[asked.name.value] : 'value' in asked && asked.value;
    assertIsOf(data[responseKey], type, (named) => open(type, named) === key);
  }
  for (const { responseKey, variable, asked } of call.entities) {
    const entities = data[responseKey];
    if (!Array.isArray(entities)) continue;
    const sent = representations.get(variable) ?? [];
    for (const [position, entity] of entities.entries()) assertIsSent(entity, sent[position], asked);
  }
}

function assertIsSent(entity: unknown, sent: Representation | undefined, asked: AskedFields): void {
  const type = sent === undefined ? undefined : String(sent['__typename']);
  // More than was sent is refused where answers are merged.
  if (sent === undefined || type === undefined || !asked.has(namedAs(type))) return;
  const key = sent[SUBJECT_KEYS[type] ?? ''];
  assertIsOf(entity, type, (named) => named === key);
}

function assertIsOf(object: unknown, type: string, isAsked: (named: unknown) => boolean): void {
  if (typeof object !== 'object' || object === null) return;
  const name = namedAs(type);
  const { [name]: named } = object as ResultObject;
  delete (object as ResultObject)[name];
  if (isAsked(named) || (named === null && saysNothing(object as ResultObject))) return;
  throw new Error('A record of another subject than the one asked for');
}

/** Of whom a rule withholds, a database says nothing, not even who it is. */
function saysNothing({ __typename: _type, ...said }: ResultObject): boolean {
  return Object.values(said).every((value) => value === null);
}
