import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { jsonResponse } from '../wire/server.ts';
import { SHOP_RESOLVERS, type ShopDatabase } from './resolvers.ts';

/** An answer that is ready to be sent. */
export interface ReadyAnswer {
  readonly response: Buffer;
  /** GraphQL operations in the request. */
  readonly operations: number;
}

/** Answers a subgraph's requests, at once wherever it has answered the same before. */
export interface AnswerDesk {
  known(body: string): ReadyAnswer | undefined;
  answer(body: string): Promise<ReadyAnswer>;
}

/** Most answers that are kept; beyond it all are forgotten, so that endless variables do not fill the memory. */
const MOST_KEPT = 4_096;

interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** The subgraph as text, as composition reads it. */
export function shopSdl(database: ShopDatabase): string {
  return readFileSync(new URL(`${database}.graphql`, import.meta.url), 'utf8');
}

/** The same subgraph in the words of federation 1, for a gateway that knows no other. */
export function federationOneSdl(database: ShopDatabase): string {
  return readFileSync(new URL(`federation-one/${database}.graphql`, import.meta.url), 'utf8');
}

/**
 * A subgraph whose answers cost next to nothing: each body is answered once, each operation of a batch as well, so that
 * what is measured is the gateway.
 */
export function createAnswerDesk(database: ShopDatabase): AnswerDesk {
  const schema = buildSubgraphSchema({
    typeDefs: parse(shopSdl(database)),
    resolvers: SHOP_RESOLVERS[database],
  });
  const bodies = new Map<string, ReadyAnswer>();
  const operations = new Map<string, string>();
  const answerOne = async (operation: Operation): Promise<string> => {
    const key = JSON.stringify(operation);
    return operations.get(key) ?? keep(operations, key, JSON.stringify(await run(schema, operation)));
  };
  return {
    known: (body) => bodies.get(body),
    async answer(body) {
      const asked = JSON.parse(body) as Operation | readonly Operation[];
      if (!isBatch(asked)) {
        return keep(bodies, body, { response: jsonResponse(await answerOne(asked)), operations: 1 });
      }
      const answers = await Promise.all(asked.map(answerOne));
      const response = jsonResponse(`[${answers.join(',')}]`);
      return keep(bodies, body, { response, operations: asked.length });
    },
  };
}

function isBatch(asked: Operation | readonly Operation[]): asked is readonly Operation[] {
  return Array.isArray(asked);
}

function run(schema: GraphQLSchema, { query, variables, operationName }: Operation): Promise<unknown> {
  return graphql({
    schema,
    source: query,
    variableValues: variables ?? null,
    operationName: operationName ?? null,
  });
}

function keep<Value>(values: Map<string, Value>, key: string, value: Value): Value {
  if (values.size >= MOST_KEPT) values.clear();
  values.set(key, value);
  return value;
}
