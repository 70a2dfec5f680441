import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';

/** How fresh a database's data is. */
export interface Freshness {
  /** Time of the last load or change, ISO 8601; `null` when nothing was loaded yet. */
  asOf(): Promise<string | null>;
}

const REREAD_AFTER_MS = 10_000;

/** Reads `source_state`, at most once in ten seconds: freshness is a property of the database, not of a request. */
export function createFreshness<Tables>(database: Database<Tables>): Freshness {
  let readAt = Number.NEGATIVE_INFINITY;
  let known: Promise<string | null> = Promise.resolve(null);
  return {
    asOf() {
      if (Date.now() - readAt < REREAD_AFTER_MS) return known;
      readAt = Date.now();
      known = read(database).catch((error: unknown) => {
        readAt = Number.NEGATIVE_INFINITY;
        throw error;
      });
      return known;
    },
  };
}

async function read<Tables>(database: Kysely<Tables>): Promise<string | null> {
  const { rows } = await sql<{ asOf: string }>`select as_of from source_state`.execute(database);
  const asOf = rows[0]?.asOf;
  return asOf === undefined ? null : new Date(asOf).toISOString();
}
