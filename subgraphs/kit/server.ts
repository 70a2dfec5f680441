import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { JWK } from 'jose';
import { createGrantVerifier, GRANT_HEADER, type VerifiedGrant } from '../../contract/access-grant.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { ConditionsAnswer } from '../../contract/subject-conditions.ts';
import { answerConditions } from './conditions.ts';
import { openDatabase } from './database.ts';
import type { DatabaseDefinition } from './define.ts';
import { type HttpAnswer, type OnFault, refusalAnswer } from './errors.ts';
import { createFreshness, type Freshness } from './freshness.ts';
import { createOperations } from './operations.ts';
import { buildSchema } from './schema.ts';
import { readCalls } from './wire.ts';

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
  readonly onFault?: OnFault;
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
/** Requests under way may take this long when a service stops; then their connections are cut. */
const DRAIN_MS = 10_000;

/** Serves one database: POST /graphql for the gateway, GET /health for whoever watches it. */
export async function serveDatabase<Tables>(
  definition: DatabaseDefinition<Tables>,
  options: ServeOptions,
): Promise<RunningSubgraph> {
  const { name, rowSubjects, conditions } = definition;
  const { onFault = () => undefined } = options;
  const schema = buildSchema(definition.sdl, definition.resolvers, definition.rowRules);
  const database = openDatabase<Tables>({
    url: options.databaseUrl,
    ...(options.onStatement === undefined ? {} : { onStatement: options.onStatement }),
  });
  const freshness = createFreshness(database);
  const operations = createOperations({ schema, database, rowSubjects, freshness, onFault });
  const verifier = await createGrantVerifier(options.gatewayKey, name);
  const app = createApp(onFault);
  const serve = (path: string, open: (grant: VerifiedGrant, calls: readonly unknown[]) => Answers): void => {
    app.post(path, async (request, reply) => {
      const grant = await verifier.verify(grantOf(request));
      const { calls, isBatch } = readCalls(request.body);
      return send(reply, await Promise.all(open(grant, calls)), isBatch);
    });
  };
  serve('/graphql', (grant, calls) => {
    const answer = operations.open(grant);
    return calls.map((call) => answer(call));
  });
  if (conditions !== undefined) {
    serve('/conditions', (grant, calls) =>
      answerConditions(conditions, database, grant, calls).map((answer) => settled(answer, onFault)),
    );
  }
  serveHealth(app, name, freshness);
  return await listen(app, name, options, async () => {
    await drain(app);
    await database.destroy();
  });
}

/** An answer for each call, in their order; none of them rejects. */
type Answers = readonly Promise<HttpAnswer>[];

/** An HTTP service that reads JSON only, and refuses in our words. */
function createApp(onFault: OnFault): FastifyInstance {
  const app = Fastify({ bodyLimit: BODY_LIMIT });
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, body } = refusalAnswer(toRefusal(error), onFault);
    const { statusCode = 500 } = error;
    return write(reply, statusCode < 500 ? statusCode : status, body);
  });
  return app;
}

/** What Fastify says of a body that it does not read, in our words; anything else as it is. */
function toRefusal(error: FastifyError): unknown {
  const { statusCode = 500 } = error;
  if (statusCode >= 500) return error;
  return statusCode === 413
    ? new Refusal('DOCUMENT_TOO_LARGE', `The body is larger than ${BODY_LIMIT} bytes.`)
    : new Refusal('BAD_REQUEST', 'Expected a body in JSON.');
}

function grantOf({ headers }: FastifyRequest): string | undefined {
  const header = headers[GRANT_HEADER];
  return typeof header === 'string' ? header : undefined;
}

async function settled(answer: Promise<ConditionsAnswer>, onFault: OnFault): Promise<HttpAnswer> {
  try {
    return { status: 200, body: await answer };
  } catch (error) {
    return refusalAnswer(error, onFault);
  }
}

/** A single answer takes its status along; a batch was answered, whatever its answers are. */
function send(reply: FastifyReply, answers: readonly HttpAnswer[], isBatch: boolean): FastifyReply {
  const [first] = answers;
  if (isBatch || first === undefined)
    return write(
      reply,
      200,
      answers.map(({ body }) => body),
    );
  return write(reply, first.status, first.body);
}

/** JSON as text: Fastify would look for a schema to write it by. */
function write(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

function serveHealth(app: FastifyInstance, database: string, freshness: Freshness): void {
  app.get('/health', async (_request, reply) => {
    const asOf = await freshness.asOf().catch(() => undefined);
    if (asOf !== undefined) return { status: 'ok', database, asOf };
    return reply.code(503).send({ status: 'database-unreachable', database });
  });
}

/** Takes no new request and waits for those under way. */
async function drain(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  await app.close();
  clearTimeout(cut);
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
