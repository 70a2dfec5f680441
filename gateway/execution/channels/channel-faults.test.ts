import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../test/support/stand-in.ts';
import {
  type Asked,
  answerTo,
  type FixtureChannel,
  type FixtureDatabase,
  failureOf,
  openChannel,
  startDatabase,
} from './database.fixture.ts';
import type { ChannelEvent, ChannelOptions } from './index.ts';

const PERSON = 'Nguyễn Thị Bí Mật, 901085000001';

let database: FixtureDatabase;
let channel: FixtureChannel;
let events: ChannelEvent[];

beforeEach(async () => {
  database = await startDatabase();
  channel = await open();
});

afterEach(async () => {
  vi.useRealTimers();
  await channel.close();
  await database.stop();
});

async function open(
  changes: Partial<ChannelOptions> = {},
  url: string = database.url,
): Promise<FixtureChannel> {
  await channel?.close();
  events = [];
  return openChannel(url, { onEvent: (event) => events.push(event), ...changes });
}

/** Makes calls in one turn, lets the test treat the request, and tells how each call ended. */
async function ended(
  names: readonly string[],
  treat: (request: Asked) => void,
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const calls = Promise.allSettled(names.map((name) => channel.ask(name)));
  treat(await database.next());
  return await calls;
}

const failures = (count: number, facts: object) =>
  Array.from({ length: count }, () => ({ status: 'rejected', reason: expect.objectContaining(facts) }));

