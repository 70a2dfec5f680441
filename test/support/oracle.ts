import { Client, types } from 'pg';
import { inject } from 'vitest';

/** Answers from plain SQL, for comparing with what came through the graph. */
export interface Oracle {
  rows(database: string, sql: string, ...parameters: unknown[]): Promise<readonly Record<string, string>[]>;
  close(): Promise<void>;
}

const AS_TEXT: readonly number[] = [types.builtins.DATE, types.builtins.INT8, types.builtins.NUMERIC];

const getTypeParser = ((oid: number, format?: 'text') =>
  AS_TEXT.includes(oid)
    ? (text: string) => text
    : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

/** Opens one plain connection to each database, past everything that is under test. */
export async function openOracle(): Promise<Oracle> {
  const clients = new Map<string, Client>();
  for (const [name, { ownerUrl }] of Object.entries(inject('databases'))) {
    const client = new Client({ connectionString: ownerUrl, types: { getTypeParser } });
    await client.connect();
    clients.set(name, client);
  }
  return {
    async rows(database, sql, ...parameters) {
      const { rows } = (await clients.get(database)?.query(sql, parameters)) ?? { rows: [] };
      return rows as Record<string, string>[];
    },
    async close() {
      for (const client of clients.values()) await client.end();
    },
  };
}
