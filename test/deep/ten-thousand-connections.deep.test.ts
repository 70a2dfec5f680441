import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { type OwnGateway, startOwnGateway } from '../support/own-gateway.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const CONNECTIONS = 10_000;
/** Opened together, so that the queue of connections that nobody has accepted yet does not overflow. */
const AT_ONCE = 200;
/** In work and in the queue; a burst brings five times as many. */
const BOUNDS = { MAX_IN_WORK: '32', MAX_QUEUED: '168' };
const BURST = 1_000;
/** What caches and compiled code may have taken meanwhile. */
const GROWTH_BYTES = 24 * 1024 * 1024;

let system: TestSystem;
let gateway: OwnGateway;
let authorization: string;
/** A pool of its own for those who ask, so that no connection of theirs is one of the ten thousand. */
const clients = new Agent();

beforeAll(async () => {
  system = await startTestSystem();
  gateway = await startOwnGateway(system, BOUNDS);
  authorization = `Bearer ${await system.token(CALLERS.tax)}`;
  // Everything that is made once is made now, and does not count as lost.
  await burst(200);
});

afterAll(async () => {
  await clients.close();
  await gateway.stop();
  await system.stop();
});

const BODY = JSON.stringify({
  query: `{ citizen(personalId: "${PROFILE}") { name { full } landRights { edges { node { form } } } } }`,
});

interface Outcome {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: { readonly data?: unknown; readonly errors?: readonly unknown[] };
}

async function ask(): Promise<Outcome> {
  const { statusCode, headers, body } = await request(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...CALLERS.tax.headers },
    body: BODY,
    dispatcher: clients,
  });
  const retryAfter = headers['retry-after'];
  return {
    status: statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    body: (await body.json()) as Outcome['body'],
  };
}

const burst = (count: number) => Promise.all(Array.from({ length: count }, ask));

function expectAnswered({ status, body }: Outcome): void {
  expect([status, body.errors]).toEqual([200, undefined]);
  expect(body.data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
}

/** What the idle ones say before they fall silent. */
const BEGINNINGS = [
  '',
  'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-le',
  'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"que',
];

async function openAll(count: number): Promise<readonly Socket[]> {
  const { hostname, port } = new URL(gateway.url);
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: AT_ONCE }, (_none, index) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined).resume();
      socket.once('connect', () => socket.write(BEGINNINGS[index % BEGINNINGS.length] ?? ''));
      return socket;
    });
    await Promise.all(batch.map((socket) => once(socket, 'connect')));
    sockets.push(...batch);
  }
  return sockets;
}

const MEGABYTE = 1024 * 1024;

function say(what: string, bytes: number): void {
  process.stdout.write(`${what}: ${(bytes / MEGABYTE).toFixed(1)} MiB in use\n`);
}

describe('ten thousand connections that bring no request', () => {
  it('keep nobody from an answer, lose patience of the gateway in time, and leave no memory behind', {
    timeout: 180_000,
  }, async () => {
    const before = await gateway.memory();
    const sockets = await openAll(CONNECTIONS);
    const closed = Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
    say(`${sockets.length} connections`, (await gateway.memory()) - before);
    for (let count = 0; count < 20; count += 1) expectAnswered(await ask());
    for (const answer of await burst(30)) expectAnswered(answer);
    // The gateway ends them all itself; nobody here closes one.
    await closed;
    expectAnswered(await ask());
    const left = (await gateway.memory()) - before;
    say('after them', left);
    expect(left).toBeLessThan(GROWTH_BYTES);
  });
});

describe('a burst of five times what the gateway takes on', () => {
  it('is answered or refused to the last one, and leaves no memory behind', {
    timeout: 180_000,
  }, async () => {
    const before = await gateway.memory();
    for (let round = 1; round <= 5; round += 1) {
      const outcomes = await burst(BURST);
      const answered = outcomes.filter(({ status }) => status === 200);
      const refused = outcomes.filter(({ status }) => status === 503);
      process.stdout.write(`round ${round}: ${answered.length} answered, ${refused.length} refused\n`);
      expect(answered.length + refused.length).toBe(BURST);
      expect(answered.length).toBeGreaterThanOrEqual(Number(BOUNDS.MAX_IN_WORK));
      for (const answer of answered) expectAnswered(answer);
      for (const { body, retryAfter } of refused) {
        expect(body.errors).toMatchObject([{ extensions: { code: 'OVERLOADED' } }]);
        expect(retryAfter).toMatch(/^[123]$/);
      }
    }
    expectAnswered(await ask());
    const left = (await gateway.memory()) - before;
    say('after the bursts', left);
    expect(left).toBeLessThan(GROWTH_BYTES);
  });
});
