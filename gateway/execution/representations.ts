import type { PlanSelection, Rewrite } from '../planning/index.ts';
import { mergeInto } from './merge-data.ts';
import type { ObjectPath } from './planned-fetches.ts';
import { applyRewrites, type IsOfType } from './rewrites.ts';

/** An object of a result, as databases gave it. */
export type ResultObject = Record<string, unknown>;

/** A representation of an entity, as a database gets it (Apollo Federation subgraph specification, `_Any`). */
export type Representation = Readonly<Record<string, unknown>>;

/** Where representations are made from, and what they take. */
export interface RepresentationSource {
  readonly path: ObjectPath;
  readonly requires: readonly PlanSelection[];
  readonly inputRewrites: readonly Rewrite[];
}

/**
 * The objects at a path of a result. Objects can be shared between places, where several of them are the same entity;
 * each is there as often as it has places.
 */
export function objectsAt(value: unknown, path: ObjectPath): ResultObject[] {
  const found: ResultObject[] = [];
  collect(value, path, 0, found);
  return found;
}

function collect(start: unknown, path: ObjectPath, from: number, into: ResultObject[]): void {
  let value = start;
  for (let at = from; at < path.length; at += 1) {
    if (typeof value !== 'object' || value === null) return;
    const step = path[at] as string;
    if (step === '@') {
      if (!Array.isArray(value)) return;
      for (const item of value) collect(item, path, at + 1, into);
      return;
    }
    // Response keys are the client's words: `constructor` must not lead to what every object has.
    value = Object.hasOwn(value, step) ? (value as ResultObject)[step] : undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) into.push(value as ResultObject);
}

/** The places of the objects of {@link objectsAt}, in the same order: with list positions instead of `@`. */
export function placesAt(value: unknown, path: ObjectPath): readonly (readonly (string | number)[])[] {
  const found: (readonly (string | number)[])[] = [];
  const walk = (inner: unknown, at: number, place: readonly (string | number)[]): void => {
    const step = path[at];
    if (typeof inner !== 'object' || inner === null) return;
    if (step === undefined) {
      if (!Array.isArray(inner)) found.push(place);
    } else if (step === '@') {
      if (!Array.isArray(inner)) return;
      for (const [index, item] of inner.entries()) walk(item, at + 1, [...place, index]);
    } else if (Object.hasOwn(inner, step)) {
      walk((inner as ResultObject)[step], at + 1, [...place, step]);
    }
  };
  walk(value, 0, []);
  return found;
}

/** The representation of an object; `undefined` when it is of another type, or something that is needed is not there. */
export function representationOf(
  object: ResultObject,
  { requires, inputRewrites }: RepresentationSource,
  isOfType: IsOfType,
): Representation | undefined {
  const representation = take(object, requires, isOfType);
  if (representation === undefined || typeof representation['__typename'] !== 'string') return undefined;
  if (inputRewrites.length > 0) applyRewrites(representation, inputRewrites, isOfType);
  return representation;
}

/** What fragments of several types ask together; a fragment that cannot be taken whole is left out. */
function take(
  object: ResultObject,
  selections: readonly PlanSelection[],
  isOfType: IsOfType,
): ResultObject | undefined {
  let taken: ResultObject | undefined;
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const runtimeType = object['__typename'];
      if (typeCondition === undefined || typeof runtimeType !== 'string') continue;
      if (!isOfType(runtimeType, typeCondition)) continue;
      const part = take(object, selection.selections, isOfType);
      if (taken === undefined) taken = part;
      else if (part !== undefined) mergeInto(taken, part);
    } else {
      const key = selection.alias ?? selection.name;
      const value = Object.hasOwn(object, key) ? object[key] : undefined;
      // What a plan needs was fetched before; where it is not, its database has told an error already.
      if (value === undefined) return undefined;
      taken ??= {};
      taken[key] =
        selection.selections === undefined ? value : takeBelow(value, selection.selections, isOfType);
    }
  }
  return taken;
}

function takeBelow(value: unknown, selections: readonly PlanSelection[], isOfType: IsOfType): unknown {
  if (Array.isArray(value)) return value.map((item) => takeBelow(item, selections, isOfType));
  if (typeof value !== 'object' || value === null) return value;
  return take(value as ResultObject, selections, isOfType) ?? null;
}
