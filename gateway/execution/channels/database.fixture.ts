import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Channel, type ChannelAnswer, type ChannelOptions, createChannel } from './index.ts';

/** An HTTP request that the database got and that waits for what the test does with it. */
export interface Asked {
  readonly path: string;
  readonly grant: string | undefined;
  /** What was asked, as it was sent: an object, or a list of them. */
  readonly body: unknown;
  /** The names in it, see {@link question}. */
  readonly names: readonly string[];
  readonly socket: Socket;
  /** Fulfilled when the caller has gone, or the answer. */
  readonly closed: Promise<unknown>;
  /** Answers every question with its own name and grant, as the contract says. */
  echo(): void;
  answer(status: number, text: string): void;
  /** Breaks the connection without a word. */
  reset(): void;
}

/** A database of which every answer is held until the test gives it. */
export interface FixtureDatabase {
  readonly url: string;
  /** All requests so far. */
  readonly asked: readonly Asked[];
  /** The next request that no test has taken yet. */
  next(): Promise<Asked>;
  stop(): Promise<void>;
}

/** A call's body that says its name; the database answers with it. */
export function question(name: string): string {
  return JSON.stringify({ name });
}

/** What the fixture answers to a question under a grant. */
export function answerTo(name: string, grant = 'grant', isShared = false): ChannelAnswer {
  return { status: 200, body: { data: { name, grant } }, isShared };
}

/** Starts a database on a free port of this machine. */
export async function startDatabase(): Promise<FixtureDatabase> {
  const asked: Asked[] = [];
  const untaken: Asked[] = [];
  const takers: ((request: Asked) => void)[] = [];
  const server = createServer((request, response) => {
    const closed = once(response, 'close');
    void buffer(request).then((bytes) => {
      const body: unknown = JSON.parse(bytes.toString());
      const names = [body].flat().map((each) => (each as { readonly name: string }).name);
      const grant = request.headers['access-grant'] as string | undefined;
      const each = names.map((name) => answerTo(name, grant).body);
      const answer = (status: number, text: string) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      const one: Asked = {
        path: request.url ?? '',
        grant,
        body,
        names,
        socket: request.socket,
        closed,
        answer,
        echo: () => answer(200, JSON.stringify(Array.isArray(body) ? each : each[0])),
        reset: () => request.socket.resetAndDestroy(),
      };
      asked.push(one);
      const taker = takers.shift();
      if (taker === undefined) untaken.push(one);
      else taker(one);
    }, ignore);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    async next() {
      return untaken.shift() ?? (await new Promise<Asked>((resolve) => takers.push(resolve)));
    },
    async stop() {
      const ended = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await ended;
    },
  };
}

const ignore = (): void => undefined;

/** A test's channel, and short ways to call through it. */
export interface FixtureChannel extends Channel {
  ask(name: string, changes?: Asking): Promise<ChannelAnswer>;
}

/** What differs from one test's call to the next. */
export interface Asking {
  readonly path?: string;
  readonly grant?: string;
  readonly sameAs?: string;
  readonly signal?: AbortSignal;
}

/** A channel with room for everything and time enough for every machine, unless a test says otherwise. */
export function openChannel(url: string, changes: Partial<ChannelOptions> = {}): FixtureChannel {
  const channel = createChannel({
    database: 'land',
    url,
    connections: 4,
    maxBatch: 64,
    maxWaiting: 1_000,
    timeoutMs: 20_000,
    shareInFlight: true,
    breaker: { failures: 5, halfOpenAfterMs: 60_000 },
    ...changes,
  });
  return {
    call: (call) => channel.call(call),
    ask: (name, { path = 'graphql', grant = 'grant', signal = new AbortController().signal, sameAs } = {}) =>
      channel.call({
        path,
        grant,
        signal,
        body: question(name),
        ...(sameAs === undefined ? {} : { sameAs }),
      }),
    close: () => channel.close(),
    get state() {
      return channel.state;
    },
  };
}

/** How a call failed; `undefined` when it did not. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return await call.then(
    () => undefined,
    (error: unknown) => error,
  );
}
