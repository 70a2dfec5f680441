import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, type OperationDefinitionNode } from 'graphql';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { Refusal } from '../contract/refusal.ts';
import type { Access } from './access/index.ts';
import type { RunningGraph } from './generations/index.ts';
import { harmless, type Log } from './observability/index.ts';
import type { RequestContext } from './pipeline.ts';
import { checkCost, checkInputs } from './protection/index.ts';
import { rateLimitHeaders } from './quotas/index.ts';

/**
 * Keeps the generation on whose schema a request is validated until the request has ended. It is told of each request
 * in the same turn in which Apollo Server takes the schema, and of its end in one of two ways.
 */
export function keepGeneration(graph: RunningGraph): ApolloServerPlugin<RequestContext> {
  const inside = new WeakMap<object, () => void>();
  return {
    async requestDidStart(request) {
      inside.set(request, graph.enter(request.schema));
      return {
        async willSendResponse() {
          inside.get(request)?.();
        },
      };
    },
    async unexpectedErrorProcessingRequest({ requestContext }) {
      inside.get(requestContext)?.();
    },
  };
}

/** Checks what validation cannot: which operation is asked, that it only reads, and the values of its variables. */
export function checkOperationInputs(graph: RunningGraph): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        try {
          const { access } = graph.of(schema);
          assertOneOperation(operation, request.operationName);
          assertReads(document, operation, access);
          const variables = checkInputs(schema, document, operation, request.variables ?? {});
          contextValue.variables = variables;
          contextValue.cost = checkCost(access.costs, schema, document, operation, variables);
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
export function suggestOwnSchemaOnly(graph: RunningGraph): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ schema, response: { body }, contextValue }) {
        if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
        const { access } = graph.of(schema);
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

/** What is left of the caller's limits, in the headers of each answer. */
export function announceLimits(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response: { http }, contextValue: { limits } }) {
        for (const [name, value] of rateLimitHeaders(limits.values())) http.headers.set(name, value);
      },
    }),
  };
}

/** One line for each answer: who asked which operation of which databases, and what came of it; never about whom. */
export function logRequests(log: Log): ApolloServerPlugin<RequestContext> {
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

/**
 * A client that asks for `application/json` by name, and not for `application/graphql-response+json`, gets status 200
 * for whatever came of a well-formed request: in that older form the status speaks of HTTP alone
 * (https://graphql.github.io/graphql-over-http/draft/#sec-application-json). Everybody else sees by the status, too,
 * that the document or its inputs were refused.
 */
export function statusOfPlainJson(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ source, request, response }) {
        const isWellFormed = source !== undefined;
        if (!isWellFormed || response.http.status !== 400) return;
        const accept = request.http?.headers.get('accept') ?? '';
        if (accept.includes('application/json') && !accept.includes('application/graphql-response+json')) {
          response.http.status = 200;
        }
      },
    }),
  };
}
