import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import {
  createGrantVerifier,
  GRANT_HEADER,
  type GrantVerifier,
  REQUEST_ID_HEADER,
} from '../../contract/access-grant.ts';
import { toGraphQLError } from '../../contract/graphql-refusal.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { SubgraphContext } from './context.ts';
import { openDatabase } from './database.ts';
import type { DatabaseDefinition } from './define.ts';
import { answerableError } from './errors.ts';
import { createFreshness } from './freshness.ts';
import { createLoaders } from './loaders.ts';
import { createOperationCheck, type OperationCheck } from './operation-check.ts';
import { buildSchema } from './schema.ts';

/** Settings of {@link serveDatabase}. */
export interface ServeOptions {
  /** `postgresql://…` of the serving role, which can only read. */
  readonly databaseUrl: string;
  /** The gateway's public key (JWK, Ed25519): only its grants are accepted. */
  readonly gatewayKey: JWK;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Called with each SQL statement. */
  readonly onStatement?: (sql: string) => void;
  /** Called with each fault that is not the caller's. */
  readonly onFault?: (error: unknown) => void;
}

/** A database's running GraphQL service. */
export interface RunningSubgraph {
  readonly name: string;
  /** Where the gateway reaches it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Largest request that a database reads: representations of 1,000 entities fit many times. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** Serves one database: POST /graphql for the gateway, GET /health for whoever watches it. */
export async function serveDatabase<Tables>(
  definition: DatabaseDefinition<Tables>,
  options: ServeOptions,
): Promise<RunningSubgraph> {
  const { schema, requirements } = buildSchema(definition.sdl, definition.resolvers, definition.rowRules);
  const database = openDatabase<Tables>({
    url: options.databaseUrl,
    ...(options.onStatement === undefined ? {} : { onStatement: options.onStatement }),
  });
  const freshness = createFreshness(database);
  const verifier = await createGrantVerifier(options.gatewayKey, definition.name);
  const app = Fastify({ bodyLimit: BODY_LIMIT });
  const apollo = new ApolloServer<SubgraphContext<Tables>>({
    schema,
    introspection: false,
    // The gateway is the only client: it sends JSON by POST and has its own limits.
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: answerableError(options.onFault),
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      fastifyApolloDrainPlugin(app),
      checkOperations(createOperationCheck(schema, requirements)),
      sayFreshness(freshness.asOf),
    ],
  });
  await apollo.start();
  app.post('/graphql', {
    handler: fastifyApolloHandler(apollo, {
      context: async (request) => createContext(request, verifier, createLoaders(database)),
    }),
  });
  app.get('/health', async (_request, reply) => {
    const asOf = await freshness.asOf().catch(() => undefined);
    if (asOf !== undefined) return { status: 'ok', database: definition.name, asOf };
    return reply.code(503).send({ status: 'database-unreachable', database: definition.name });
  });
  return await listen(app, definition.name, options, async () => {
    await apollo.stop();
    await app.close();
    await database.destroy();
  });
}

async function createContext<Tables>(
  request: FastifyRequest,
  verifier: GrantVerifier,
  load: SubgraphContext<Tables>['load'],
): Promise<SubgraphContext<Tables>> {
  const header = request.headers[GRANT_HEADER];
  const grant = await withStatus(() => verifier.verify(typeof header === 'string' ? header : undefined));
  const requestId = request.headers[REQUEST_ID_HEADER];
  return {
    grant,
    granted: new Set(grant.elements),
    load,
    requestId: typeof requestId === 'string' ? requestId : randomUUID(),
  };
}

function checkOperations<Tables>(check: OperationCheck): ApolloServerPlugin<SubgraphContext<Tables>> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: ({ document, contextValue }) =>
        withStatus(() => check.check(document, contextValue.granted)),
    }),
  };
}

/** A refusal of the whole request takes its HTTP status along. */
async function withStatus<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal ? toGraphQLError(error) : error;
  }
}

/** Every answer says how fresh the data is, in `extensions.asOf`. */
function sayFreshness<Tables>(
  asOf: () => Promise<string | null>,
): ApolloServerPlugin<SubgraphContext<Tables>> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return;
        response.body.singleResult.extensions = { asOf: await asOf().catch(() => null) };
      },
    }),
  };
}

async function listen(
  app: FastifyInstance,
  name: string,
  { port = 0, host = '127.0.0.1' }: ServeOptions,
  stop: () => Promise<void>,
): Promise<RunningSubgraph> {
  try {
    const address = await app.listen({ port, host });
    return { name, url: `${address}/graphql`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
