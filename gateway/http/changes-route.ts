import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NOTICE_MAX_BYTES, NOTICE_PATH, NOTICE_TYPE } from '../../contract/change-notice.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Log } from '../observability/index.ts';
import { refuse, refuseThrown } from './refuse.ts';

/** What stands behind POST /changes. */
export interface ChangesRouteOptions {
  /**
   * Takes a notice of changes in; @throws Refusal `CHANGE_NOTICE_INVALID`, or `CHANGE_NOT_TOLD` when the database must
   * send it again
   */
  readonly take: (
    notice: string,
  ) => Promise<{ readonly database: string; readonly changes: readonly unknown[] }>;
  readonly log: Log;
}

/** Notices in work at once. Databases send theirs one after the other, so more than these are nobody's of ours. */
const MAX_IN_WORK = 16;

/**
 * The route by which databases tell of changes. It has bounds of its own: what a flood of questions does to the graph
 * must not keep anybody from hearing that an answer is old. The log says which database, and how many entities; never
 * which ones.
 */
export function serveChanges(app: FastifyInstance, options: ChangesRouteOptions): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      NOTICE_TYPE,
      { parseAs: 'string', bodyLimit: NOTICE_MAX_BYTES },
      async (_request: FastifyRequest, body: string) => body,
    );
    scope.setErrorHandler((error, request, reply) => refuseNotice(error, request, reply, options));
    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
      url: NOTICE_PATH,
      handler: (request, reply) => {
        void reply.header('allow', 'POST');
        return refuse(request, reply, new Refusal('METHOD_NOT_ALLOWED', 'Tell of changes by POST.'));
      },
    });
    serveNotices(scope, options);
  });
}

function serveNotices(scope: FastifyInstance, { take, log }: ChangesRouteOptions): void {
  let inWork = 0;
  const assertRoom = (): void => {
    if (inWork < MAX_IN_WORK) return;
    throw new Refusal('OVERLOADED', 'Too many notices of changes are in work.', { retryAfter: 1 });
  };
  scope.post(NOTICE_PATH, {
    // Before the body is read, and again when it is: what is read slowly holds no place.
    onRequest: async () => assertRoom(),
    async handler(request, reply) {
      assertRoom();
      inWork += 1;
      try {
        const { database, changes } = await take(typeof request.body === 'string' ? request.body : '');
        log.info({ requestId: request.id, database, entities: changes.length }, 'entities changed');
        return reply.code(204).send();
      } finally {
        inWork -= 1;
      }
    },
  });
}

function refuseNotice(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log }: ChangesRouteOptions,
): FastifyReply {
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  const isOurs = error instanceof Refusal;
  if (isOurs) log.warn({ requestId: request.id, code: error.code }, 'notice of changes refused');
  else if (statusCode >= 500) log.error({ requestId: request.id, err: error }, 'fault');
  if (isOurs || statusCode >= 500) return refuseThrown(error, request, reply);
  if (statusCode === 413) {
    const expected = `at most ${NOTICE_MAX_BYTES} bytes`;
    const message = `The notice of changes is larger than ${NOTICE_MAX_BYTES} bytes.`;
    return refuse(request, reply, new Refusal('DOCUMENT_TOO_LARGE', message, { expected }));
  }
  const message = `Expected a notice of changes by POST, of the media type ${NOTICE_TYPE}.`;
  return refuse(request, reply, new Refusal('BAD_REQUEST', message), statusCode);
}
