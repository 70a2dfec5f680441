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
 * The objects at a path of a result, each once: objects are shared between places where several of them are the same
 * entity.
 */
export function objectsAt(value: unknown, path: ObjectPath): readonly ResultObject[] {
  let level: ReadonlySet<unknown> = new Set([value]);
  for (const step of path) level = step === '@' ? itemsOf(level) : valuesOf(level, step);
  const found: ResultObject[] = [];
  for (const each of level) {
    if (typeof each === 'object' && each !== null && !Array.isArray(each)) found.push(each as ResultObject);
  }
  return found;
}

function itemsOf(lists: ReadonlySet<unknown>): ReadonlySet<unknown> {
  const items = new Set<unknown>();
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    for (const item of list) items.add(item);
  }
  return items;
}

function valuesOf(objects: ReadonlySet<unknown>, key: string): ReadonlySet<unknown> {
  const values = new Set<unknown>();
  for (const object of objects) {
    if (typeof object !== 'object' || object === null) continue;
    // Response keys are the client's words: `constructor` must not lead to what every object has, which is no data.
    const value = (object as ResultObject)[key];
    if (typeof value === 'object') values.add(value);
  }
  return values;
}

/** A place in a result, with list positions instead of `@`, and the object that stands there. */
export interface PlacedObject {
  readonly place: readonly (string | number)[];
  readonly object: ResultObject;
}

/** All places at a path of a result, those of a shared object each. */
export function placesAt(value: unknown, path: ObjectPath): readonly PlacedObject[] {
  const found: PlacedObject[] = [];
  const walk = (inner: unknown, at: number, place: readonly (string | number)[]): void => {
    const step = path[at];
    if (typeof inner !== 'object' || inner === null) return;
    if (step === undefined) {
      if (!Array.isArray(inner)) found.push({ place, object: inner as ResultObject });
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

/** A representation that takes nothing but fields of a single type, as nearly all do. */
interface FlatRepresentation {
  readonly type: string;
  /** Without `__typename`. */
  readonly fields: readonly string[];
}

const flat = new WeakMap<readonly PlanSelection[], FlatRepresentation | null>();

/**
 * A name for the representation of an object, without making it: the same for the same entity and inputs, and for
 * nothing else; `undefined` when there is none, or only making it can tell.
 */
export function quickName(
  object: ResultObject,
  { requires, inputRewrites }: RepresentationSource,
  isOfType: IsOfType,
): string | undefined {
  const representation = flatOf(requires);
  const runtimeType = object['__typename'];
  if (representation === null || inputRewrites.length > 0 || typeof runtimeType !== 'string')
    return undefined;
  if (!isOfType(runtimeType, representation.type)) return undefined;
  let name = runtimeType;
  for (const field of representation.fields) {
    const value = object[field];
    // Different places can know one type by different keys. The length says where a text ends.
    if (typeof value === 'string') name += ` ${field} ${value.length}:${value}`;
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null)
      name += ` ${field} ${value}`;
    else return undefined;
  }
  return name;
}

function flatOf(requires: readonly PlanSelection[]): FlatRepresentation | null {
  const known = flat.get(requires);
  if (known !== undefined) return known;
  const representation = readFlat(requires);
  flat.set(requires, representation);
  return representation;
}

function readFlat([fragment, ...others]: readonly PlanSelection[]): FlatRepresentation | null {
  if (fragment?.kind !== 'InlineFragment' || others.length > 0) return null;
  const { typeCondition: type, selections } = fragment;
  const names = selections.flatMap((each) =>
    each.kind === 'Field' && each.selections === undefined && each.alias === undefined ? [each.name] : [],
  );
  const fields = names.filter((name) => name !== '__typename');
  const isFlat = names.length === selections.length && fields.length === names.length - 1;
  return isFlat && type !== undefined ? { type, fields } : null;
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
      const value = object[key];
      // What a plan needs was fetched before; where it is not, its database has told an error already.
      if (value === undefined || typeof value === 'function') return undefined;
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
