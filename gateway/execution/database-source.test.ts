import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packConditions, UNKNOWN_PERSON } from '../../contract/subject-conditions.ts';
import { openPass, type SubjectVerdict, UNCHECKED_SUBJECTS } from '../../contract/subject-pass.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import { ConditionsUnavailable, type SubjectGate } from '../conditions/index.ts';
import { createAskedShapes } from './asked-shape.ts';
import {
  CallFailed,
  type CallFailure,
  createDatabaseSource,
  type DatabaseSource,
} from './database-source.ts';
import type { ExecutionRecord, ExecutionRequest } from './request.ts';

const PERSON = 'Nguyễn Thị Bí Mật, 901085000001';

const LINK_KEY = Buffer.from('the link key of one agency and purpose').toString('base64url');

interface Reply {
  readonly status?: number;
  readonly body?: string | undefined;
}

/** What the database answers from now on, or to each call in turn, and what it was asked. */
let answer: Reply | ((call: number) => Reply);
let asked: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let failures: CallFailure[] = [];
let server: Server;
let source: DatabaseSource;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, url: path = '' } = request;
      asked.push({ path, headers, body: Buffer.concat(chunks).toString() });
      const { status = 200, body } = typeof answer === 'function' ? answer(asked.length) : answer;
      // Without a body the database says nothing at all, and the call waits.
      if (body !== undefined) response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = createDatabaseSource({
    name: 'population',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    grants: {
      issue: async (policy, database) => `grant of ${policy.agency} for ${database}`,
      linkKey: () => LINK_KEY,
    },
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

/** A gate with these verdicts; whoever is not named may be read. */
function gateWith(verdicts: Readonly<Record<string, SubjectVerdict>> = {}): SubjectGate {
  return {
    verdicts: async (_database, names) =>
      new Map([...names].map((name) => [name, verdicts[name] ?? 'read'] as const)),
  };
}

const REQUEST: ExecutionRequest = {
  requestId: 'r-1',
  policy: { agency: 'GDT' } as PolicyGrant,
  subject: undefined,
  officer: 'Trần Ơn',
  caseId: undefined,
  gate: gateWith(),
  asked: new Set(),
  signal: new AbortController().signal,
};

const QUERY = '{ citizen { religion } }';

/** One call as ApolloGateway makes it, with what it leaves in the record of the request. */
async function processed(
  changes: Partial<ExecutionRequest> = {},
  variables: Readonly<Record<string, unknown>> = { id: '901085000001' },
) {
  const record: ExecutionRecord = { sources: new Map(), failures: [] };
  const context = { execution: { request: { ...REQUEST, ...changes }, record } };
  const processing = { kind: 'incoming operation', request: { query: QUERY, variables }, context };
  const response = await source.process(processing as never).catch((error: unknown) => error);
  return { response, record };
}

/** The same for its answer only. */
const call = async (changes: Partial<ExecutionRequest> = {}) => {
  const { response } = await processed(changes);
  if (response instanceof Error) throw response;
  return response;
};

/** Verdicts in the pass of a call; `undefined` when it brought none. */
function passOf(call: number): Readonly<Record<string, SubjectVerdict>> | undefined {
  const { extensions } = JSON.parse(asked[call]?.body ?? '{}') as { extensions?: { subjectPass?: unknown } };
  if (extensions === undefined) return undefined;
  return Object.fromEntries(openPass(LINK_KEY, 'population', extensions.subjectPass));
}

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
    expect(failures).toMatchObject([{ reason: expect.stringContaining('AbortError') }]);
  });

  it('is never made for anybody but a caller', async () => {
    const processing = { kind: 'health check', request: { query: QUERY }, context: {} };
    await expect(source.process(processing as never)).rejects.toThrow('No caller, no call.');
    expect(asked).toEqual([]);
  });
});

