import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packConditions, questionName, UNKNOWN_PERSON } from '../../contract/subject-conditions.ts';
import { openPass, type SubjectVerdict, UNCHECKED_SUBJECTS } from '../../contract/subject-pass.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import { ConditionsUnavailable, type SubjectGate } from '../conditions/index.ts';
import { createChannel } from './channels/index.ts';
import type { CompiledCall } from './compile-plan.ts';
import { CallFailed, type CallFailure, createDatabase, type Database } from './database.ts';
import type { ExecutionRequest } from './request.ts';
import type { DatabaseCall } from './run-plan.ts';

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
let database: Database;

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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  database = createDatabase({
    name: 'population',
    channel: createChannel({
      database: 'population',
      url,
      connections: 4,
      maxBatch: 8,
      maxWaiting: 100,
      timeoutMs: 300,
      shareInFlight: true,
      breaker: { failures: 1_000, halfOpenAfterMs: 1_000 },
    }),
    grants: {
      issue: async (policy, name) => `grant of ${policy.agency} for ${name}`,
      linkKey: () => LINK_KEY,
      classOf: () => 'one class',
    },
    onFailure: (failure) => failures.push(failure),
  });
});

afterEach(() => {
  asked = [];
  failures = [];
});

afterAll(async () => {
  await database.close();
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

/** A call for a root field, or for entities. */
function callOf(representations?: readonly Record<string, unknown>[]): DatabaseCall {
  const none = { path: [], asked: new Map(), sure: [], named: [], outputRewrites: [] };
  const root = representations === undefined ? none : undefined;
  const call: CompiledCall = {
    index: 0,
    database: 'population',
    query: QUERY,
    queryText: JSON.stringify(QUERY),
    variables: [],
    steps: [0],
    root,
    entities: [],
  };
  return {
    call,
    variables: representations === undefined ? { id: '901085000001' } : { representations },
    representations: new Map(representations === undefined ? [] : [['representations', representations]]),
  };
}

const call = (changes: Partial<ExecutionRequest> = {}, made: DatabaseCall = callOf()) =>
  database.call({ ...REQUEST, ...changes }, made);

interface Sent {
  readonly query: string;
  readonly variables: unknown;
  readonly extensions: Readonly<Record<string, string>>;
}

function sent(call: number): Sent {
  return JSON.parse(asked[call]?.body ?? '{}') as Sent;
}

/** Verdicts in the pass of a call; `undefined` when it brought none. */
function passOf(call: number): Readonly<Record<string, SubjectVerdict>> | undefined {
  const { subjectPass } = sent(call).extensions;
  if (subjectPass === undefined) return undefined;
  return Object.fromEntries(openPass(LINK_KEY, 'population', subjectPass));
}

describe('a call', () => {
  it('carries the grant, and beside it what differs from request to request', async () => {
    answer = { body: JSON.stringify({ data: { citizen: null } }) };
    expect(await call()).toMatchObject({ data: { citizen: null }, errors: [], asOf: null });
    expect(asked).toMatchObject([{ headers: { 'access-grant': 'grant of GDT for population' } }]);
    expect(sent(0)).toEqual({
      query: QUERY,
      variables: { id: '901085000001' },
      extensions: { requestId: 'r-1', officerId: 'Trần Ơn' },
    });
    expect(failures).toEqual([]);
  });

  it.each([
    ['an answer that is no JSON', { body: `<html>${PERSON}</html>` }, /^CallFailure: /],
    ['an answer that was cut', { body: `{"data":{"name":"${PERSON}` }, /^CallFailure: /],
    ['a text', { status: 500, body: JSON.stringify(PERSON) }, /HTTP 500/],
    ['nothing', { status: 502, body: '' }, /^CallFailure: /],
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
    ['no answer in time', { body: undefined }, /^CallFailure: /],
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
    expect(failures).toMatchObject([{ reason: expect.stringMatching('CallFailure.*cancelled') }]);
    expect(asked).toEqual([]);
  });
});

describe('calls at the same time', () => {
  const ann = 'Citizen 901085000001';

  it('that are identical are made once, and each gets data of its own', async () => {
    answer = { body: JSON.stringify({ data: { citizen: { religion: 'x' } } }) };
    const [one, other] = await Promise.all([call(), call({ requestId: 'r-2' })]);
    expect(asked).toHaveLength(1);
    expect(one).toEqual(other);
    expect(one.data['citizen']).not.toBe(other.data['citizen']);
  });

  it('with other verdicts are not identical', async () => {
    const one = { body: { data: { citizen: null } } };
    answer = { body: JSON.stringify(one.body) };
    const calls = ['read', 'consent'].map((verdict) =>
      call({ asked: new Set([ann]), gate: gateWith({ [ann]: verdict as SubjectVerdict }) }),
    );
    await Promise.all(calls).catch(() => undefined);
    const bodies = asked.flatMap(({ body }) => JSON.parse(body) as Sent | Sent[]);
    expect(new Set(bodies.map(({ extensions }) => extensions['subjectPass'])).size).toBe(2);
  });
});

describe('errors of single fields', () => {
  const withErrors = async (errors: readonly unknown[]) => {
    const extensions = { asOf: '2026-01-01T00:00:00.000Z' };
    answer = { body: JSON.stringify({ data: { citizen: null }, errors, extensions }) };
    return await call();
  };

  it('keep their place and code when it is one of ours', async () => {
    const error = {
      message: 'No such record.',
      path: ['citizen'],
      extensions: { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' },
    };
    expect(await withErrors([error])).toMatchObject({ errors: [error], asOf: '2026-01-01T00:00:00.000Z' });
  });

  it.each([{ code: 'PG_ERROR' }, { code: 'constructor' }, {}, undefined])(
    'lose their words when it is not: %o',
    async (extensions) => {
      const response = await withErrors([{ message: PERSON, path: ['citizen'], extensions }]);
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
    await call({ asked: new Set([ann]) }, callOf(representations));
    expect(passOf(0)).toEqual({ [ben]: 'read' });
  });

  it('in a pass that no other database can open', async () => {
    await call({ asked: new Set([ann]) });
    const { subjectPass } = sent(0).extensions;
    expect(() => openPass(LINK_KEY, 'land', subjectPass)).toThrow(
      'The subject pass was not made for "land".',
    );
    expect(openPass(LINK_KEY, 'population', subjectPass)).toEqual(new Map([[ann, 'read']]));
  });

  it('and without anybody to ask for brings no pass', async () => {
    await call();
    expect(passOf(0)).toBeUndefined();
  });

  it('is never made before the request is admitted', async () => {
    await expect(call({ gate: undefined })).rejects.toThrow(CallFailed);
    expect(asked).toEqual([]);
  });

  it('is never made when the gate cannot decide, and the failure is that of its register', async () => {
    const gate: SubjectGate = {
      verdicts: () => Promise.reject(new ConditionsUnavailable('registers', new Error('down'))),
    };
    await expect(call({ gate })).rejects.toMatchObject({
      name: 'ConditionsUnavailable',
      source: 'registers',
    });
    expect(asked).toEqual([]);
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
    expect(response).toMatchObject({ data: { citizen: { religion: 'of call 2' } } });
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
    expect(await call({ gate: gateWith({ [met]: 'jurisdiction' }) })).toMatchObject({
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
    expect(await call()).toMatchObject({ data: { citizen: { religion: 'x' } } });
    expect(asked).toHaveLength(1);
  });
});

describe('the question about persons', () => {
  const NOBODY = packConditions(UNKNOWN_PERSON);
  const QUESTION = { personalIds: ['901085000001', '901085000002'], officer: '901085000009' };
  const of = questionName(QUESTION);
  const ofAnother = questionName({ ...QUESTION, personalIds: QUESTION.personalIds.toReversed() });

  it('is asked beside the graph, and answered in its order', async () => {
    const conditions = [{ ...UNKNOWN_PERSON, known: true }, UNKNOWN_PERSON];
    answer = { body: JSON.stringify({ of, conditions: conditions.map(packConditions) }) };
    expect(await database.conditions(REQUEST, QUESTION)).toEqual(conditions);
    expect(asked).toMatchObject([
      { path: '/conditions', headers: { 'access-grant': 'grant of GDT for population' } },
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(QUESTION);
  });

  it.each([
    ['about too few', { body: JSON.stringify({ of, conditions: [NOBODY] }) }],
    ['about somebody in no form of ours', { body: JSON.stringify({ of, conditions: [NOBODY, 1] }) }],
    ['in another form', { body: JSON.stringify({ of, conditions: {} }) }],
    ['to another question', { body: JSON.stringify({ of: ofAnother, conditions: [NOBODY, NOBODY] }) }],
    ['to no question', { body: JSON.stringify({ conditions: [NOBODY, NOBODY] }) }],
    ['that is a refusal', { status: 403, body: JSON.stringify({ errors: [{ message: PERSON }] }) }],
    ['with another status', { status: 500, body: JSON.stringify({ of, conditions: [NOBODY, NOBODY] }) }],
    ['that never comes', { body: undefined }],
  ])('fails with an answer %s', async (_how, given) => {
    answer = given;
    await expect(database.conditions(REQUEST, QUESTION)).rejects.toThrow(CallFailed);
    expect(failures).toHaveLength(1);
    expect(JSON.stringify(failures)).not.toContain('90108500000');
  });
});
