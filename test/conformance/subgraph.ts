import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DocumentNode, execute, parse, print, Source, validate } from 'graphql';
import type { JWK } from 'jose';
import { createGrantVerifier, GRANT_HEADER, type VerifiedGrant } from '../../contract/access-grant.ts';
import { ERROR_CODES, Refusal } from '../../contract/refusal.ts';
import { createOperationCheck } from '../../subgraphs/kit/operation-check.ts';
import { buildSchema } from '../../subgraphs/kit/schema.ts';
import type { SubgraphWorld } from './format.ts';
import { resolversOf } from './rows.ts';

/** A database of a world, listening on loopback. */
export interface ServedSubgraph {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves rows as a data owner would: no answer without a grant signed for this very database, and none to an operation
 * that needs an element that the grant lacks. What its resolvers throw leaves it in its own words: hiding these from
 * clients is the gateway's part.
 */
export async function serveSubgraph(
  name: string,
  document: DocumentNode,
  world: SubgraphWorld,
  gatewayKey: JWK,
  onCall: () => void,
): Promise<ServedSubgraph> {
  const { schema, requirements } = buildSchema(
    new Source(print(document), name),
    resolversOf(document, world),
  );
  const operations = createOperationCheck(schema, requirements);
  const grants = await createGrantVerifier(gatewayKey, name);
  const parsed = new Map<string, DocumentNode>();

  async function answer(request: IncomingMessage): Promise<object> {
    const header = request.headers[GRANT_HEADER];
    const grant = await grants.verify(typeof header === 'string' ? header : undefined);
    const body = JSON.parse(await bodyOf(request)) as Asked | readonly Asked[];
    if (!Array.isArray(body)) return await answerOne(grant, body as Asked);
    return await Promise.all(body.map((one: Asked) => answerOne(grant, one).catch(refused)));
  }

  async function answerOne(grant: VerifiedGrant, { query, variables }: Asked): Promise<object> {
    const granted = new Set(grant.elements);
    const operation = parsed.get(query) ?? parse(query);
    parsed.set(query, operation);
    const problems = validate(schema, operation);
    if (problems.length > 0) return { errors: problems };
    operations.check(operation, granted, variables);
    return await execute({
      schema,
      document: operation,
      variableValues: { ...variables },
      contextValue: { grant, granted },
    });
  }

  const server = createServer((request, response) => {
    onCall();
    const send = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    if (world.broken !== undefined) {
      send(500, world.broken);
      return;
    }
    answer(request).then(
      (result) => send(200, JSON.stringify(result)),
      (error: unknown) => send(ERROR_CODES[codeOf(error)], JSON.stringify(refused(error))),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

function codeOf(error: unknown): keyof typeof ERROR_CODES {
  return error instanceof Refusal ? error.code : 'INTERNAL';
}

function refused(error: unknown): object {
  return { errors: [{ message: String(error), extensions: { code: codeOf(error) } }] };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
