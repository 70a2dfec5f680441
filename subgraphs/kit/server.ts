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
import { ERROR_CODES, Refusal } from '../../contract/refusal.ts';
import { SUBJECT_PASS, UNCHECKED_SUBJECTS } from '../../contract/subject-pass.ts';
import { answerConditions } from './conditions.ts';
import type { SubgraphContext } from './context.ts';
import { type Database, openDatabase } from './database.ts';
import type { DatabaseDefinition } from './define.ts';
import { answerableError } from './errors.ts';
import { createFreshness } from './freshness.ts';
import { createLoaders } from './loaders.ts';
import { createOperationCheck, type OperationCheck } from './operation-check.ts';
import { buildSchema } from './schema.ts';
import { openSubjectDesk } from './subjects.ts';

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
      sayBeside(freshness.asOf),
    ],
  });
  await apollo.start();
  app.post('/graphql', {
    handler: fastifyApolloHandler(apollo, {
      context: async (request) => createContext(definition, request, verifier, database),
    }),
  });
  serveConditions(app, definition, verifier, database, options.onFault);
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
  { rowSubjects }: DatabaseDefinition<Tables>,
  request: FastifyRequest,
  verifier: GrantVerifier,
  database: Database<Tables>,
): Promise<SubgraphContext<Tables>> {
  const requestId = request.headers[REQUEST_ID_HEADER];
  return await withStatus(async () => {
    const grant = await verifier.verify(grantOf(request));
    const subjects = openSubjectDesk(grant, passOf(request.body));
    return {
      grant,
      granted: new Set(grant.elements),
      subjects,
      load: createLoaders(database, subjects, rowSubjects),
      requestId: typeof requestId === 'string' ? requestId : randomUUID(),
    };
  });
}

function grantOf({ headers }: FastifyRequest): string | undefined {
  const header = headers[GRANT_HEADER];
  return typeof header === 'string' ? header : undefined;
}

function passOf(body: unknown): unknown {
  const extensions = (body as { readonly extensions?: unknown } | null | undefined)?.extensions;
  return (extensions as Readonly<Record<string, unknown>> | null | undefined)?.[SUBJECT_PASS];
}

/** The gateway's question about persons, at the register that answers it. */
function serveConditions<Tables>(
  app: FastifyInstance,
  { conditions }: DatabaseDefinition<Tables>,
  verifier: GrantVerifier,
  database: Database<Tables>,
  onFault: (error: unknown) => void = () => undefined,
): void {
  if (conditions === undefined) return;
  app.post('/conditions', async (request, reply) => {
    try {
      const grant = await verifier.verify(grantOf(request));
      return { conditions: await answerConditions(conditions, database, grant, request.body) };
    } catch (error) {
      if (!(error instanceof Refusal)) onFault(error);
      const { code, message } =
        error instanceof Refusal
          ? error
          : new Refusal('SOURCE_UNAVAILABLE', 'The database could not answer.');
      return reply.code(ERROR_CODES[code]).send({ errors: [{ message, extensions: { code } }] });
    }
  });
}

function checkOperations<Tables>(check: OperationCheck): ApolloServerPlugin<SubgraphContext<Tables>> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: ({ document, request, contextValue }) =>
        withStatus(() => check.check(document, contextValue.granted, request.variables ?? {})),
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

/** Every answer says how fresh the data is, in `extensions.asOf`, and whom it met without a verdict. */
function sayBeside<Tables>(asOf: () => Promise<string | null>): ApolloServerPlugin<SubgraphContext<Tables>> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== 'single') return;
        const unchecked = [...(contextValue.subjects?.unchecked() ?? [])];
        response.body.singleResult.extensions = {
          asOf: await asOf().catch(() => null),
          ...(unchecked.length === 0 ? {} : { [UNCHECKED_SUBJECTS]: unchecked }),
        };
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
