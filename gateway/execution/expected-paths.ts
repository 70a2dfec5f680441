import type { AskedFields } from './asked-fields.ts';
import type { RootFields } from './compile-plan.ts';
import { pathText } from './request.ts';
import { renamedPath } from './rewrites.ts';
import type { FailedCall } from './run-plan.ts';

/** The places in the answer that a call should have filled, as {@link pathText} writes them. */
export function expectedPaths({ call, steps }: Pick<FailedCall, 'call' | 'steps'>): ReadonlySet<string> {
  const paths = new Set<string>();
  if (call.root !== undefined) addPaths(call.root.path, call.root, paths);
  for (const entities of call.entities) {
    for (const { path, step } of entities.sources) if (steps.includes(step)) addPaths(path, entities, paths);
  }
  return paths;
}

function addPaths(
  path: readonly string[],
  { asked, outputRewrites }: Pick<RootFields, 'asked' | 'outputRewrites'>,
  into: Set<string>,
): void {
  for (const below of pathsOf(asked)) into.add(pathText([...path, ...renamedPath(below, outputRewrites)]));
}

function pathsOf(asked: AskedFields): readonly (readonly string[])[] {
  return [...asked].flatMap(([key, { below }]) => [
    [key],
    ...(below === undefined ? [] : pathsOf(below).map((path) => [key, ...path])),
  ]);
}
