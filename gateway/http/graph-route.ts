import {
  type ApolloServer,
  type BaseContext,
  HeaderMap,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { checkNesting, type OverloadGuard } from '../protection/index.ts';
import { signalOf } from './request-signal.ts';

/** What stands behind POST /graphql. */
export interface GraphRouteOptions<TContext extends BaseContext> {
  readonly apollo: ApolloServer<TContext>;
  readonly guard: OverloadGuard;
  readonly deadlineMs: number;
  /** Who asks, and until when the answer can be of use. */
  readonly contextOf: (request: FastifyRequest, signal: AbortSignal) => Promise<TContext>;
  /** Told of a request whose client has gone before the last byte of its answer. */
  readonly onUndelivered: (context: TContext) => void;
}

/**
 * The way of a request through the door: its deadline begins, it waits for its turn, its text becomes JSON, Apollo
 * Server answers it. Nothing but the wait happens before the turn.
 */
export function graphRoute<TContext extends BaseContext>(
  app: FastifyInstance,
  options: GraphRouteOptions<TContext>,
): RouteHandlerMethod {
  const parse = jsonParser(app);
  return async (request, reply) => {
    const { signal, end } = signalOf(reply.raw, options.deadlineMs);
    const { contextOf, onSent } = watchLoss(reply, options);
    try {
      const leave = await options.guard.enter(signal);
      try {
        const body = await parse(request);
        checkNesting(documentOf(body));
        const answer = await ask(request, body, { ...options, contextOf }, signal);
        onSent();
        return respond(reply, answer);
      } finally {
        leave();
      }
    } finally {
      end();
    }
  };
}

/** Keeps the context that `options` makes; what was recorded for it by then is told when its answer is lost. */
function watchLoss<TContext extends BaseContext>(
  { raw }: FastifyReply,
  { contextOf, onUndelivered }: GraphRouteOptions<TContext>,
) {
  let context: TContext | undefined;
  const tell = (): void => {
    if (!raw.writableFinished && context !== undefined) onUndelivered(context);
  };
  return {
    async contextOf(request: FastifyRequest, signal: AbortSignal): Promise<TContext> {
      context = await contextOf(request, signal);
      return context;
    },
    /** From now on the answer is on its way. */
    onSent(): void {
      if (raw.destroyed) tell();
      else raw.once('close', tell);
    },
  };
}

/** Fastify's own parser, which refuses keys that would reach into the prototypes of objects. */
function jsonParser(app: FastifyInstance): (request: FastifyRequest) => Promise<unknown> {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request) =>
    new Promise((resolve, reject) => {
      if (typeof request.body !== 'string') resolve(undefined);
      else parse(request, request.body, (error, value) => (error ? reject(error) : resolve(value)));
    });
}

function documentOf(body: unknown): string {
  const query =
    typeof body === 'object' && body !== null ? (body as { readonly query?: unknown }).query : undefined;
  return typeof query === 'string' ? query : '';
}

async function ask<TContext extends BaseContext>(
  request: FastifyRequest,
  body: unknown,
  { apollo, contextOf }: GraphRouteOptions<TContext>,
  signal: AbortSignal,
): Promise<HTTPGraphQLResponse> {
  const httpGraphQLRequest: HTTPGraphQLRequest = {
    method: 'POST',
    headers: headersForApollo(request),
    search: '',
    body,
  };
  return await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: () => contextOf(request, signal),
  });
}

/** The headers that Apollo Server reads: the forms that the client takes, and its prevention of forged requests. */
const READ_BY_APOLLO = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];

function headersForApollo({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name of READ_BY_APOLLO) {
    const value = headers[name];
    if (typeof value === 'string') map.set(name, value);
  }
  return map;
}

/** Answers the body as text: Fastify sends what a handler answers, and waits for less than after `send`. */
function respond(reply: FastifyReply, { status = 200, headers, body }: HTTPGraphQLResponse): string {
  if (body.kind !== 'complete')
    throw new Error('An answer in parts was made, though no operation can ask for it.');
  void reply.code(status);
  for (const [name, value] of headers) void reply.header(name, value);
  return body.string;
}
