/** A set that throws when somebody tries to change it, whatever the type says. */
export function frozenSet<T>(values: Iterable<T>): ReadonlySet<T> {
  return Object.freeze(Object.assign(new Set(values), { add: refuse, delete: refuse, clear: refuse }));
}

/** A map that throws when somebody tries to change it, whatever the type says. */
export function frozenMap<K, V>(entries: Iterable<readonly [K, V]>): ReadonlyMap<K, V> {
  return Object.freeze(Object.assign(new Map(entries), { set: refuse, delete: refuse, clear: refuse }));
}

function refuse(): never {
  throw new TypeError('The governance files do not change after loading.');
}
