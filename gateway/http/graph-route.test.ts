import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { ApolloServer, type BaseContext } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOverloadGuard, type OverloadGuard } from '../protection/index.ts';
import { createHttpApp, drain, serveGraph } from './app.ts';
import { graphRoute } from './graph-route.ts';

/** One request in work, one in the queue; each is in work until the test lets it go. */
const BOUNDS = { maxInWork: 1, maxQueued: 1, maxWaitMs: 30_000 };

let apollo: ApolloServer;
let app: FastifyInstance;
let guard: OverloadGuard;
let url: string;
/** What those in work wait for. */
let held: { readonly signal: AbortSignal; readonly go: () => void; readonly fail: () => void }[];

/** Requests whose answers were lost. */
let lost: BaseContext[];

beforeEach(async () => {
  held = [];
  apollo = new ApolloServer({ typeDefs: 'type Query { one: Int }', resolvers: { Query: { one: () => 1 } } });
  await apollo.start();
  app = createHttpApp();
  guard = createOverloadGuard(BOUNDS);
  const contextOf = (_request: unknown, signal: AbortSignal): Promise<BaseContext> =>
    new Promise((resolve, reject) => {
      held.push({ signal, go: () => resolve({}), fail: () => reject(new Error('broken')) });
    });
  lost = [];
  const onUndelivered = (context: BaseContext) => void lost.push(context);
  serveGraph(app, guard, graphRoute(app, { apollo, guard, deadlineMs: 30_000, contextOf, onUndelivered }));
  url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});

afterEach(async () => {
  for (const { go } of held) go();
  await drain(app);
  await apollo.stop();
});

const ask = (body = '{"query":"{ one }"}', signal?: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...(signal === undefined ? {} : { signal }),
  });

/** With the patience that a busy machine needs. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 5 });
const inWork = (count: number) => eventually(() => expect(held).toHaveLength(count));
const queued = (count: number) => eventually(() => expect(guard.queued).toBe(count));

describe('the route of the graph', () => {
  it('answers one after the other, and whoever comes beyond the queue is refused at once', async () => {
    const first = ask();
    await inWork(1);
    const second = ask();
    await queued(1);
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^[123]$/);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    held[0]?.go();
    expect(await (await first).json()).toEqual({ data: { one: 1 } });
    await inWork(2);
    held[1]?.go();
    expect(await (await second).json()).toEqual({ data: { one: 1 } });
    expect([guard.inWork, guard.queued]).toEqual([0, 0]);
  });

  it('refuses before it reads: a body that never comes holds nobody up', async () => {
    const first = ask();
    await inWork(1);
    const second = ask();
    await queued(1);
    const request = openRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 1_000 },
    });
    request.flushHeaders();
    const [refused] = await once(request, 'response');
    expect(refused.statusCode).toBe(503);
    request.on('error', () => undefined).destroy();
    held[0]?.go();
    await inWork(2);
    held[1]?.go();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
  });

  it('lets a client that goes away leave the queue, and never works for it', async () => {
    const first = ask();
    await inWork(1);
    const client = new AbortController();
    const gone = ask(undefined, client.signal);
    await queued(1);
    client.abort();
    await expect(gone).rejects.toThrow(/abort/i);
    await queued(0);
    const next = ask();
    await queued(1);
    held[0]?.go();
    await inWork(2);
    held[1]?.go();
    expect([(await first).status, (await next).status]).toEqual([200, 200]);
    expect(held).toHaveLength(2);
  });

  it('tells the work that its client has gone, and keeps the place until the work has ended', async () => {
    const client = new AbortController();
    const gone = ask(undefined, client.signal);
    await inWork(1);
    client.abort();
    await expect(gone).rejects.toThrow(/abort/i);
    await eventually(() => expect(held[0]?.signal.aborted).toBe(true));
    expect(guard.inWork).toBe(1);
    held[0]?.go();
    await eventually(() => expect(guard.inWork).toBe(0));
  });

  it.each([
    ['no JSON', '{"query":', 400],
    ['nothing', '', 400],
    ['too deeply nested', JSON.stringify({ query: '{'.repeat(10_000) }), 400],
    ['no operation', '{"query":""}', 400],
  ])('gives the place back when the body is %s', async (_what, body, status) => {
    let answer: Response | undefined;
    void ask(body).then((response) => {
      answer = response;
    });
    await eventually(() => {
      for (const { go } of held) go();
      expect(answer?.status).toBe(status);
    });
    expect(guard.inWork).toBe(0);
  });

  it('tells whose answer was lost, and of no answer that arrived', async () => {
    const client = new AbortController();
    const gone = ask(undefined, client.signal);
    await inWork(1);
    client.abort();
    await expect(gone).rejects.toThrow(/abort/i);
    await eventually(() => expect(held[0]?.signal.aborted).toBe(true));
    held[0]?.go();
    await eventually(() => expect(lost).toHaveLength(1));
    const arrives = ask();
    await inWork(2);
    held[1]?.go();
    expect((await arrives).status).toBe(200);
    expect(lost).toHaveLength(1);
  });

  it('gives the place back when who asks cannot be found out', async () => {
    const answer = ask();
    await inWork(1);
    held[0]?.fail();
    expect((await answer).status).toBe(500);
    expect(guard.inWork).toBe(0);
  });
});
