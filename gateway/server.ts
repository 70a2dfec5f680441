import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { type DocumentNode, GraphQLError, type OperationDefinitionNode } from 'graphql';
import { today } from '../contract/calendar.ts';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { ERROR_CODES, Refusal } from '../contract/refusal.ts';
import type { Access } from './access/index.ts';
import { assertEnforcing } from './enforcing-gateway.ts';
import { formatClientError, refusalBody } from './errors/index.ts';
import { identifyCaller, type TokenVerifier } from './identity/index.ts';
import { harmless, type Log } from './observability/index.ts';
import type { RequestContext } from './pipeline.ts';
import type { RunningPolicy } from './policy/index.ts';
import { checkInputs, checkNesting, limitRules, MAX_BODY_BYTES, MAX_TOKENS } from './protection/index.ts';

/** What the HTTP side needs. */
export interface HttpServerOptions {
  readonly gateway: GatewayInterface;
  /** The gateway's own fields, and what each caller may know of the schema. */
  readonly access: Access;
  readonly policy: RunningPolicy;
  /** The clock of agreements. */
  readonly now: () => Date;
  readonly tokens: TokenVerifier;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  readonly deadlineMs: number;
  /** Whether the gateway can answer now, for the readiness probe. */
  readonly isReady: () => Promise<boolean>;
}

/** A listening gateway. */
export interface HttpServer {
  /** `http://host:port`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the graph: POST /graphql for clients, GET /health/live and /health/ready for whoever runs it.
 * @throws Error when `gateway` is not the enforcing one
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  assertEnforcing(options.gateway);
  const { log } = options;
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, genReqId: requestIdOf });
  const apollo = new ApolloServer<RequestContext>({
    gateway: options.gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    validationRules: [...limitRules()],
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: formatClientError((error) => log.error({ err: error }, 'fault')),
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      fastifyApolloDrainPlugin(app),
      checkOperationInputs(options.access),
      suggestOwnSchemaOnly(options.access),
      logRequests(log),
    ],
  });
  await apollo.start();
  // Fastify would read text/plain as a body; operations are JSON, whatever else arrives is refused as what it is.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, request, reply) => refuseHttp(error, request, reply));
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, new Refusal('BAD_REQUEST', 'There is nothing here; the graph is at POST /graphql.'), 404),
  );
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = await options.isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready' });
  });
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
    url: '/graphql',
    handler: (_request, reply) => {
      void reply.header('allow', 'POST');
      return refuse(
        reply,
        new Refusal('METHOD_NOT_ALLOWED', 'Ask by POST: personal identifiers must not stand in a URL.'),
      );
    },
  });
  app.post('/graphql', {
    preHandler: async ({ body }) => checkNesting(documentOf(body)),
    handler: fastifyApolloHandler(apollo, {
      context: (request, reply) => createContext(request, reply, options),
    }),
  });
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    async stop() {
      await apollo.stop();
      await app.close();
    },
  };
}

function documentOf(body: unknown): string {
  const query =
    typeof body === 'object' && body !== null ? (body as { readonly query?: unknown }).query : undefined;
  return typeof query === 'string' ? query : '';
}

async function createContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { policy: running, now, tokens, deadlineMs, log }: HttpServerOptions,
): Promise<RequestContext> {
  const requestId = request.id;
  void reply.header('request-id', requestId);
  try {
    const claims = await tokens.verify(request.headers.authorization);
    const headers = {
      purpose: text(request, 'purpose'),
      officerId: text(request, 'officer-id'),
      caseId: text(request, 'case-id'),
      emergencyId: text(request, 'emergency-id'),
    };
    const governance = running.current();
    const caller = identifyCaller(claims, headers, governance, today(now()));
    const { policy, subject, officer, caseId } = caller;
    return {
      requestId,
      governance,
      caller,
      onWithheld: onWithheld(text(request, 'on-withheld')),
      variables: {},
      execution: {
        request: {
          requestId,
          policy,
          subject,
          officer,
          caseId,
          gate: undefined,
          asked: new Set(),
          signal: signalOf(reply, deadlineMs),
        },
        record: { sources: new Map(), failures: [] },
      },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Whoever is turned away at the door appears nowhere else: the ledger records callers that are known.
    log.info({ requestId, code: error.code }, 'refused');
    throw toGraphQLError(error);
  }
}

/** Ends when the deadline has passed, or when the client has gone before its answer. */
function signalOf(reply: FastifyReply, deadlineMs: number): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return AbortSignal.any([gone.signal, AbortSignal.timeout(deadlineMs)]);
}

