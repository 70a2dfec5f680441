/**
 * What the cache needs of Redis. Each call on one entity is one step there, and none follows on what another one has
 * read: no scripts and no transactions.
 *
 * Every entity has a stamp, a random text. A value carries the stamp that stood when it began to load, and counts as
 * long as that stamp stands. A change puts another stamp in its place: whatever began to load before it, wherever, and
 * whenever it comes to be written, never counts again. No clock is asked, and a stamp that Redis has lost loses its
 * values with it.
 */
export interface SharedStore {
  /** Stamp and value at each place, both of one moment. */
  read(places: readonly SharedPlace[]): Promise<readonly SharedValue[]>;
  /** Puts the first stamp of an entity; `false` when there is one. */
  claim(entity: string, stamp: string, milliseconds: number): Promise<boolean>;
  /** Puts a value, and keeps the entity's stamp at least as long, if it has one. */
  keep(place: SharedPlace, value: Buffer, milliseconds: number): Promise<void>;
  /** Puts another stamp in the place of whichever stands there. */
  restamp(entity: string, stamp: string, milliseconds: number): Promise<void>;
  /** Tells all replicas that an entity has changed. */
  announce(entity: string, proof: string): Promise<void>;
}

/** Where a value lies. */
export interface SharedPlace {
  /** Name of the entity. */
  readonly entity: string;
  /** Name of the scope. */
  readonly scope: string;
}

/** What lies at a place. */
export interface SharedValue {
  readonly stamp: string | undefined;
  readonly value: Buffer | undefined;
}

/** What replicas tell each other, in one order. */
export interface ChangeLog {
  /** Where the log ends now. */
  end(): Promise<string>;
  /**
   * What was announced behind a position, the oldest first. Waits for a moment when there is nothing yet.
   */
  after(position: string): Promise<AnnouncedChanges>;
}

/** A part of the log. */
export interface AnnouncedChanges {
  readonly changes: readonly { readonly entity: string; readonly proof: string }[];
  /** Where it ends. */
  readonly position: string;
  /** Whether that was the end of the log. */
  readonly isAll: boolean;
}

/** The Redis key of an entity's stamp. The braces keep all that belongs to one entity on one node of a cluster. */
export function stampKey(entity: string): string {
  return `lien-thong:entity:{${entity}}`;
}

/** The Redis key of a value. */
export function valueKey({ entity, scope }: SharedPlace): string {
  return `${stampKey(entity)}:${scope}`;
}
