/** What is the same for all entities of one fetch. Whoever differs in any part of it shares nothing. */
export interface CacheScope {
  /** Hash of the composed schema. */
  readonly generation: string;
  readonly database: string;
  readonly type: string;
  /** Hash of the text of the fetch's operation. */
  readonly selection: string;
  /** Hash of the canonical text of the variables, the representations excepted. */
  readonly arguments: string;
  /** Who may share a value: agency, purpose, own subject, terms; chosen by the caller. */
  readonly rowClass: string;
  /** 0 = never kept, and never looked for. */
  readonly maxAgeSeconds: number;
}

/** One entity as a database gave it. Whoever gets it shares it with others and must not change it. */
export interface CachedEntity {
  /** A JSON value. */
  readonly value: unknown;
  /** Names of the subjects that the value names: whether they may be seen is judged again at each use. */
  readonly linked: readonly string[];
}

/** An entity of a database that is another one from now on, or is no more. */
export interface EntityChange {
  readonly database: string;
  readonly type: string;
  /** Canonical text of its key, see `canonicalKey`. */
  readonly key: string;
}

/**
 * Asks the database for the entities at these positions of the keys. What comes back, in their order, is kept for
 * others; `undefined` for what must not be.
 */
export type EntityLoad = (positions: readonly number[]) => Promise<readonly (CachedEntity | undefined)[]>;

/** Entities between requests. */
export interface EntityCache {
  /**
   * Kept entities in the order of the keys; `undefined` where there is none that is fresh. Never rejects: whatever is
   * wrong with what is kept, or with Redis, is a miss.
   *
   * @param keys canonical text of each entity's key
   */
  read(scope: CacheScope, keys: readonly string[]): Promise<readonly (CachedEntity | undefined)[]>;
  /**
   * Reads, and loads what is missing: once for each key over all callers in this process that want the same at the
   * same time. Calls `load` at most twice: for what nobody was loading, and for what another caller loaded in vain;
   * never twice for one position.
   *
   * @returns in the order of the keys, what was kept, shared, or loaded; `undefined` exactly where the caller's own
   *   `load` was asked and said so
   * @throws whatever `load` throws; others who waited for it load themselves
   */
  through(
    scope: CacheScope,
    keys: readonly string[],
    load: EntityLoad,
  ): Promise<readonly (CachedEntity | undefined)[]>;
  /**
   * Forgets everything known about an entity: here and in Redis at once, in every other replica within a second.
   * What began to load before is not kept.
   *
   * @throws ChangeNotTold when Redis did not take it in: other replicas may go on with what they have; try again
   */
  invalidate(change: EntityChange): Promise<void>;
  close(): Promise<void>;
}

/** A change that is forgotten here, while Redis did not confirm it: it must be told again. */
export class ChangeNotTold extends Error {
  override readonly name = 'ChangeNotTold';

  constructor(cause: unknown) {
    super('Redis did not take in a change of an entity.', { cause });
  }
}

/**
 * The canonical text of an entity's key: the fields of its representation without `__typename`, sorted by name at
 * every depth, as JSON. Equal keys are equal texts, in whatever order a database or a plan writes them.
 */
export function canonicalKey(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields, (name, value: unknown) =>
    name === '__typename' ? undefined : sorted(value),
  );
}

/** The canonical text of any JSON value: equal values are equal texts, and no others are. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => sorted(each));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
