import { type OperationDefinitionNode, print, type SelectionSetNode } from 'graphql';
import type { PlannedFetch } from './planned-fetches.ts';

/** Fetches that are made in one call: one for root fields, or any number for entities. */
export interface MergedCall {
  readonly database: string;
  readonly fetches: readonly PlannedFetch[];
}

/**
 * Merges what one database is asked at the same time. A call to a database is the unit of cost, so fetches for entities
 * of one database that stand equally far from the start become one call; and one for which nobody waits, or not yet,
 * goes with a later call to its database. What may be kept between requests is asked apart from what may not: most of
 * it need not be asked at all.
 */
export function mergedCalls(
  fetches: readonly PlannedFetch[],
  isKept: (fetch: PlannedFetch) => boolean = () => false,
): readonly MergedCall[] {
  const levels = levelsOf(fetches);
  delay(fetches, levels);
  const groups = new Map<string, PlannedFetch[]>();
  for (const fetch of [...fetches].sort((a, b) => levelOf(levels, a) - levelOf(levels, b))) {
    const kept = isKept(fetch) ? print(selectionOfEntities(fetch.operation)) : '';
    const name =
      fetch.requires === undefined
        ? `root ${groups.size}`
        : `entities ${fetch.database} ${levelOf(levels, fetch)} ${kept}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [fetch]);
    else group.push(fetch);
  }
  return [...groups.values()].map((group) => ({ database: group[0]?.database ?? '', fetches: group }));
}

type Levels = Map<PlannedFetch, number>;

function levelOf(levels: Levels, fetch: PlannedFetch): number {
  return levels.get(fetch) ?? 0;
}

/** How many fetches stand one behind the other before each one. */
function levelsOf(fetches: readonly PlannedFetch[]): Levels {
  const levels: Levels = new Map();
  for (const fetch of fetches) {
    const before = [...fetch.waitsFor].map((each) => levelOf(levels, each) + 1);
    levels.set(fetch, Math.max(0, ...before));
  }
  return levels;
}

/** Moves fetches that can wait to the first later level at which their database is asked anyway. */
function delay(fetches: readonly PlannedFetch[], levels: Levels): void {
  const last = Math.max(0, ...levels.values());
  // From the end: whoever waits for a fetch has its own level already.
  for (const fetch of fetches.toReversed()) {
    if (fetch.requires === undefined) continue;
    const waiting = fetches.filter(({ waitsFor }) => waitsFor.has(fetch));
    const latest = Math.min(last, ...waiting.map((each) => levelOf(levels, each) - 1));
    const later = fetches
      .filter(({ database, requires }) => database === fetch.database && requires !== undefined)
      .map((each) => levelOf(levels, each))
      .filter((level) => level > levelOf(levels, fetch) && level <= latest);
    if (later.length > 0) levels.set(fetch, Math.min(...later));
  }
}

/** The entities that fetches of one call ask with the same words: one field of the call. */
export interface EntityField {
  readonly selectionSet: SelectionSetNode;
  readonly fetches: readonly PlannedFetch[];
}

/** The fields of a call for entities: one for each selection, whoever asks it. */
export function entityFields(fetches: readonly PlannedFetch[]): readonly EntityField[] {
  const fields = new Map<
    string,
    { readonly selectionSet: SelectionSetNode; readonly fetches: PlannedFetch[] }
  >();
  for (const fetch of fetches) {
    const selectionSet = selectionOfEntities(fetch.operation);
    const name = `${print(selectionSet)} ${JSON.stringify(fetch.outputRewrites)}`;
    const known = fields.get(name);
    if (known === undefined) fields.set(name, { selectionSet, fetches: [fetch] });
    else known.fetches.push(fetch);
  }
  return [...fields.values()];
}

/** What a fetch asks of its entities. */
export function selectionOfEntities({ selectionSet }: OperationDefinitionNode): SelectionSetNode {
  const [field] = selectionSet.selections;
  if (field?.kind === 'Field' && field.name.value === '_entities' && field.selectionSet !== undefined) {
    return field.selectionSet;
  }
  throw new Error('Expected a plan whose calls for entities ask _entities only.');
}
