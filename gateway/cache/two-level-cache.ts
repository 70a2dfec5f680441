import type { Clock } from './clock.ts';
import type { CachedEntity, CacheScope, EntityCache, EntityChange, EntityLoad } from './entity-cache.ts';
import type { FirstLevel } from './first-level.ts';
import type { Names } from './names.ts';
import { type Claim, entityOf, type Found, type SharedLevel } from './shared-level.ts';
import type { SharedPlace } from './shared-store.ts';
import type { Mark, Watch } from './watch.ts';

/** What {@link TwoLevelCache} is made of. */
export interface CacheParts {
  readonly names: Names;
  readonly watch: Watch;
  readonly clock: Clock;
  readonly held: FirstLevel<Mark>;
  /** `undefined` without Redis. */
  readonly shared: SharedLevel | undefined;
  /** 0 to 1: by how much a lifetime is shortened, so that what was loaded together does not end together. */
  readonly random: () => number;
}

/** Where an entity lies, here and in Redis. */
interface Place extends SharedPlace {
  readonly position: number;
  /** Name in this process. */
  readonly local: string;
}

/** Somebody is looking for an entity, and others may wait for what comes of it. */
interface Search {
  readonly mark: Mark;
  /** `undefined` when nothing came of it that others may have. */
  readonly outcome: Promise<CachedEntity | undefined>;
  settle(outcome: CachedEntity | undefined): void;
}

/** Greatest part of a lifetime that chance takes away. */
const JITTER = 0.1;

/**
 * Both levels together. Any set of calls may overlap: after `invalidate` has returned, no call that begins in this
 * process sees anything older, and none in another replica a second later.
 */
export class TwoLevelCache implements Omit<EntityCache, 'close'> {
  readonly #parts: CacheParts;
  readonly #searches = new Map<string, Search>();

  constructor(parts: CacheParts) {
    this.#parts = parts;
  }

  async read(scope: CacheScope, keys: readonly string[]): Promise<readonly (CachedEntity | undefined)[]> {
    const found = this.#held(scope, keys);
    const missing = this.#places(scope, keys, absentIn(found));
    if (missing.length > 0) await this.#fromShared(missing, this.#parts.watch.mark(), found);
    return found;
  }

  async through(
    scope: CacheScope,
    keys: readonly string[],
    load: EntityLoad,
  ): Promise<readonly (CachedEntity | undefined)[]> {
    if (scope.maxAgeSeconds <= 0) return await load([...keys.keys()]);
    const found = this.#held(scope, keys);
    const missing = this.#places(scope, keys, absentIn(found));
    const { own, others } = this.#join(missing);
    const inVain: Place[] = [];
    await Promise.all([
      this.#search(scope, own, load, found),
      ...others.map(async ({ place, search }) => {
        found[place.position] = await search.outcome;
        if (found[place.position] === undefined) inVain.push(place);
      }),
    ]);
    // Without a search of its own: whoever waited in vain once does not wait again.
    if (inVain.length > 0) await this.#load(scope, inVain.map(unstamped), load, found);
    return found;
  }

  async invalidate(change: EntityChange): Promise<void> {
    const entity = this.#parts.names.entity(change);
    this.forget(entity);
    await this.#parts.shared?.change(entity);
    // What was read from Redis meanwhile may be from before.
    this.forget(entity);
  }

  /** A replica has announced that an entity changed. */
  forget(entity: string): void {
    this.#parts.watch.note(entity);
    this.#parts.held.forget(entity);
  }

