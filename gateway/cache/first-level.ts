import type { CachedEntity } from './entity-cache.ts';

/** An entity in this process. */
export interface HeldEntity<Mark> {
  readonly kept: CachedEntity;
  /** Name of the entity, by which it is forgotten. */
  readonly entity: string;
  /** Wall time from which on it is not used. */
  readonly endsAt: number;
  /** When what it is made of was read, as whoever watches changes says it. */
  readonly mark: Mark;
}

/** The small first level: what was used last, up to a number of bytes. */
export interface FirstLevel<Mark> {
  get(place: string): HeldEntity<Mark> | undefined;
  put(place: string, held: HeldEntity<Mark>): void;
  /** Forgets one place. */
  drop(place: string): void;
  /** Forgets whatever there is of an entity. */
  forget(entity: string): void;
  clear(): void;
  /** Bytes that are taken. */
  readonly bytes: number;
}

/** What an entry takes beyond its value: two map entries, two names, the objects around it. */
const OVERHEAD_BYTES = 600;

/** One entity may take this part of the whole: a giant would push out everything else. */
const GREATEST_PART = 1 / 16;

/** @param limit bytes; what does not fit pushes out what was not used for longest */
export function createFirstLevel<Mark>(limit: number): FirstLevel<Mark> {
  return new LeastRecentlyUsed<Mark>(limit);
}

interface Slot<Mark> {
  readonly held: HeldEntity<Mark>;
  readonly bytes: number;
}

class LeastRecentlyUsed<Mark> implements FirstLevel<Mark> {
  readonly #limit: number;
  /** In the order of use, the latest last. */
  readonly #slots = new Map<string, Slot<Mark>>();
  readonly #places = new Map<string, Set<string>>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(place: string): HeldEntity<Mark> | undefined {
    const slot = this.#slots.get(place);
    if (slot === undefined) return undefined;
    this.#slots.delete(place);
    this.#slots.set(place, slot);
    return slot.held;
  }

  put(place: string, held: HeldEntity<Mark>): void {
    this.drop(place);
    const bytes = weightOf(held.kept) + OVERHEAD_BYTES;
    if (bytes > this.#limit * GREATEST_PART) return;
    this.#slots.set(place, { held, bytes });
    this.#places.set(held.entity, (this.#places.get(held.entity) ?? new Set()).add(place));
    this.#bytes += bytes;
    for (const oldest of this.#slots.keys()) {
      if (this.#bytes <= this.#limit) break;
      this.drop(oldest);
    }
  }

  drop(place: string): void {
    const slot = this.#slots.get(place);
    if (slot === undefined) return;
    this.#slots.delete(place);
    this.#bytes -= slot.bytes;
    const places = this.#places.get(slot.held.entity);
    places?.delete(place);
    if (places?.size === 0) this.#places.delete(slot.held.entity);
  }

  forget(entity: string): void {
    for (const place of this.#places.get(entity) ?? []) this.drop(place);
  }

  clear(): void {
    this.#slots.clear();
    this.#places.clear();
    this.#bytes = 0;
  }
}

/** About what a value takes in memory: objects need twice the room of their text. */
function weightOf({ value, linked }: CachedEntity): number {
  return 2 * (JSON.stringify(value)?.length ?? 0) + linked.reduce((sum, name) => sum + name.length + 50, 0);
}
