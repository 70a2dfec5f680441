import type { Rewrite } from '../planning/index.ts';

/** Whether an object of one runtime type counts as another type, an interface or union among them. */
export type IsOfType = (runtimeType: string, type: string) => boolean;

type Json = Record<string, unknown>;

const ON_TYPE = '... on ';

/**
 * Applies a plan's rewrites to what is sent or received, in place: for `@interfaceObject`, where databases know the
 * same object under different types, and for response keys that the planner had to rename.
 */
export function applyRewrites(value: unknown, rewrites: readonly Rewrite[], isOfType: IsOfType): void {
  for (const rewrite of rewrites) applyAt(value, rewrite.path, 0, rewrite, isOfType);
}

function applyAt(
  value: unknown,
  path: readonly string[],
  at: number,
  rewrite: Rewrite,
  isOfType: IsOfType,
): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(item, path, at, rewrite, isOfType);
    return;
  }
  const step = path[at];
  if (typeof value !== 'object' || value === null || step === undefined) return;
  const object = value as Json;
  if (at === path.length - 1) {
    change(object, step, rewrite);
  } else if (step.startsWith(ON_TYPE)) {
    const runtimeType = object['__typename'];
    // Not every object was asked for its type; then the condition holds, as in Apollo's own executor.
    const holds = typeof runtimeType !== 'string' || isOfType(runtimeType, step.slice(ON_TYPE.length));
    if (holds) applyAt(object, path, at + 1, rewrite, isOfType);
  } else if (Object.hasOwn(object, step)) {
    applyAt(object[step], path, at + 1, rewrite, isOfType);
  }
}

function change(object: Json, key: string, rewrite: Rewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    object[key] = rewrite.setValueTo;
  } else if (Object.hasOwn(object, key)) {
    object[rewrite.renameKeyTo] = object[key];
    delete object[key];
  }
}

/**
 * A path in what was received, after the rewrites: response keys that the planner had to rename are the client's again.
 * List positions are kept.
 */
export function renamedPath<Step extends string | number>(
  path: readonly Step[],
  rewrites: readonly Rewrite[],
): readonly (Step | string)[] {
  const renamed: (Step | string)[] = [...path];
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const keys = rewrite.path.filter((step) => !step.startsWith(ON_TYPE));
    const positions = [...path.keys()].filter((at) => typeof path[at] !== 'number' && path[at] !== '@');
    const isOnWay = keys.every((key, at) => path[positions[at] ?? -1] === key);
    const last = positions[keys.length - 1];
    if (isOnWay && last !== undefined) renamed[last] = rewrite.renameKeyTo;
  }
  return renamed;
}