  /** The first level; what has ended leaves it. */
  #held(scope: CacheScope, keys: readonly string[]): (CachedEntity | undefined)[] {
    if (scope.maxAgeSeconds <= 0) return keys.map(() => undefined);
    const { names, held, watch, clock } = this.#parts;
    const name = names.scope(scope);
    const now = clock.wall();
    return keys.map((key) => {
      const local = localName(name, key);
      const entry = held.get(local);
      if (entry === undefined) return undefined;
      if (now < entry.endsAt && watch.isCurrent(entry.mark)) return entry.kept;
      held.drop(local);
      return undefined;
    });
  }

  #places(scope: CacheScope, keys: readonly string[], positions: readonly number[]): readonly Place[] {
    if (scope.maxAgeSeconds <= 0) return [];
    const { database, type } = scope;
    const name = this.#parts.names.scope(scope);
    return positions.map((position) => {
      const key = keys[position] ?? '';
      const entity = this.#parts.names.entity({ database, type, key });
      return { position, entity, scope: name, local: localName(name, key) };
    });
  }

  /** Parts what nobody is looking for, and begins a search for it, from what somebody else is going to find. */
  #join(places: readonly Place[]) {
    const { watch } = this.#parts;
    const own: { readonly place: Place; readonly search: Search }[] = [];
    const others: typeof own = [];
    for (const place of places) {
      const running = this.#searches.get(place.local);
      const mayWait =
        running !== undefined &&
        watch.isUnchanged(running.mark, place.entity) &&
        watch.isCurrent(running.mark);
      if (mayWait) others.push({ place, search: running });
      else own.push({ place, search: this.#begin(place) });
    }
    return { own, others };
  }

  #begin({ local }: Place): Search {
    let settle: Search['settle'] = () => undefined;
    const outcome = new Promise<CachedEntity | undefined>((resolve) => {
      settle = resolve;
    });
    const search = { mark: this.#parts.watch.mark(), outcome, settle };
    this.#searches.set(local, search);
    return search;
  }

  /** Looks in Redis, loads what is not there, and tells whoever waits. */
  async #search(
    scope: CacheScope,
    own: readonly { readonly place: Place; readonly search: Search }[],
    load: EntityLoad,
    found: (CachedEntity | undefined)[],
  ): Promise<void> {
    if (own.length === 0) return;
    const places = own.map(({ place }) => place);
    try {
      const missing = await this.#fromShared(places, this.#parts.watch.mark(), found);
      for (const { place, search } of own) {
        const hit = found[place.position];
        if (hit !== undefined) search.settle(hit);
      }
      await this.#load(scope, missing, load, found);
    } finally {
      for (const { place, search } of own) {
        // The first to settle it decides: this is for what was loaded, or failed to.
        search.settle(found[place.position]);
        if (this.#searches.get(place.local) === search) this.#searches.delete(place.local);
      }
    }
  }

  /** Reads from Redis into `found`. @returns what is not there, with what it takes to keep it there */
  async #fromShared(
    places: readonly Place[],
    mark: Mark,
    found: (CachedEntity | undefined)[],
  ): Promise<readonly MissingPlace[]> {
    const answer = await this.#parts.shared?.read(places);
    return places.flatMap((place, index): readonly MissingPlace[] => {
      const { kept, stamp }: Partial<Found> = answer?.[index] ?? {};
      if (kept === undefined)
        return [{ place, stamp, mayClaim: answer !== undefined && stamp === undefined }];
      const entity = entityOf(kept);
      found[place.position] = entity;
      this.#hold(place, entity, kept.endsAt, mark);
      return [];
    });
  }

  async #load(
    { maxAgeSeconds }: CacheScope,
    missing: readonly MissingPlace[],
    load: EntityLoad,
    found: (CachedEntity | undefined)[],
  ): Promise<void> {
    if (missing.length === 0) return;
    const { clock, watch, random, shared } = this.#parts;
    const lifetimeMs = maxAgeSeconds * 1_000 * (1 - JITTER * random());
    const mark = watch.mark();
    const beganAt = clock.wall();
    const claims = missing.map(({ place, stamp, mayClaim }): Claim | string | undefined =>
      mayClaim ? shared?.claim(place, Math.ceil(lifetimeMs)) : stamp,
    );
    const loaded = await load(missing.map(({ place }) => place.position));
    for (const [index, { place }] of missing.entries()) {
      const entity = loaded[index];
      found[place.position] = entity;
      if (entity === undefined) continue;
      const endsAt = beganAt + lifetimeMs;
      this.#hold(place, entity, endsAt, mark);
      void this.#share(place, claims[index], { ...entity, beganAt, endsAt });
    }
  }

  /** Keeps what was read at the mark in this process, unless it has changed since. */
  #hold(place: Place, kept: CachedEntity, endsAt: number, mark: Mark): void {
    const { watch, held } = this.#parts;
    const { local, entity } = place;
    if (watch.isUnchanged(mark, entity)) held.put(local, { kept, entity, endsAt, mark });
  }

  /** Keeps what was loaded in Redis; the caller does not wait for it. */
  async #share(
    place: Place,
    claim: Claim | string | undefined,
    loaded: CachedEntity & { readonly beganAt: number; readonly endsAt: number },
  ): Promise<void> {
    const stamp = await claim;
    if (stamp !== undefined) await this.#parts.shared?.keep(place, { ...loaded, stamp });
  }
}

/** What neither level has. */
interface MissingPlace {
  readonly place: Place;
  /** Stamp of the entity, if it has one. */
  readonly stamp: string | undefined;
  readonly mayClaim: boolean;
}

/** Of what another caller has loaded in vain nothing is kept in Redis: there may be something wrong with it. */
function unstamped(place: Place): MissingPlace {
  return { place, stamp: undefined, mayClaim: false };
}

function localName(scope: string, key: string): string {
  return `${scope}${key}`;
}

function absentIn(found: readonly unknown[]): readonly number[] {
  return [...found.keys()].filter((position) => found[position] === undefined);
}
