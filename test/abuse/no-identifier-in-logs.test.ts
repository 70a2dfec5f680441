import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../gateway/observability/index.ts';
import { CALLERS } from '../support/callers.ts';
import { send } from '../support/http.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const ENTERPRISE = personaId('profile-enterprise');
const SPOUSE = personaId('profile-spouse');

/** Names, places and days that answers hold, and identifiers with which they are asked for. */
const PERSONAL = [
  PROFILE,
  SPOUSE,
  ENTERPRISE,
  'Minh Quân',
  'Trần Thu Hà',
  'Phường Ba Đình',
  '1985-03-14',
  '2012-01-08',
  'CB-0001',
];

let system: TestSystem;
let logged = '';
let withoutLedger: TestSystem;

beforeAll(async () => {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const log = createLog('trace', destination);
  system = await startTestSystem({ log });
  withoutLedger = await startTestSystem({
    log,
    ledgerUrl: 'postgresql://nobody:secret-password@127.0.0.1:1/none',
  });
});

afterAll(async () => {
  await withoutLedger.stop();
  await system.stop();
});

beforeEach(() => {
  logged = '';
});

const QUERY = `query Profile($id: PersonalId!, $code: EnterpriseCode!) {
  citizen(personalId: $id) { personalId name { full } birthDate marriages { establishedOn wife { name { full } } } }
  business(enterpriseCode: $code) { enterpriseCode name legalRepresentatives { citizen { personalId } } }
}`;
const VARIABLES = { id: PROFILE, code: ENTERPRISE };

function expectNothingPersonal(token: string): void {
  const withoutHashes = logged.replaceAll(/[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
  expect(withoutHashes).not.toMatch(/(?<!\d)(\d{12}|\d{10})(?!\d)/);
  expect(logged).not.toContain(token);
  expect(logged).not.toContain(token.split('.')[1]);
  expect(PERSONAL.filter((words) => logged.includes(words))).toEqual([]);
  expect(logged).not.toContain('secret-password');
}

describe('the gateway’s log', () => {
  it('says who asked and what came of it, and nothing about whom', async () => {
    const token = await system.token(CALLERS.tax);
    const answer = await send(system, { body: { query: QUERY, variables: VARIABLES }, token });
    for (const words of [PROFILE, ENTERPRISE, 'Minh Quân']) expect(answer.text).toContain(words);
    expect(logged).toContain('"agency":"GDT"');
    expect(logged).toContain('"operation":"Profile"');
    expect(logged).toContain('"population"');
    expectNothingPersonal(token);
  });

  it('keeps to that when identifiers stand in the document itself', async () => {
    const token = await system.token(CALLERS.tax);
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
    expect((await send(system, { body: { query }, token })).text).toContain('Minh Quân');
    expect(logged).toContain('"answered"');
    expectNothingPersonal(token);
  });

  it.each([
    ['a wrong identifier', { query: QUERY, variables: { ...VARIABLES, id: `${PROFILE}9` } }],
    ['a syntax error', { query: `{ citizen(personalId: "${PROFILE}") {` }],
    ['an unknown field', { query: `{ citizen(personalId: "${PROFILE}") { ${'x'}${PROFILE} } }` }],
    ['a variable of the wrong type', { query: QUERY, variables: { id: { number: PROFILE }, code: 1 } }],
    ['a missing variable', { query: QUERY, variables: { id: PROFILE } }],
    [
      'a name of an operation that is a number',
      { query: QUERY, variables: VARIABLES, operationName: PROFILE },
    ],
    [
      'an identifier in the name of the operation',
      { query: QUERY.replace('Profile', `P${PROFILE}`), variables: VARIABLES },
    ],
    ['broken JSON', `{"query":"${PROFILE}"`],
  ])('keeps to that for %s', async (_what, body) => {
    const token = await system.token(CALLERS.tax);
    await send(system, { body, token });
    expectNothingPersonal(token);
  });

  it('says that somebody was turned away at the door, and why', async () => {
    const token = await system.token({ ...CALLERS.tax, seconds: -60 });
    await send(system, { body: { query: QUERY, variables: VARIABLES }, token });
    expectNothingPersonal(token);
    expect(logged).toContain('"code":"TOKEN_EXPIRED"');
    expect(logged).toContain('"refused"');
  });

  it('keeps to that for requests with hostile headers', async () => {
    const token = await system.token(CALLERS.tax);
    const body = { query: QUERY, variables: VARIABLES };
    await send(system, {
      body,
      token,
      headers: { 'request-id': PROFILE, 'case-id': PROFILE, 'officer-id': PROFILE },
    });
    await send(system, { body, token, headers: { purpose: PROFILE } });
    await send(system, { body, token: `${token}x` });
    await send(system, { method: 'GET', path: `?query=${PROFILE}`, token });
    expectNothingPersonal(token);
  });

  it('keeps to that when a database is gone, or answers nonsense', async () => {
    const token = await system.token(CALLERS.tax);
    await system.stopSubgraph('population');
    const answer = await send(system, { body: { query: QUERY, variables: VARIABLES }, token });
    await system.startSubgraph('population');
    expect(answer.text).toContain('SOURCE_UNAVAILABLE');
    expect(logged).toContain('database call failed');
    expectNothingPersonal(token);
  });

  it('keeps to that when the ledger is gone', async () => {
    const token = await system.token(CALLERS.tax);
    const answer = await send(withoutLedger, { body: { query: QUERY, variables: VARIABLES }, token });
    expect(answer.text).toContain('LEDGER_UNAVAILABLE');
    expect(logged).toContain('"fault"');
    expectNothingPersonal(token);
  });

  it('would show it: the same search finds what is logged on purpose', () => {
    logged = JSON.stringify({ personalId: PROFILE });
    expect(() => expectNothingPersonal('a.b.c')).toThrow();
  });
});