describe('errors of single fields', () => {
  const withErrors = async (errors: readonly unknown[]) => {
    const extensions = { asOf: '2026-01-01T00:00:00.000Z' };
    answer = { body: JSON.stringify({ data: { citizen: null }, errors, extensions }) };
    const { response, record } = await processed();
    return { response: response as { errors?: unknown }, record };
  };

  it('keep their place and code when it is one of ours', async () => {
    const error = {
      message: 'No such record.',
      path: ['citizen'],
      extensions: { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' },
    };
    const { response, record } = await withErrors([error]);
    expect(response.errors).toMatchObject([error]);
    expect(record.sources).toEqual(new Map([['population', '2026-01-01T00:00:00.000Z']]));
  });

  it.each([{ code: 'PG_ERROR' }, { code: 'constructor' }, {}, undefined])(
    'lose their words when it is not: %o',
    async (extensions) => {
      const { response } = await withErrors([{ message: PERSON, path: ['citizen'], extensions }]);
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

describe('a call brings a verdict about everybody whom it asks for', () => {
  const ann = 'Citizen 901085000001';
  const ben = 'Citizen 901085000002';

  beforeEach(() => {
    answer = { body: JSON.stringify({ data: { citizen: null } }) };
  });

  it('in its arguments', async () => {
    await call({ asked: new Set([ann, ben]), gate: gateWith({ [ben]: 'consent' }) });
    expect(passOf(0)).toEqual({ [ann]: 'read', [ben]: 'consent' });
  });

  it('or as entities, and then in no argument: those were for another database', async () => {
    const representations = [{ __typename: 'Citizen', personalId: '901085000002' }];
    answer = { body: JSON.stringify({ data: { _entities: [null] } }) };
    await processed({ asked: new Set([ann]) }, { representations });
    expect(passOf(0)).toEqual({ [ben]: 'read' });
  });

  it('in a pass that no other database can open', async () => {
    await call({ asked: new Set([ann]) });
    const { extensions } = JSON.parse(asked[0]?.body ?? '') as { extensions: { subjectPass: string } };
    expect(() => openPass(LINK_KEY, 'land', extensions.subjectPass)).toThrow(
      'The subject pass was not made for "land".',
    );
    expect(openPass(LINK_KEY, 'population', extensions.subjectPass)).toEqual(new Map([[ann, 'read']]));
  });

  it('and without anybody to ask for brings no pass', async () => {
    await call();
    expect(passOf(0)).toBeUndefined();
  });

  it('is never made before the request is admitted', async () => {
    const { response, record } = await processed({ gate: undefined });
    expect(response).toBeInstanceOf(CallFailed);
    expect(asked).toEqual([]);
    expect(record.failures).toEqual([
      { source: 'population', paths: new Set(['citizen.religion', 'citizen']) },
    ]);
  });

  it('is never made when the gate cannot decide, and the failure is that of its register', async () => {
    const gate: SubjectGate = {
      verdicts: () => Promise.reject(new ConditionsUnavailable('registers', new Error('down'))),
    };
    const { response, record } = await processed({ gate });
    expect(response).toBeInstanceOf(CallFailed);
    expect(asked).toEqual([]);
    expect(record.failures.map(({ source: failed }) => failed)).toEqual(['registers']);
    expect(failures).toEqual([]);
  });
});

describe('somebody whom the database met without a verdict', () => {
  const met = 'Citizen 901085000003';
  /** The database meets these subjects, in turn, until each call brings a verdict about them. */
  const meeting = (...rounds: readonly (readonly (readonly [string, boolean])[])[]) => {
    answer = (number) => ({
      body: JSON.stringify({
        data: { citizen: { religion: `of call ${number}` } },
        ...(rounds[number - 1] === undefined
          ? {}
          : { extensions: { [UNCHECKED_SUBJECTS]: rounds[number - 1] } }),
      }),
    });
  };

  it('whose data are needed, is judged, and the call is made again', async () => {
    meeting([[met, true]]);
    const response = await call({ gate: gateWith({ [met]: 'jurisdiction' }) });
    expect(response).toEqual({ data: { citizen: { religion: 'of call 2' } } });
    expect([passOf(0), passOf(1)]).toEqual([undefined, { [met]: 'jurisdiction' }]);
  });

  it('is met once more on the way that a verdict opened, and keeps the first verdicts', async () => {
    meeting([[met, true]], [['Citizen 901085000004', true]]);
    await call({ asked: new Set(['Citizen 901085000001']) });
    expect(Object.keys(passOf(2) ?? {})).toEqual(['Citizen 901085000001', met, 'Citizen 901085000004']);
    expect(asked).toHaveLength(3);
  });

  it('who is only linked to and may be found costs no second call', async () => {
    meeting([[met, false]]);
    expect(await call({ gate: gateWith({ [met]: 'jurisdiction' }) })).toEqual({
      data: { citizen: { religion: 'of call 1' } },
    });
    expect(asked).toHaveLength(1);
  });

  it('who is only linked to and must not be found costs one, so that the link is not there', async () => {
    meeting([[met, false]]);
    await call({ gate: gateWith({ [met]: 'hidden' }) });
    expect([passOf(0), passOf(1)]).toEqual([undefined, { [met]: 'hidden' }]);
    expect(asked).toHaveLength(2);
  });

  it('without end fails the call after eight of them', async () => {
    answer = (number) => ({
      body: JSON.stringify({
        data: { citizen: { religion: 'x' } },
        extensions: { [UNCHECKED_SUBJECTS]: [[`Citizen ${number}`, true]] },
      }),
    });
    await expect(call()).rejects.toThrow(CallFailed);
    expect(asked).toHaveLength(8);
    expect(failures.map(({ reason }) => reason)).toEqual([
      'Error: 8 calls, and still persons without a verdict',
    ]);
  });

  it('whom the database names in no such form is nobody', async () => {
    answer = {
      body: JSON.stringify({
        data: { citizen: { religion: 'x' } },
        extensions: { [UNCHECKED_SUBJECTS]: [met, [7, true], null, { name: met }] },
      }),
    };
    expect(await call()).toEqual({ data: { citizen: { religion: 'x' } } });
    expect(asked).toHaveLength(1);
  });
});

describe('the question about persons', () => {
  const NOBODY = packConditions(UNKNOWN_PERSON);
  const QUESTION = { personalIds: ['901085000001', '901085000002'], officer: '901085000009' };

  it('is asked beside the graph, and answered in its order', async () => {
    const conditions = [{ ...UNKNOWN_PERSON, known: true }, UNKNOWN_PERSON];
    answer = { body: JSON.stringify({ conditions: conditions.map(packConditions) }) };
    expect(await source.conditions(REQUEST, QUESTION)).toEqual(conditions);
    expect(asked).toMatchObject([
      { path: '/conditions', headers: { 'access-grant': 'grant of GDT for population' } },
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(QUESTION);
  });

  it.each([
    ['about too few', { body: JSON.stringify({ conditions: [NOBODY] }) }],
    ['about somebody in no form of ours', { body: JSON.stringify({ conditions: [NOBODY, 1] }) }],
    ['in another form', { body: JSON.stringify({ conditions: {} }) }],
    ['that is a refusal', { status: 403, body: JSON.stringify({ errors: [{ message: PERSON }] }) }],
    ['with another status', { status: 500, body: JSON.stringify({ conditions: [NOBODY, NOBODY] }) }],
    ['that never comes', { body: undefined }],
  ])('fails with an answer %s', async (_how, given) => {
    answer = given;
    await expect(source.conditions(REQUEST, QUESTION)).rejects.toThrow(CallFailed);
    expect(failures).toHaveLength(1);
    expect(JSON.stringify(failures)).not.toContain('90108500000');
  });
});
