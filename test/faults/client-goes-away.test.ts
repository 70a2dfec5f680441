import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { standIn } from '../support/stand-in.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ config: { deadlineMs: 20_000, callTimeoutMs: 20_000 } });
});

afterAll(() => system.stop());

const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } landRights { edges { node { form } } } } }`;

async function request(signal: AbortSignal): Promise<Response> {
  return await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token(CALLERS.tax)}`,
      ...CALLERS.tax.headers,
    },
    body: JSON.stringify({ query: QUERY }),
    signal,
  });
}

async function expectAnswered(): Promise<void> {
  const answer = await system.ask(CALLERS.tax, QUERY);
  expect(answer.errors).toEqual([]);
  expect(answer.data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
}

describe('a client that goes away before its answer', () => {
  it('takes its calls to the databases with it', async () => {
    await expectAnswered();
    await system.stopSubgraph('land');
    const hanging = await standIn(system.subgraphUrl('land'));
    try {
      const client = new AbortController();
      const called = hanging.nextConnection();
      const answer = request(client.signal);
      const call = await called;
      client.abort();
      await expect(answer).rejects.toThrow(/abort/i);
      // Long before the 20 seconds that the gateway would give the database.
      await once(call, 'close', { signal: AbortSignal.timeout(5_000) });
    } finally {
      await hanging.close();
      await system.startSubgraph('land');
    }
    await expectAnswered();
  });

  it('is one of many: those who stay are answered', async () => {
    const clients = Array.from({ length: 20 }, () => new AbortController());
    const answers = clients.map(({ signal }) => request(signal));
    for (const client of clients.filter((_client, index) => index % 2 === 0)) client.abort();
    const settled = await Promise.allSettled(answers);
    for (const [index, outcome] of settled.entries()) {
      if (index % 2 === 1) expect(outcome).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
    }
    await expectAnswered();
  });

  it('may have sent half a request, or nothing that is one', async () => {
    const { hostname, port } = new URL(system.gatewayUrl);
    for (const words of [
      'POST /graphql HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"query":',
      'POST /graphql HTTP/1.1\r\n',
      '\u0016\u0003\u0001 this is TLS',
    ]) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(words, () => socket.destroy());
      await once(socket, 'close');
    }
    await expectAnswered();
  });
});