function onWithheld(header: string | undefined): 'null' | 'reject' {
  if (header === undefined || header === 'null') return 'null';
  if (header === 'reject') return 'reject';
  throw new Refusal('BAD_REQUEST', `On-Withheld: received "${header}", expected "null" or "reject".`, {
    header: 'On-Withheld',
    expected: ['null', 'reject'],
  });
}

function text(request: FastifyRequest, header: string): string | undefined {
  const value = request.headers[header];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A client's own request id is kept when it is harmless, so that both sides can find the request in their logs. */
function requestIdOf(request: { readonly headers: Readonly<Record<string, unknown>> }): string {
  const given = request.headers['request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) && !/\d{9,}/.test(given)
    ? given
    : randomUUID();
}

function checkOperationInputs(access: Access): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        try {
          assertOneOperation(operation, request.operationName);
          assertReads(document, operation, access);
          contextValue.variables = checkInputs(schema, document, operation, request.variables ?? {});
        } catch (error) {
          // Apollo Server takes one error here; the others stand beside it under "problems".
          if (error instanceof AggregateError) throw joined(error.errors as readonly GraphQLError[]);
          throw error instanceof Refusal ? toGraphQLError(error) : error;
        }
      },
    }),
  };
}

/** A document with several operations must say which one is asked. */
function assertOneOperation(
  operation: OperationDefinitionNode | undefined,
  name: string | undefined,
): asserts operation is OperationDefinitionNode {
  if (operation !== undefined) return;
  const received = name === undefined ? 'no operationName' : `operationName "${name.slice(0, 80)}"`;
  throw new Refusal(
    'BAD_REQUEST',
    `Received ${received}, expected the name of an operation in the document.`,
  );
}

/** The databases can only be read; what a mutation changes are the gateway's own registers. */
function assertReads(document: DocumentNode, operation: OperationDefinitionNode, access: Access): void {
  if (operation.operation === 'query') return;
  if (operation.operation === 'mutation' && access.isOwn(document, operation)) return;
  throw new Refusal(
    'GRAPHQL_VALIDATION_FAILED',
    `The graph can only be read: received a ${operation.operation}, expected a query.`,
  );
}

/** Errors of validation come from the whole schema: they must not suggest what the caller's own one does not have. */
function suggestOwnSchemaOnly(access: Access): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response: { body }, contextValue }) {
        if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
        body.singleResult.errors = body.singleResult.errors.map((error) =>
          access.withOwnSuggestions(error, contextValue),
        );
      },
    }),
  };
}

function joined(problems: readonly GraphQLError[]): GraphQLError {
  const [first] = problems;
  if (first === undefined || problems.length === 1) return first ?? new GraphQLError('Inputs were refused.');
  return new GraphQLError(first.message, {
    extensions: {
      ...first.extensions,
      problems: problems.map(({ message, extensions: { http: _http, ...facts } }) => ({ message, ...facts })),
    },
  });
}

function logRequests(log: Log): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue: { requestId, caller } }) {
      const started = performance.now();
      return {
        async willSendResponse({ queryHash, operationName, response, contextValue }) {
          const body = response.body.kind === 'single' ? response.body.singleResult : undefined;
          log.info(
            {
              requestId,
              agency: caller.agency,
              client: caller.client,
              purpose: caller.purpose,
              operation: harmless(operationName),
              operationHash: queryHash,
              databases: [...contextValue.execution.record.sources.keys()],
              errors: body?.errors?.length ?? 0,
              codes: [...new Set(body?.errors?.map(({ extensions }) => extensions?.['code']))],
              ms: Math.round(performance.now() - started),
            },
            'answered',
          );
        },
      };
    },
  };
}

/** Refusals and faults before GraphQL: a body that is too large, too deep, or no JSON. */
function refuseHttp(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return refuse(reply, error);
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refuse(
      reply,
      new Refusal('DOCUMENT_TOO_LARGE', `The request is larger than ${MAX_BODY_BYTES} bytes.`, {
        expected: `at most ${MAX_BODY_BYTES} bytes`,
      }),
    );
  }
  const status = Number((error as { readonly statusCode?: unknown }).statusCode ?? 500);
  if (status < 500) return refuse(reply, new Refusal('BAD_REQUEST', 'Expected a JSON body by POST.'), status);
  return refuse(reply, new Refusal('INTERNAL', 'The gateway failed to answer.'));
}

function refuse(
  reply: FastifyReply,
  refusal: Refusal,
  status: number = ERROR_CODES[refusal.code],
): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(refusalBody(refusal));
}
