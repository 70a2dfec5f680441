type Json = Record<string, unknown>;

/** Not a key of data, but the way to what all objects have: JSON can hold it, nothing may be merged there. */
const PROTOTYPE = '__proto__';

/**
 * Puts what a database said of an object to what is known of it. Lists of one length are the same list, item by item;
 * anything else that was there is replaced. Both are plain data; a key such as `constructor`, which every object has, is
 * replaced like any other, because what it has there is no data.
 */
export function mergeInto(target: Json, source: Json): void {
  for (const key in source) {
    if (key === PROTOTYPE) continue;
    const value = source[key];
    const known = target[key];
    if (known === value) continue;
    if (isObject(known) && isObject(value)) mergeInto(known, value);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) {
      mergeLists(known, value);
    } else target[key] = value;
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (let index = 0; index < source.length; index += 1) {
    const value = source[index];
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
  for (const key in value) if (key !== PROTOTYPE) copy[key] = copied((value as Json)[key]);
  return copy as Value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
