import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp, drain } from './app.ts';

let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  app = createHttpApp();
  app.get('/', async () => ({}));
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});

afterAll(() => drain(app));

/** Everything that comes back for these words. */
async function said(words: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(words);
  return await text(socket);
}

describe('a connection that brings no HTTP', () => {
  it.each([
    ['another protocol', '\u0016\u0003\u0001 this is TLS', 400],
    ['a head without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
  ])('as %s, is closed with a refusal that names its code', async (_what, words, status) => {
    const answer = await said(words);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toContain(`content-length: ${body.length}`);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('has no effect on one that does', async () => {
    expect(await said('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('the time that a connection has', () => {
  it('is bounded in every part', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections } = app.server;
    for (const bound of [headersTimeout, requestTimeout, keepAliveTimeout, maxConnections]) {
      expect(bound).toBeGreaterThan(0);
    }
    expect(headersTimeout).toBeLessThanOrEqual(requestTimeout);
  });
});
