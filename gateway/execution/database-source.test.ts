import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyGrant } from '../../governance/index.ts';
import { createAskedShapes } from './asked-shape.ts';
import {
  CallFailed,
  type CallFailure,
  createDatabaseSource,
  type DatabaseSource,
} from './database-source.ts';
import type { ExecutionRequest } from './request.ts';

const PERSON = 'Nguyễn Thị Bí Mật, 901085000001';

/** What the database answers next, and what it was asked. */
let answer: { readonly status?: number; readonly body?: string | undefined };
let asked: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let failures: CallFailure[] = [];
let server: Server;
let source: DatabaseSource;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      // Without a body the database says nothing at all, and the call waits.
      if (answer.body !== undefined) response.writeHead(answer.status ?? 200).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = createDatabaseSource({
    name: 'population',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    grants: { issue: async (policy, database) => `grant of ${policy.agency} for ${database}` },
    askedShape: createAskedShapes(() => undefined),
    timeoutMs: 300,
    onFailure: (failure) => failures.push(failure),
  });
});

afterEach(() => {
  asked = [];
  failures = [];
});

afterAll(async () => {
  await source.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const REQUEST: ExecutionRequest = {
  requestId: 'r-1',
  policy: { agency: 'GDT' } as PolicyGrant,
  subject: undefined,
  officer: 'Trần Ơn',
  caseId: undefined,
  signal: new AbortController().signal,
};

const QUERY = '{ citizen { religion } }';
const call = (changes: Partial<ExecutionRequest> = {}) =>
  source.call({ ...REQUEST, ...changes }, QUERY, { id: '901085000001' });

describe('a call', () => {
  it('carries the grant, and beside it what differs from request to request', async () => {
    answer = { body: JSON.stringify({ data: { citizen: null } }) };
    expect(await call()).toEqual({ data: { citizen: null } });
    expect(asked).toMatchObject([
      {
        headers: {
          'access-grant': 'grant of GDT for population',
          'request-id': 'r-1',
          // Header values are ASCII; names of officers are not.
          'officer-id': encodeURIComponent('Trần Ơn'),
        },
      },
    ]);
    expect(asked[0]?.headers).not.toHaveProperty('case-id');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ query: QUERY, variables: { id: '901085000001' } });
    expect(failures).toEqual([]);
  });

  it.each([
    [
      'an answer that is no JSON',
      { body: `<html>${PERSON}</html>` },
      /^Error: HTTP 200 without a GraphQL answer$/,
    ],
    [
      'an answer that was cut',
      { body: `{"data":{"name":"${PERSON}` },
      /^Error: HTTP 200 without a GraphQL answer$/,
    ],
    ['a text', { status: 500, body: JSON.stringify(PERSON) }, /^Error: HTTP 500 without a GraphQL answer$/],
    ['nothing', { status: 502, body: '' }, /^Error: HTTP 502 without a GraphQL answer$/],
    [
      'a refusal',
      {
        status: 403,
        body: JSON.stringify({ errors: [{ message: PERSON, extensions: { code: 'GRANT_EXPIRED' } }] }),
      },
      /^Error: HTTP 403 without data \(GRANT_EXPIRED\)$/,
    ],
    [
      'data that is null',
      { body: JSON.stringify({ data: null }) },
      /^Error: HTTP 200 without data \(no code of ours\)$/,
    ],
    [
      'a refusal in other words',
      { status: 500, body: JSON.stringify({ errors: [{ extensions: { code: PERSON } }] }) },
      /^Error: HTTP 500 without data \(no code of ours\)$/,
    ],
    ['no answer in time', { body: undefined }, /^TimeoutError: /],
  ])('fails for %s, without a word of it in the log', async (_what, given, reason) => {
    answer = given;
    await expect(call()).rejects.toThrow(CallFailed);
    expect(failures).toEqual([
      { database: 'population', requestId: 'r-1', reason: expect.stringMatching(reason) },
    ]);
    expect(JSON.stringify(failures)).not.toContain('Nguyễn');
  });

  it('ends with its request', async () => {
    answer = { body: undefined };
    await expect(call({ signal: AbortSignal.abort() })).rejects.toThrow(CallFailed);
    expect(failures).toHaveLength(1);
  });

  it('is never made for anybody but a caller', async () => {
    const processing = { kind: 'health check', request: { query: QUERY }, context: {} };
    await expect(source.process(processing as never)).rejects.toThrow('No caller, no call.');
    expect(asked).toEqual([]);
  });
});

describe('errors of single fields', () => {
  const process = async (errors: readonly unknown[]) => {
    answer = {
      body: JSON.stringify({
        data: { citizen: null },
        errors,
        extensions: { asOf: '2026-01-01T00:00:00.000Z' },
      }),
    };
    const record = { sources: new Map<string, string | null>(), failures: [] };
    const context = { execution: { request: REQUEST, record } };
    const processing = { kind: 'incoming operation', request: { query: QUERY }, context };
    return { response: await source.process(processing as never), record };
  };

  it('keep their place and code when it is one of ours', async () => {
    const error = {
      message: 'No such record.',
      path: ['citizen'],
      extensions: { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' },
    };
    const { response, record } = await process([error]);
    expect(response.errors).toMatchObject([error]);
    expect(record.sources).toEqual(new Map([['population', '2026-01-01T00:00:00.000Z']]));
  });

  it.each([{ code: 'PG_ERROR' }, { code: 'constructor' }, {}, undefined])(
    'lose their words when it is not: %o',
    async (extensions) => {
      const { response } = await process([{ message: PERSON, path: ['citizen'], extensions }]);
      expect(response.errors).toMatchObject([
        {
          message: 'The database could not answer.',
          path: ['citizen'],
          extensions: { code: 'SOURCE_UNAVAILABLE' },
        },
      ]);
      expect(JSON.stringify(response)).not.toContain('Nguyễn');
    },
  );
});
