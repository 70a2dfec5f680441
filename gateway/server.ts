import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { FastifyInstance } from 'fastify';
import type { TakeNotice } from './cache/index.ts';
import { assertEnforcing } from './enforcing-gateway.ts';
import { formatClientError } from './errors/index.ts';
import type { RunningGraph } from './generations/index.ts';
import { createHttpApp, drain, graphRoute, serveChanges, serveGraph } from './http/index.ts';
import {
  announceLimits,
  checkOperationInputs,
  keepGeneration,
  logRequests,
  statusOfPlainJson,
  suggestOwnSchemaOnly,
} from './operation-plugins.ts';
import type { RequestContext } from './pipeline.ts';
import { createOverloadGuard, limitRules, MAX_TOKENS } from './protection/index.ts';
import { type ContextParts, createContext } from './request-context.ts';

/** What the HTTP side needs. */
export interface HttpServerOptions extends ContextParts {
  readonly gateway: GatewayInterface;
  /** The generations that {@link gateway} serves. */
  readonly graph: RunningGraph;
  readonly host: string;
  readonly port: number;
  readonly deadlineMs: number;
  /** Most requests in work at once. */
  readonly maxInWork: number;
  /** Most requests that wait for their turn. */
  readonly maxQueued: number;
  /** Told which recorded answers did not arrive. */
  readonly onUndelivered: (answers: readonly string[]) => void;
  /** Takes notices of changes from the databases; without it there is nowhere to send them. */
  readonly takeNotice?: TakeNotice | undefined;
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
 * Serves the graph: POST /graphql for clients, POST /changes for databases, GET /health/live and /health/ready for
 * whoever runs it.
 * @throws Error when `gateway` is not the enforcing one
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  assertEnforcing(options.gateway);
  const apollo = createApollo(options);
  await apollo.start();
  const app = createHttpApp();
  serveHealth(app, options);
  if (options.takeNotice !== undefined) serveChanges(app, { take: options.takeNotice, log: options.log });
  serveGraphFor(app, apollo, options);
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    async stop() {
      await drain(app);
      await apollo.stop();
    },
  };
}

/** Apollo Server with everything off that it would do for nobody here: each plugin costs a part of every request. */
function createApollo({ gateway, graph, log }: HttpServerOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    validationRules: [...limitRules()],
    parseOptions: { maxTokens: MAX_TOKENS },
    stringifyResult: (answer) => JSON.stringify(answer),
    formatError: formatClientError((error) => log.error({ err: error }, 'fault')),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      keepGeneration(graph),
      checkOperationInputs(graph),
      suggestOwnSchemaOnly(graph),
      statusOfPlainJson(),
      announceLimits(),
      logRequests(log),
    ],
  });
}

/** Whoever runs the gateway is answered at once, however much it has to do. */
function serveHealth(app: FastifyInstance, { isReady }: HttpServerOptions): void {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready' });
  });
}

/** Longest wait for a turn, as a share of the deadline: the rest is for the answer. */
const WAITING_SHARE = 0.2;

function serveGraphFor(
  app: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  options: HttpServerOptions,
): void {
  const { maxInWork, maxQueued, deadlineMs, log } = options;
  const guard = createOverloadGuard({
    maxInWork,
    maxQueued,
    maxWaitMs: deadlineMs * WAITING_SHARE,
    onOverload: (facts) => log.warn(facts, 'overloaded'),
  });
  const handler = graphRoute(app, {
    apollo,
    guard,
    deadlineMs,
    contextOf: (request, signal) => createContext(request, signal, options),
    onUndelivered: ({ recorded }) => options.onUndelivered(recorded),
  });
  serveGraph(app, guard, handler);
}
