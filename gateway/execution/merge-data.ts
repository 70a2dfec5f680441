type Json = Record<string, unknown>;

/**
 * Puts what a database said of an object to what is known of it. Lists of one length are the same list, item by item;
 * anything else that was there is replaced.
 */
export function mergeInto(target: Json, source: Json): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const known = Object.hasOwn(target, key) ? target[key] : undefined;
    if (known === value) continue;
    if (isObject(known) && isObject(value)) mergeInto(known, value);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) {
      mergeLists(known, value);
    } else target[key] = value;
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (const [index, value] of source.entries()) {
    const known = target[index];
    if (known === value) continue;
    if (isObject(known) && isObject(value)) mergeInto(known, value);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) {
      mergeLists(known, value);
    } else target[index] = value;
  }
}

/** A copy of JSON data that shares nothing with it. */
export function copied<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copied) as Value;
  if (!isObject(value)) return value;
  const copy: Json = {};
  for (const key of Object.keys(value)) copy[key] = copied((value as Json)[key]);
  return copy as Value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
