import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERROR_CODES, Refusal } from '../../contract/refusal.ts';
import { refusalBody } from '../errors/index.ts';
import { MAX_BODY_BYTES } from '../protection/index.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Answers with a refusal before GraphQL begins, in the form of a GraphQL answer that the client understands. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  status: number = ERROR_CODES[refusal.code],
): FastifyReply {
  const { retryAfter } = refusal.facts;
  if (typeof retryAfter === 'number') void reply.header('retry-after', retryAfter);
  const isGraphql = request.headers.accept?.includes('application/graphql-response+json') ?? false;
  return reply
    .code(status)
    .type(isGraphql ? GRAPHQL_TYPE : JSON_TYPE)
    .send(refusalBody(refusal));
}

/** Refusals and faults before GraphQL: a body that is too large, too deep, or no JSON; a gateway that is overloaded. */
export function refuseThrown(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return refuse(request, reply, error);
  const { code, statusCode = 500 } = error as { readonly code?: unknown; readonly statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const message = `The request is larger than ${MAX_BODY_BYTES} bytes.`;
    const expected = `at most ${MAX_BODY_BYTES} bytes`;
    return refuse(request, reply, new Refusal('DOCUMENT_TOO_LARGE', message, { expected }));
  }
  if (statusCode < 500) {
    return refuse(request, reply, new Refusal('BAD_REQUEST', 'Expected a JSON body by POST.'), statusCode);
  }
  return refuse(request, reply, new Refusal('INTERNAL', 'The gateway failed to answer.'));
}

/** What is no HTTP, or does not come to an end, has no request to answer: only a connection to close. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const status = CONNECTION_STATUS[error.code ?? ''] ?? 400;
    const refusal = new Refusal('BAD_REQUEST', 'Expected one whole HTTP request, in time.');
    const body = JSON.stringify(refusalBody(refusal));
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

const CONNECTION_STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};
