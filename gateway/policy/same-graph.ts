import { isDeepStrictEqual } from 'node:util';
import type { Governance } from '../../governance/index.ts';

/**
 * What two versions disagree on that the running graph was composed with, in words; `undefined` when nothing. The
 * graph knows each element's class and each database's owner: neither can change under it.
 */
export function graphDifference(running: Governance, other: Governance): string | undefined {
  if (!isDeepStrictEqual(entries(running.elements), entries(other.elements))) return 'dictionary/';
  if (!isDeepStrictEqual(entries(running.databases), entries(other.databases))) return 'databases.yaml';
  return undefined;
}

/** Names in order: where an entry stands in the files does not matter. */
function entries<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
