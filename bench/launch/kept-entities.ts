import { createHash } from 'node:crypto';
import { canonicalKey, canonicalText, type EntityCache } from '../../gateway/cache/index.ts';
import type { DatabaseAnswer, DatabaseCall } from '../../gateway/execution/index.ts';

/** Calls a database. */
export type MakeCall = (call: DatabaseCall) => Promise<DatabaseAnswer>;

/**
 * Keeps entities between requests as the product does, but for whoever asks: without a look at whose they are and
 * whether they may be told.
 */
export function withKeptEntities(cache: EntityCache, call: MakeCall): MakeCall {
  return async (made) => {
    const [entities, ...others] = made.call.entities;
    if (entities?.lifetime === undefined || others.length > 0) return await call(made);
    const { variable, responseKey, lifetime } = entities;
    const all = made.representations.get(variable) ?? [];
    const keys = all.map(({ __typename, ...fields }) => canonicalKey(fields));
    const { [variable]: _all, ...inputs } = made.variables;
    const errors: DatabaseAnswer['errors'][number][] = [];
    const scope = {
      generation: '',
      database: made.call.database,
      type: lifetime.type,
      selection: selectionOf(made.call),
      arguments: digest(canonicalText(inputs)),
      rowClass: '',
      maxAgeSeconds: lifetime.maxAgeSeconds,
    };
    const found = await cache.through(scope, keys, async (missing) => {
      const list = missing.flatMap((position): (typeof all)[number][] => {
        const one = all[position];
        return one === undefined ? [] : [one];
      });
      const answer = await call({
        call: made.call,
        variables: { ...made.variables, [variable]: list },
        representations: new Map([[variable, list]]),
      });
      errors.push(...answer.errors);
      const values = answer.data[responseKey] as readonly unknown[];
      return values.map((value) => (value === null ? undefined : { value, linked: [] }));
    });
    return { data: { [responseKey]: found.map((entity) => copied(entity?.value)) }, errors };
  };
}

const selections = new WeakMap<object, string>();

function selectionOf(call: DatabaseCall['call']): string {
  const known = selections.get(call) ?? digest(call.query);
  selections.set(call, known);
  return known;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** What is kept is everybody's, and running a plan writes into what it gets. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = copied((value as Record<string, unknown>)[key]);
  return copy;
}
