import type { Clock } from './clock.ts';

/** A moment, as far as changes of entities go. */
export interface Mark {
  /** The time of watching without a gap to which it belongs; 0 when nobody watched. */
  readonly epoch: number;
  /** Changes that had come in. */
  readonly seen: number;
  /** Steady time. */
  readonly at: number;
}

/**
 * How long a value is used here that nobody vouches for, counted from when it began to be read. Together with
 * {@link LEASE_MS} it is the promise that a change takes effect in every replica within a second.
 */
const UNWATCHED_MS = 900;

/** How long what is held is used after the changes were last asked for, counted from when they were. */
const LEASE_MS = 900;

/** Entities of which it is remembered that they changed: many times what changes while one call is under way. */
const REMEMBERED = 20_000;

/**
 * What one replica knows of changes. It answers the one question of which everything else here is made: can something
 * that was read at one moment have changed by now, as far as this replica must know?
 *
 * Replicas read the changes of all in one order ({@link followChanges}). An answer to a question asked at `t` brings
 * everything that was acknowledged before `t`; so until `t` + {@link LEASE_MS} a value that was read while watching,
 * and of which no change has come in, is at most that old. Without an answer in time, a value is used for
 * {@link UNWATCHED_MS} and no longer.
 */
export class Watch {
  readonly #clock: Clock;
  /** Number of the last change of each entity that changed lately, the latest last. */
  readonly #changes = new Map<string, number>();
  /** Of changes up to this number, it is not known any more of which entities they were. */
  #forgotten = 0;
  #seen = 0;
  #epochs = 0;
  #epoch = 0;
  #leaseEndsAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Now. Whoever reads something takes it before. */
  mark(): Mark {
    return { epoch: this.#epoch, seen: this.#seen, at: this.#clock.steady() };
  }

  /** Whether no change of the entity has come in since. */
  isUnchanged({ seen }: Mark, entity: string): boolean {
    return seen >= this.#forgotten && (this.#changes.get(entity) ?? 0) <= seen;
  }

  /** Whether what was read at the mark, and has not changed as far as is known here, may still be used. */
  isCurrent({ epoch, at }: Mark): boolean {
    const now = this.#clock.steady();
    if (epoch !== 0 && epoch === this.#epoch && now < this.#leaseEndsAt) return true;
    return now - at < UNWATCHED_MS;
  }

  /** A change has come in. */
  note(entity: string): void {
    this.#seen += 1;
    this.#changes.delete(entity);
    this.#changes.set(entity, this.#seen);
    if (this.#changes.size <= REMEMBERED) return;
    for (const [oldest, number] of this.#changes) {
      this.#changes.delete(oldest);
      this.#forgotten = number;
      break;
    }
  }

  /** From here on no change is missed. What was read before belongs to no such time. */
  begin(): void {
    this.#epochs += 1;
    this.#epoch = this.#epochs;
  }

  /** All changes that were acknowledged before a steady time have come in. */
  extend(askedAt: number): void {
    this.#leaseEndsAt = Math.max(this.#leaseEndsAt, askedAt + LEASE_MS);
  }

  /** Changes may be missed from here on. */
  end(): void {
    this.#epoch = 0;
    this.#leaseEndsAt = Number.NEGATIVE_INFINITY;
  }
}
