import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** Most statements that a connection keeps; whatever is asked beyond them is parsed anew each time. */
const MAX_STATEMENTS = 500;
/** Longest list of values of a statement that is kept: longer ones are rare, and long to remember. */
const MAX_VALUES = 1_024;

/** PostgreSQL: the tables were changed behind a kept statement (`0A000`). */
const OUTDATED = '0A000';
/** PostgreSQL: a pooler between us gave us a connection that does not know our statements, or knows others. */
const NOT_OURS: ReadonlySet<string> = new Set(['26000', '42P05']);

/**
 * A pool as Kysely's driver uses one, on which each SQL text is parsed and planned once for each connection: texts are
 * sent as named statements (PostgreSQL protocol, extended query). Everything is a read, so that a statement whose name
 * fails is sent again without one.
 */
export function preparingPool(pool: Pool): PostgresPool {
  const names = createNames();
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = wrapped.get(client) ?? preparingClient(client, names);
      wrapped.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function preparingClient(client: PoolClient, names: StatementNames): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    const name = values.length > MAX_VALUES ? undefined : names.of(text);
    if (name === undefined) return await client.query(text, [...values]);
    try {
      return await client.query({ name, text, values: [...values] });
    } catch (error) {
      const code = String((error as { readonly code?: unknown }).code);
      if (code !== OUTDATED && !NOT_OURS.has(code)) throw error;
      const result = await client.query(text, [...values]);
      if (code === OUTDATED) names.renew(name);
      else names.stop();
      return result;
    }
  };
  return {
    query: query as PostgresPoolClient['query'] & (<Row>(sql: string) => Promise<PostgresQueryResult<Row>>),
    release: () => client.release(),
  };
}

/** Names of SQL texts, the same on all connections of one pool. */
interface StatementNames {
  /** `undefined` when the text is not to be kept. */
  of(text: string): string | undefined;
  /** Gives all texts other names, because what is kept under this one is outdated. */
  renew(name: string): void;
  /** Gives no names any more. */
  stop(): void;
}

function createNames(): StatementNames {
  let generation = 0;
  let most = MAX_STATEMENTS;
  const names = new Map<string, string>();
  return {
    of(text) {
      const known = names.get(text);
      if (known !== undefined || names.size >= most) return known;
      const name = `${generation}:${createHash('sha256').update(text).digest('base64url')}`;
      names.set(text, name);
      return name;
    },
    renew(name) {
      // Several connections find out about the same change.
      if (!name.startsWith(`${generation}:`)) return;
      generation += 1;
      names.clear();
    },
    stop() {
      most = 0;
      names.clear();
    },
  };
}
