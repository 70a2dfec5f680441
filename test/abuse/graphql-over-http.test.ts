import { type Audit, type AuditResult, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { expectNothingInside, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;
let audits: readonly Audit[];

beforeAll(async () => {
  system = await startTestSystem();
  const authorization = `Bearer ${await system.token(CALLERS.tax)}`;
  audits = serverAudits({
    url: system.gatewayUrl,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { authorization, ...CALLERS.tax.headers, ...init.headers } }),
  });
});

afterAll(() => system.stop());

/** Audits that do not apply, with the reason. All three are a MAY. */
const DO_NOT_APPLY: Readonly<Record<string, string>> = {
  '5A70': 'MAY accept GET: refused, because personal identifiers must not stand in a URL',
  D6D5: 'MAY allow variables in the URL of a GET: refused for the same reason',
  '6A70': 'MAY allow variables in the URL of a GET: refused for the same reason',
};

const outcome = ({ status, name, ...rest }: AuditResult) =>
  status === 'ok' ? 'ok' : `${status}: ${name}: ${'reason' in rest ? rest.reason : ''}`;

describe('GraphQL over HTTP, as graphql-http audits it,', () => {
  it('is kept in every point that applies', async () => {
    const applicable = audits.filter(({ id }) => DO_NOT_APPLY[id] === undefined);
    expect(applicable).toHaveLength(audits.length - Object.keys(DO_NOT_APPLY).length);
    expect(applicable.length).toBeGreaterThan(50);
    const results = await Promise.all(applicable.map(({ fn }) => fn()));
    expect(results.map(outcome).filter((found) => found !== 'ok')).toEqual([]);
  });

  it('does not require what is refused here', async () => {
    const others = audits.filter(({ id }) => DO_NOT_APPLY[id] !== undefined);
    for (const { name, fn } of others) {
      expect(name).toMatch(/^MAY .*GET/);
      expect(await fn()).toMatchObject({ status: 'notice', response: { status: 405 } });
    }
  });
});

const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
const BROKEN = '{ citizen( ';
const GRAPHQL = 'application/graphql-response+json';

const asking = (accept: string, query: string) => send(system, { body: { query }, headers: { accept } });

describe('the form of an answer', () => {
  it.each([
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    [GRAPHQL, GRAPHQL],
    [`${GRAPHQL}, application/json;q=0.9`, GRAPHQL],
    [`application/json, ${GRAPHQL};q=0.9`, 'application/json'],
  ])('is, for %s, %s', async (accept, type) => {
    const answer = await asking(accept, QUERY);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(answer.data).toEqual({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
  });

  it('is not one that nobody here can write', async () => {
    const refused = await asking('text/html', QUERY);
    expect(refused.status).toBe(406);
    expect(refused.data).toBeUndefined();
    expectNothingInside(refused.text);
  });

  it('keeps no place in a cache, whether it is data or a refusal', async () => {
    for (const answer of [await asking('*/*', QUERY), await asking('*/*', BROKEN), await send(system, {})]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('has no spaces that nobody reads', async () => {
    const answer = await asking('*/*', QUERY);
    expect(answer.text).toBe(JSON.stringify(JSON.parse(answer.text)));
  });
});

describe('the status of an operation that is refused', () => {
  it.each([
    ['*/*', 400],
    [GRAPHQL, 400],
    [`${GRAPHQL}, application/json;q=0.9`, 400],
    ['application/json', 200],
  ])('is, for %s, %i; the code says the same to all', async (accept, status) => {
    for (const [query, code] of [
      [BROKEN, 'GRAPHQL_PARSE_FAILED'],
      ['{ citizen(personalId: "1") { nam } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ citizen(personalId: "1") { sex } }', 'INVALID_IDENTIFIER'],
    ] as const) {
      const refused = await asking(accept, query);
      expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([status, code]);
      expect(refused.data).toBeUndefined();
    }
  });

  it('says who is turned away to all', async () => {
    for (const accept of ['*/*', GRAPHQL, 'application/json']) {
      const refused = await send(system, { body: { query: QUERY }, token: null, headers: { accept } });
      expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([401, 'TOKEN_MISSING']);
    }
  });

  it('stands before GraphQL, too, in the form that the client asks for', async () => {
    const refused = await send(system, { body: '{"query":', headers: { accept: GRAPHQL } });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toBe(`${GRAPHQL}; charset=utf-8`);
  });
});

describe('a request that a foreign page could send in the name of its visitor', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is not taken: %s needs no leave of the browser',
    async (type) => {
      const refused = await send(system, { body: { query: QUERY }, headers: { 'content-type': type } });
      expect(refused.status).toBe(415);
      expect(refused.data).toBeUndefined();
    },
  );

  it('is not taken without a body either', async () => {
    const response = await fetch(system.gatewayUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${await system.token(CALLERS.tax)}`, ...CALLERS.tax.headers },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/Cross-Site Request Forgery/);
  });
});
