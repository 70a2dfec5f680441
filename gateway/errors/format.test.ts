import { ApolloServer, type HTTPGraphQLRequest } from '@apollo/server';
import { GraphQLError, type ValidationRule } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGraphQLError } from '../../contract/graphql-refusal.ts';
import { ERROR_CODES, type ErrorCode, Refusal } from '../../contract/refusal.ts';
import { formatClientError, refusalBody } from './format.ts';

/** What a resolver of this server throws next. */
let thrown: unknown;
let faults: unknown[] = [];

const tooDeep: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== 'deep') return;
    const refusal = new Refusal('OPERATION_TOO_COMPLEX', 'Too deep.', { expected: 'less' });
    context.reportError(new GraphQLError('Too deep.', { originalError: refusal }));
  },
});

const server = new ApolloServer({
  typeDefs: 'type Query { value(n: Int): String deep: String }',
  resolvers: {
    Query: {
      value: () => {
        throw thrown;
      },
    },
  },
  validationRules: [tooDeep],
  includeStacktraceInErrorResponses: true,
  formatError: formatClientError((error) => faults.push(error)),
  logger: { debug() {}, info() {}, warn() {}, error() {} },
});

beforeAll(() => server.start());
afterAll(() => server.stop());

interface Said {
  readonly status: number;
  readonly errors: readonly { message: string; extensions: Record<string, unknown>; path?: unknown[] }[];
  /** The whole answer as text. */
  readonly text: string;
}

/** What Apollo Server says over HTTP, without a socket. */
async function ask(query: string, error?: unknown): Promise<Said> {
  thrown = error;
  faults = [];
  const request = {
    method: 'POST',
    headers: new Map([['content-type', 'application/json']]),
    search: '',
    body: { query },
  } as unknown as HTTPGraphQLRequest;
  const { body, status } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: request,
    context: async () => ({}),
  });
  const text = body.kind === 'complete' ? body.string : '';
  return { status: status ?? 200, errors: JSON.parse(text).errors, text };
}

const FOREIGN = 'select religion from citizens where personal_id = 901085000001';

describe('what is no refusal of ours', () => {
  const causes: readonly (readonly [string, unknown])[] = [
    ['an error of a library', new Error(FOREIGN)],
    ['a GraphQL error without a code', new GraphQLError(FOREIGN)],
    [
      'a GraphQL error with a code that we do not know',
      new GraphQLError(FOREIGN, { extensions: { code: 'PG_08006' } }),
    ],
    ['a code that every object has', new GraphQLError(FOREIGN, { extensions: { code: 'constructor' } })],
    ['a code that is no text', new GraphQLError(FOREIGN, { extensions: { code: { toString: () => 'x' } } })],
    [
      'the error of a subgraph as ApolloGateway gives it',
      new GraphQLError(FOREIGN, {
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', response: { url: 'http://10.0.0.1', body: FOREIGN } },
      }),
    ],
    [
      'our own code for faults, in foreign words',
      new GraphQLError(FOREIGN, { extensions: { code: 'INTERNAL' } }),
    ],
    ['an error behind an error', new GraphQLError('x', { originalError: new Error(FOREIGN) })],
    ['no error at all', FOREIGN],
    ['nothing', undefined],
  ];

  it.each(causes)('is told without its words, and reported: %s', async (_what, error) => {
    const { errors, text } = await ask('{ value }', error);
    expect(errors).toEqual([
      {
        message: 'The gateway failed to answer.',
        locations: [{ line: 1, column: 3 }],
        path: ['value'],
        extensions: { code: 'INTERNAL' },
      },
    ]);
    for (const foreign of ['religion', 'select', '10.0.0.1', 'stack', '.ts:'])
      expect(text).not.toContain(foreign);
    expect(faults).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it.each(Object.entries(ERROR_CODES).filter(([code]) => code !== 'INTERNAL'))(
    'with code %s is told with its facts',
    async (code) => {
      const refusal = new Refusal(code as ErrorCode, 'No.', { header: 'Purpose' });
      const { errors } = await ask('{ value }', refusal);
      expect(errors).toMatchObject([{ message: 'No.', path: ['value'] }]);
      expect(errors[0]?.extensions).toEqual({ code, header: 'Purpose' });
      expect(faults).toEqual([]);
    },
  );

  it('of a whole request has its HTTP status, and says nothing about HTTP inside', () => {
    const error = toGraphQLError(new Refusal('PURPOSE_NOT_PERMITTED', 'Not this one.', { received: 'X' }));
    expect(error.extensions['http']).toEqual({ status: 403 });
    const formatted = formatClientError(() => undefined)(error.toJSON(), error);
    expect(formatted).toEqual({
      message: 'Not this one.',
      extensions: { code: 'PURPOSE_NOT_PERMITTED', received: 'X' },
    });
  });

  it('before GraphQL begins has the same form', () => {
    expect(refusalBody(new Refusal('METHOD_NOT_ALLOWED', 'Post.', { expected: 'POST' }))).toEqual({
      errors: [{ message: 'Post.', extensions: { code: 'METHOD_NOT_ALLOWED', expected: 'POST' } }],
    });
  });
});

describe('an error with a code of the catalogue', () => {
  it('keeps the facts that help, and loses those of libraries', async () => {
    const { errors, text } = await ask(
      '{ value }',
      new GraphQLError('Wrong.', {
        extensions: {
          code: 'BAD_USER_INPUT',
          input: '$id',
          expected: 'twelve digits',
          serviceName: 'population',
          response: { body: FOREIGN },
          exception: FOREIGN,
          query: FOREIGN,
          variables: { id: FOREIGN },
        },
      }),
    );
    expect(errors[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      input: '$id',
      expected: 'twelve digits',
    });
    expect(text).not.toContain('religion');
  });
});

describe('what Apollo Server refuses itself', () => {
  it.each([
    ['a document that is no GraphQL', '{ value', 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', '{ name }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an operation that is not one', 'fragment F on Query { value }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['operations without saying which', 'query A { value } query B { value }', 400, 'BAD_REQUEST'],
    ['a limit of ours', '{ deep }', 400, 'OPERATION_TOO_COMPLEX'],
  ])('has a code of the catalogue: %s', async (_what, query, status, code) => {
    const said = await ask(query);
    expect(said.status).toBe(status);
    expect(said.errors[0]?.extensions['code']).toBe(code);
    expect(said.text).not.toContain('stacktrace');
    expect(faults).toEqual([]);
  });

  it('keeps the facts of our limit', async () => {
    expect((await ask('{ deep }')).errors[0]).toMatchObject({
      message: 'Too deep.',
      extensions: { expected: 'less' },
    });
  });
});
