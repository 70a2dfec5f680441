import { createLog } from '../observability/index.ts';
import type { Clock } from './clock.ts';
import type { CachedEntity, CacheScope, EntityChange } from './entity-cache.ts';
import type { EntityCacheOptions } from './open-entity-cache.ts';
import type { ChangeLog, SharedStore } from './shared-store.ts';
import { stampKey, valueKey } from './shared-store.ts';

/** A fetch of units, kept for a minute. */
export const SCOPE: CacheScope = {
  generation: 'g1',
  database: 'catalogue',
  type: 'AdministrativeUnit',
  selection: 'name',
  arguments: '{}',
  rowClass: 'tax|assessment',
  maxAgeSeconds: 60,
};

/** An entity of which only a text is known. */
export const entity = (value: unknown, ...linked: readonly string[]): CachedEntity => ({ value, linked });

/** A change of a unit. */
export const changeOf = (key: string): EntityChange => ({
  database: SCOPE.database,
  type: SCOPE.type,
  key,
});

/** What every replica of one deployment is told. */
export const REPLICA: EntityCacheOptions = {
  keys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  nameSecret: 'a secret that Redis does not know',
  localBytes: 1_000_000,
  log: createLog('silent'),
  // Tests run on machines that have other things to do; what a short budget means has tests of its own.
  patience: { budgetMs: 5_000, mostUnderWay: 1_000, failures: 5, restMs: 0 },
};

/** A clock that stands until it is told to go on. */
export interface ManualClock extends Clock {
  pass(milliseconds: number): void;
}

/** Both clocks show the same time. */
export function manualClock(): ManualClock {
  let now = 1_000_000;
  return {
    wall: () => now,
    steady: () => now,
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

/** A database of which each entity has a number that counts its changes. */
export interface CountedDatabase {
  /** Answers a load of these keys; `loads` counts the calls. */
  load(keys: readonly string[]): (positions: readonly number[]) => Promise<readonly CachedEntity[]>;
  change(key: string): void;
  readonly loads: readonly (readonly string[])[];
}

/** Every entity begins with 1. */
export function countedDatabase(): CountedDatabase {
  const versions = new Map<string, number>();
  const loads: (readonly string[])[] = [];
  return {
    loads,
    load: (keys) => async (positions) => {
      const asked = positions.map((position) => keys[position] ?? '');
      loads.push(asked);
      return asked.map((key) => entity({ key, version: versions.get(key) ?? 1 }));
    },
    change(key) {
      versions.set(key, (versions.get(key) ?? 1) + 1);
    },
  };
}

/** What Redis does for the cache, in memory, each command one step. `pause` stands before and behind each. */
export function memoryRedis(pause: () => Promise<unknown>): SharedStore & ChangeLog {
  const texts = new Map<string, string>();
  const values = new Map<string, Buffer>();
  const announced: { readonly entity: string; readonly proof: string }[] = [];
  const step = async <T>(effect: () => T): Promise<T> => {
    await pause();
    const answer = effect();
    await pause();
    return answer;
  };
  return {
    read: (places) =>
      step(() =>
        places.map((place) => ({
          stamp: texts.get(stampKey(place.entity)),
          value: values.get(valueKey(place)),
        })),
      ),
    claim: (name, stamp) =>
      step(() => {
        if (texts.has(stampKey(name))) return false;
        texts.set(stampKey(name), stamp);
        return true;
      }),
    keep: (place, value) => step(() => void values.set(valueKey(place), value)),
    restamp: (name, stamp) => step(() => void texts.set(stampKey(name), stamp)),
    announce: (name, proof) => step(() => void announced.push({ entity: name, proof })),
    end: () => step(() => String(announced.length)),
    after: (position) =>
      step(() => ({
        changes: announced.slice(Number(position)),
        position: String(announced.length),
        isAll: true,
      })),
  };
}
