import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify';
import { Refusal } from '../../contract/refusal.ts';
import { MAX_BODY_BYTES, type OverloadGuard } from '../protection/index.ts';
import { refuse, refuseConnection, refuseThrown } from './refuse.ts';

/** Time for the head of a request, from the opening of the connection or from its first byte, in milliseconds. */
const HEAD_TIMEOUT_MS = 10_000;
/** Time for a whole request: 1 MiB by a slow line. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often connections are looked through for those whose time has passed. */
const LOOK_EVERY_MS = 2_000;
/** Open connections at once; beyond them a new one is closed, so that files remain for those to the databases. */
const MAX_CONNECTIONS = 16_384;
/** How long requests under way may go on when the gateway stops. */
const DRAIN_MS = 10_000;

/** The HTTP side without any route: JSON by POST, coded refusals, and no patience with those who say nothing. */
export function createHttpApp(): FastifyInstance {
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEAD_TIMEOUT_MS, connectionsCheckingInterval: LOOK_EVERY_MS },
    genReqId: requestIdOf,
    clientErrorHandler: refuseConnection,
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  // Operations are JSON; whatever else arrives is refused as what it is. The text becomes JSON when it is its turn.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', (request, reply, done) => {
    // What is answered is about persons: no cache on the way may keep it.
    void reply.headers({ 'request-id': request.id, 'cache-control': 'no-store' });
    done();
  });
  app.setErrorHandler(refuseThrown);
  app.setNotFoundHandler((request, reply) => {
    const refusal = new Refusal('BAD_REQUEST', 'There is nothing here; the graph is at POST /graphql.');
    return refuse(request, reply, refusal, 404);
  });
  return app;
}

/** The route of the graph. What cannot be taken on is refused before its body is read. */
export function serveGraph(app: FastifyInstance, guard: OverloadGuard, handler: RouteHandlerMethod): void {
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
    url: '/graphql',
    handler: (request, reply) => {
      void reply.header('allow', 'POST');
      const message = 'Ask by POST: personal identifiers must not stand in a URL.';
      return refuse(request, reply, new Refusal('METHOD_NOT_ALLOWED', message));
    },
  });
  app.post('/graphql', {
    onRequest: async () => guard.assertRoom(),
    handler,
  });
}

/** Takes no new request, and lets those under way come to their end, or to the end of patience with them. */
export async function drain(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  await app.close();
  clearTimeout(cut);
}

/** A client's own request id is kept when it is harmless, so that both sides can find the request in their logs. */
function requestIdOf(request: { readonly headers: Readonly<Record<string, unknown>> }): string {
  const given = request.headers['request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) && !/\d{9,}/.test(given)
    ? given
    : randomUUID();
}
