import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { type CachedEntity, ChangeNotTold } from './entity-cache.ts';
import type { Guard } from './guard.ts';
import type { Names } from './names.ts';
import type { KeptEntity, Seal } from './seal.ts';
import { type SharedPlace, type SharedStore, valueKey } from './shared-store.ts';

/** What the second level knows of a place. */
export interface Found {
  readonly kept: KeptEntity | undefined;
  /** The entity's stamp, under which what loads from now on may be kept; `undefined` when it has none. */
  readonly stamp: string | undefined;
}

/** The right to keep what begins to load now; `undefined` when it was not to be had. */
export type Claim = Promise<string | undefined>;

/** The second level: what all replicas share. Only {@link SharedLevel.change} ever rejects. */
export interface SharedLevel {
  /** @returns in the order of the places; `undefined` when Redis did not answer */
  read(places: readonly SharedPlace[]): Promise<readonly Found[] | undefined>;
  /** Called when a load begins, for an entity without a stamp. */
  claim(place: SharedPlace, lifetimeMs: number): Claim;
  keep(place: SharedPlace, kept: KeptEntity): Promise<void>;
  /** @throws ChangeNotTold */
  change(entity: string): Promise<void>;
}

/** What {@link createSharedLevel} needs. */
export interface SharedLevelParts {
  readonly store: SharedStore;
  readonly seal: Seal;
  readonly names: Names;
  readonly guard: Guard;
  readonly clock: Clock;
}

/**
 * How long the stamp of a changed entity stands at least. A claim that was sent before the change and reaches Redis
 * after it must find the stamp; it is given up after the guard's budget, a thousandth of this.
 */
const RESTAMPED_MS = 60_000;

/** By so much the clocks of replicas may differ. What began to load later than that is from a clock that is wrong. */
const SKEW_MS = 1_000;

/** Longer values are not kept: each reader would pay for carrying and opening them. */
const GREATEST_VALUE_BYTES = 256 * 1024;

/** Entities in Redis. */
export function createSharedLevel({ store, seal, names, guard, clock }: SharedLevelParts): SharedLevel {
  const fresh = (place: SharedPlace, stamp: string | undefined, value: Buffer | undefined) => {
    if (stamp === undefined || value === undefined) return undefined;
    const kept = seal.open(valueKey(place), value);
    const now = clock.wall();
    const isFresh = kept?.stamp === stamp && kept.beganAt <= now + SKEW_MS && now < kept.endsAt;
    return isFresh ? kept : undefined;
  };
  return {
    async read(places) {
      const answer = await guard.ask(() => store.read(places));
      return answer?.map(({ stamp, value }, index) => {
        const place = places[index];
        return { stamp, kept: place && fresh(place, stamp, value) };
      });
    },
    async claim({ entity }, lifetimeMs) {
      const stamp = newStamp();
      const isClaimed = await guard.ask(() => store.claim(entity, stamp, lifetimeMs));
      return isClaimed === true ? stamp : undefined;
    },
    async keep(place, kept) {
      const milliseconds = Math.floor(kept.endsAt - clock.wall());
      if (milliseconds <= 0) return;
      const value = seal.close(valueKey(place), kept);
      if (value.length > GREATEST_VALUE_BYTES) return;
      await guard.ask(() => store.keep(place, value, milliseconds));
    },
    async change(entity) {
      try {
        // In this order: whoever hears of it and reads again must not find what it has just forgotten.
        await store.restamp(entity, newStamp(), RESTAMPED_MS);
        await store.announce(entity, names.proof(entity));
      } catch (error) {
        throw new ChangeNotTold(error);
      }
    },
  };
}

/** Of a kept value, what callers see. */
export function entityOf({ value, linked }: KeptEntity): CachedEntity {
  return { value, linked };
}

function newStamp(): string {
  return randomBytes(12).toString('base64url');
}
