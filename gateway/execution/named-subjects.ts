import { type InlineFragmentNode, Kind, type OperationDefinitionNode } from 'graphql';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import type { PlanSelection } from '../planning/index.ts';
import { selectionOfEntities } from './merge-calls.ts';
import type { PlannedFetch } from './planned-fetches.ts';
import type { Representation, ResultObject } from './representations.ts';
import type { DatabaseCall } from './run-plan.ts';
import { fieldNode, withSelections } from './selections.ts';

/** Response key under which a database says whose an entity is; clients cannot use such a name. */
const NAMED_AS = 'lienthong_subject';

/**
 * Asks with each person and enterprise that is asked for by key for that key again, under a name of our own. What
 * mixes up answers (a cache on the way to a database, a batch in another order) would otherwise give one person's
 * records to whoever asked about another, and nobody could tell.
 */
export function namingSubjects(fetches: readonly PlannedFetch[]): readonly PlannedFetch[] {
  const renewed = new Map<PlannedFetch, PlannedFetch>();
  return fetches.map((fetch) => {
    const waitsFor = new Set([...fetch.waitsFor].map((before) => renewed.get(before) ?? before));
    const named = { ...fetch, operation: withNames(fetch), waitsFor };
    renewed.set(fetch, named);
    return named;
  });
}

function withNames({ operation, requires }: PlannedFetch): OperationDefinitionNode {
  const named = requires?.flatMap(subjectKeyOf) ?? [];
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
  const key = SUBJECT_KEYS[selection.typeCondition];
  const isSent = selection.selections.some((each) => each.kind === 'Field' && each.name === key);
  if (key === undefined || !isSent) return [];
  const name = { ...fieldNode(key), alias: { kind: Kind.NAME, value: NAMED_AS } } as const;
  return [
    {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: selection.typeCondition } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [name] },
    },
  ];
}

/**
 * Checks that the entities of a call are those that were asked for, and takes the names away again.
 *
 * @throws Error when one is somebody else's, or says of nobody whose it is; without a word of the data
 */
export function assertNamed({ call, representations }: DatabaseCall, data: ResultObject): void {
  for (const { responseKey, variable, asked } of call.entities) {
    const entities = data[responseKey];
    if (!asked.has(NAMED_AS) || !Array.isArray(entities)) continue;
    const sent = representations.get(variable) ?? [];
    for (const [position, entity] of entities.entries()) assertIsOf(sent[position], entity);
  }
}

function assertIsOf(representation: Representation = {}, entity: unknown): void {
  if (typeof entity !== 'object' || entity === null) return;
  const { [NAMED_AS]: named } = entity as ResultObject;
  delete (entity as ResultObject)[NAMED_AS];
  const key = SUBJECT_KEYS[String(representation['__typename'])];
  const asked = key === undefined ? undefined : representation[key];
  if (named === asked || (named === null && saysNothing(entity as ResultObject))) return;
  throw new Error('An entity of another subject than the one asked for');
}

/** Of whom a rule withholds, a database says nothing, not even who it is. */
function saysNothing({ __typename: _type, ...said }: ResultObject): boolean {
  return Object.values(said).every((value) => value === null);
}