describe('an answer that is none', () => {
  const REFUSAL = { errors: [{ message: 'No.', extensions: { code: 'GRANT_EXPIRED' } }] };

  it.each([
    ['too short', '[{"data":{"name":"a"}}]'],
    ['too long', '[{},{},{}]'],
    ['no JSON', `<html>${PERSON}</html>`],
    ['for one call only', `{"data":{"name":"${PERSON}"}}`],
  ])('fails every call of the batch: %s', async (_what, text) => {
    const outcomes = await ended(['a', 'b'], (request) => request.answer(200, text));
    expect(outcomes).toMatchObject(failures(2, { reason: 'answer', status: 200 }));
    expect(String((outcomes[0] as PromiseRejectedResult).reason)).toBe(
      'CallFailure: land: the answer is of no form that was agreed on (HTTP 200)',
    );
  });

  it('is not the refusal of the whole request: every call gets that', async () => {
    const outcomes = await ended(['a', 'b'], (request) => request.answer(403, JSON.stringify(REFUSAL)));
    const value = { status: 403, body: REFUSAL, isShared: false };
    expect(outcomes).toEqual([
      { status: 'fulfilled', value },
      { status: 'fulfilled', value },
    ]);
  });

  it.each([
    ['shorter than it says', (length: number) => length + 10],
    ['longer than it says', (length: number) => length - 3],
  ])('is %s', async (_what, says) => {
    const text = JSON.stringify({ data: { name: PERSON } });
    const outcomes = await ended(['a'], ({ socket }) => {
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${says(Buffer.byteLength(text))}\r\n\r\n`;
      socket.end(head + text);
    });
    expect(outcomes).toMatchObject(failures(1, {}));
    expect(JSON.stringify(outcomes) + String((outcomes[0] as PromiseRejectedResult).reason)).not.toContain(
      'Nguyễn',
    );
  });

  it('is not even HTTP', async () => {
    const outcomes = await ended(['a'], ({ socket }) => socket.end(`${PERSON}\r\n\r\n`));
    expect(outcomes).toMatchObject(failures(1, { reason: 'network' }));
    expect(String((outcomes[0] as PromiseRejectedResult).reason)).not.toContain('Nguyễn');
  });

  it('is larger than any answer may be', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const outcomes = await ended(['a'], ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n');
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', pour).on('error', () => undefined);
      pour();
    });
    expect(outcomes).toMatchObject(failures(1, { reason: 'answer' }));
  });

  it('is an HTTP error that speaks: its caller reads it, and it is not asked for again', async () => {
    const outcomes = await ended(['a'], (request) => request.answer(500, JSON.stringify(REFUSAL)));
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: { status: 500, body: REFUSAL, isShared: false } },
    ]);
    expect(await ended(['b'], (request) => request.echo())).toMatchObject([{ value: answerTo('b') }]);
    expect(database.asked).toHaveLength(2);
  });
});

describe('a connection that breaks', () => {
  it('before a word is said: the same calls travel once more', async () => {
    const calls = ['a', 'b'].map((name) => channel.ask(name));
    (await database.next()).reset();
    const again = await database.next();
    expect(again.names).toEqual(['a', 'b']);
    again.echo();
    expect(await Promise.all(calls)).toEqual([answerTo('a'), answerTo('b')]);
    expect(events.map(({ type }) => type)).toEqual(['sent', 'retried']);
  });

  it('a second time is a failure', async () => {
    const calls = Promise.allSettled([channel.ask('a')]);
    for (let count = 0; count < 2; count += 1) (await database.next()).reset();
    expect(await calls).toMatchObject(failures(1, { reason: 'network' }));
    expect(database.asked).toHaveLength(2);
  });

  it('in the middle of an answer is a failure, and nobody asks again', async () => {
    const outcomes = await ended(['a'], ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":', () => socket.destroy());
    });
    expect(outcomes).toMatchObject(failures(1, { reason: 'network' }));
    expect(await ended(['b'], (request) => request.echo())).toMatchObject([{ value: answerTo('b') }]);
    expect(database.asked.map(({ names }) => names)).toEqual([['a'], ['b']]);
  });

  it('leaves out who has gone meanwhile', async () => {
    const client = new AbortController();
    const calls = Promise.allSettled([channel.ask('a', client), channel.ask('b'), channel.ask('c')]);
    const request = await database.next();
    client.abort();
    request.reset();
    const again = await database.next();
    expect(again.names).toEqual(['b', 'c']);
    again.echo();
    expect(await calls).toMatchObject([
      { reason: { reason: 'cancelled' } },
      { value: answerTo('b') },
      { value: answerTo('c') },
    ]);
  });

  it('or is not there at all', async () => {
    channel = await open({}, `http://127.0.0.1:${await freePort()}/graphql`);
    expect(await failureOf(channel.ask('a'))).toMatchObject({
      reason: 'network',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(events.map(({ type }) => type)).toEqual(['sent', 'retried']);
  });
});

describe('a database that hangs', () => {
  it('loses the call when its time is over, and the connection with it', async () => {
    channel = await open({ timeoutMs: 60 });
    const call = failureOf(channel.ask('a'));
    const request = await database.next();
    expect(await call).toMatchObject({ reason: 'timeout', message: 'land: no answer in time' });
    await request.closed;
    expect(database.asked).toHaveLength(1);
  });

  it('loses calls that wait behind it as well, each at its own time', async () => {
    channel = await open({ timeoutMs: 60, connections: 1, breaker: { failures: 9, halfOpenAfterMs: 1 } });
    const first = failureOf(channel.ask('a'));
    await database.next();
    const waiting = failureOf(channel.ask('b'));
    expect(await Promise.all([first, waiting])).toMatchObject([{ reason: 'timeout' }, { reason: 'timeout' }]);
  });

  it('loses the call when the deadline of its request is nearer', async () => {
    const request = new AbortController();
    const call = failureOf(channel.ask('a', request));
    await database.next();
    request.abort(new DOMException('time is over', 'TimeoutError'));
    expect(await call).toMatchObject({ reason: 'timeout' });
  });

  it('does not keep those who share a question waiting for ever: who comes late asks anew', async () => {
    const first = channel.ask('a', { sameAs: 'a' });
    const held = await database.next();
    const laterThanHalf = performance.now() + 11_000;
    vi.useFakeTimers({ toFake: ['performance'] }).advanceTimersByTime(laterThanHalf);
    const late = ['a', 'a'].map((name) => channel.ask(name, { sameAs: 'a' }));
    const again = await database.next();
    expect(again.body).toEqual({ name: 'a' });
    for (const request of [again, held]) request.echo();
    const shared = answerTo('a', 'grant', true);
    expect(await Promise.all([first, ...late])).toEqual([answerTo('a'), shared, shared]);
    expect(database.asked).toHaveLength(2);
  });
});

describe('the breaker', () => {
  const breaker = { failures: 2, halfOpenAfterMs: 10_000 };
  const states = () => events.flatMap((event) => (event.type === 'breaker' ? [event.state] : []));

  /** Only the clock that the breaker reads; the network goes on as ever. */
  function pass(ms: number): void {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  }

  beforeEach(async () => {
    channel = await open({ breaker });
  });

  it.each([
    ['5xx', (request: Asked) => request.answer(503, '{"errors":[{"message":"No."}]}')],
    ['no JSON', (request: Asked) => request.answer(200, 'no JSON')],
    ['half an answer', ({ socket }: Asked) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')],
  ])('opens after so many in a row: %s', async (_what, treat) => {
    await ended(['a'], treat);
    expect(channel.state).toBe('closed');
    await ended(['b'], treat);
    expect(channel.state).toBe('open');
    expect(await failureOf(channel.ask('c'))).toMatchObject({ reason: 'open' });
    expect(database.asked).toHaveLength(2);
    expect(states()).toEqual(['open']);
    expect(events.at(-1)).toEqual({ database: 'land', type: 'refused', reason: 'open' });
  });

  it('opens for a database that never answers', async () => {
    channel = await open({ breaker, timeoutMs: 50 });
    for (const name of ['a', 'b']) {
      expect(await failureOf(channel.ask(name))).toMatchObject({ reason: 'timeout' });
    }
    expect(channel.state).toBe('open');
  });

  it('does not open for errors in good answers, refusals, or clients who go away', async () => {
    const refusal = '{"errors":[{"message":"No."}]}';
    for (const status of [200, 200, 403, 403]) {
      await ended(['a'], (request) => request.answer(status, refusal));
    }
    for (const name of ['b', 'c', 'd']) {
      const client = new AbortController();
      const call = failureOf(channel.ask(name, client));
      await database.next();
      client.abort();
      expect(await call).toMatchObject({ reason: 'cancelled' });
    }
    expect(channel.state).toBe('closed');
    expect(await ended(['e'], (request) => request.echo())).toMatchObject([{ value: answerTo('e') }]);
  });

  it('starts to count anew with every good answer', async () => {
    const bad = (request: Asked) => request.answer(500, '{}');
    for (const treat of [bad, (request: Asked) => request.echo(), bad]) await ended(['a'], treat);
    expect(channel.state).toBe('closed');
  });

  it('fails those who wait when it opens', async () => {
    channel = await open({ breaker: { ...breaker, failures: 1 }, connections: 1 });
    const first = channel.ask('a');
    const request = await database.next();
    const waiting = failureOf(channel.ask('b'));
    request.answer(503, 'no JSON');
    expect(await Promise.all([failureOf(first), waiting])).toMatchObject([
      { reason: 'answer', status: 503 },
      { reason: 'open' },
    ]);
    expect(database.asked).toHaveLength(1);
  });

  async function breakIt(): Promise<void> {
    for (const name of ['a', 'b']) await ended([name], (request) => request.answer(500, '{}'));
    expect(channel.state).toBe('open');
  }

  it('lets one request find out, and closes when it is answered', async () => {
    await breakIt();
    pass(10_001);
    const [probe, beside] = [channel.ask('c'), failureOf(channel.ask('d', { grant: 'another' }))];
    const request = await database.next();
    expect(channel.state).toBe('half-open');
    expect(await beside).toMatchObject({ reason: 'open' });
    expect(await failureOf(channel.ask('e'))).toMatchObject({ reason: 'open' });
    request.echo();
    expect(await probe).toEqual(answerTo('c'));
    expect(channel.state).toBe('closed');
    expect(await ended(['f'], (next) => next.echo())).toMatchObject([{ value: answerTo('f') }]);
    expect(states()).toEqual(['open', 'half-open', 'closed']);
  });

  it('stays open when that one fails, which is not repeated', async () => {
    await breakIt();
    pass(10_001);
    expect(await ended(['c'], (request) => request.reset())).toMatchObject(
      failures(1, { reason: 'network' }),
    );
    expect(channel.state).toBe('open');
    expect(await failureOf(channel.ask('d'))).toMatchObject({ reason: 'open' });
    expect(database.asked).toHaveLength(3);
  });

  it('learns from that one even when nobody waits for it any more', async () => {
    await breakIt();
    pass(10_001);
    const client = new AbortController();
    const probe = failureOf(channel.ask('c', client));
    const request = await database.next();
    client.abort();
    expect(await probe).toMatchObject({ reason: 'cancelled' });
    expect(channel.state).toBe('half-open');
    request.echo();
    await vi.waitFor(() => expect(channel.state).toBe('closed'));
  });
});

it('what an event handler throws disturbs nobody', async () => {
  channel = openChannel(database.url, {
    onEvent: () => {
      throw new Error('a fault of the log');
    },
  });
  expect(await ended(['a'], (request) => request.echo())).toMatchObject([{ value: answerTo('a') }]);
});
