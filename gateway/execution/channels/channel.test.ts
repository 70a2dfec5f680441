import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerTo,
  type FixtureChannel,
  type FixtureDatabase,
  failureOf,
  openChannel,
  startDatabase,
} from './database.fixture.ts';
import type { ChannelEvent, ChannelOptions } from './index.ts';

let database: FixtureDatabase;
let channel: FixtureChannel;
let events: ChannelEvent[];

beforeEach(async () => {
  database = await startDatabase();
  channel = await open();
});

afterEach(async () => {
  await channel.close();
  await database.stop();
});

async function open(changes: Partial<ChannelOptions> = {}): Promise<FixtureChannel> {
  await channel?.close();
  events = [];
  return openChannel(database.url, { onEvent: (event) => events.push(event), ...changes });
}

describe('a call', () => {
  it('leaves at once when nothing is under way, as a plain object with its grant', async () => {
    const call = channel.ask('a');
    const request = await database.next();
    expect(request).toMatchObject({ path: '/graphql', grant: 'grant', body: { name: 'a' } });
    request.echo();
    expect(await call).toEqual(answerTo('a'));
    expect(events).toEqual([{ database: 'land', type: 'sent', calls: 1 }]);
  });

  it('without a grant has no header for it, and may go to another path', async () => {
    const call = channel.ask('a', { path: 'conditions', grant: '' });
    const request = await database.next();
    expect(request).toMatchObject({ path: '/conditions', grant: undefined });
    request.echo();
    expect(await call).toMatchObject({ status: 200 });
  });

  it('leaves together with those of the same turn', async () => {
    const calls = [channel.ask('a'), Promise.resolve().then(() => channel.ask('b'))];
    const request = await database.next();
    expect(request.body).toEqual([{ name: 'a' }, { name: 'b' }]);
    request.echo();
    expect(await Promise.all(calls)).toEqual([answerTo('a'), answerTo('b')]);
  });

  it('leaves nothing at its signal', async () => {
    const { signal } = new AbortController();
    const call = channel.ask('a', { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    (await database.next()).echo();
    await call;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('calls that come while one is under way', () => {
  beforeEach(async () => {
    // With one connection nothing can leave beside, however long a test takes.
    channel = await open({ connections: 1 });
  });

  it('leave together when it is back, and each gets its own answer', async () => {
    const first = channel.ask('a');
    const request = await database.next();
    const others = ['b', 'c', 'd'].map((name) => channel.ask(name));
    request.echo();
    expect(await first).toEqual(answerTo('a'));
    const batch = await database.next();
    expect(batch.names).toEqual(['b', 'c', 'd']);
    batch.echo();
    expect(await Promise.all(others)).toEqual(['b', 'c', 'd'].map((name) => answerTo(name)));
    expect(events.map((event) => event.type === 'sent' && event.calls)).toEqual([1, 3]);
  });

  it('leave together only under one grant and to one path', async () => {
    const first = channel.ask('a');
    const request = await database.next();
    const others = [
      channel.ask('b'),
      channel.ask('c', { grant: 'another' }),
      channel.ask('d', { path: 'conditions' }),
      channel.ask('e'),
    ];
    request.echo();
    const batches = [];
    for (let count = 0; count < 3; count += 1) {
      const batch = await database.next();
      batches.push([batch.path, batch.grant, ...batch.names]);
      batch.echo();
    }
    expect(batches).toEqual([
      ['/graphql', 'grant', 'b', 'e'],
      ['/graphql', 'another', 'c'],
      ['/conditions', 'grant', 'd'],
    ]);
    expect(await Promise.all([first, ...others])).toEqual([
      answerTo('a'),
      answerTo('b'),
      answerTo('c', 'another'),
      answerTo('d'),
      answerTo('e'),
    ]);
  });

  it('take turns between grants, so that a flood waits behind itself', async () => {
    channel = await open({ connections: 1, maxBatch: 2 });
    const flood = ['1', '2', '3', '4', '5'].map((name) => channel.ask(name, { grant: 'flood' }));
    const first = await database.next();
    const other = channel.ask('a', { grant: 'other' });
    const turns = [];
    for (let request = first; turns.length < 4; request = await database.next()) {
      turns.push([request.grant, ...request.names]);
      request.echo();
      if (turns.length === 4) break;
    }
    expect(turns).toEqual([
      ['flood', '1', '2'],
      ['flood', '3', '4'],
      ['other', 'a'],
      ['flood', '5'],
    ]);
    await Promise.all([...flood, other]);
  });

  it('are plain objects side by side when the database knows no batches', async () => {
    channel = await open({ connections: 2, maxBatch: 1 });
    const calls = ['a', 'b', 'c'].map((name) => channel.ask(name));
    const [first, second] = [await database.next(), await database.next()];
    expect([first.body, second.body]).toEqual(expect.arrayContaining([{ name: 'a' }, { name: 'b' }]));
    expect(database.asked).toHaveLength(2);
    first.echo();
    const third = await database.next();
    expect(third.body).toEqual({ name: 'c' });
    for (const request of [second, third]) request.echo();
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c'].map((name) => answerTo(name)));
  });

  it('leave one after the other when together they would be more than a database takes', async () => {
    const names = ['a', 'b'].map((letter) => letter.repeat(400_000));
    const calls = names.map((name) => channel.ask(name));
    for (const name of names) {
      const request = await database.next();
      expect(request.body).toEqual({ name });
      request.echo();
    }
    expect(await Promise.all(calls)).toEqual(names.map((name) => answerTo(name)));
  });

  it('leave beside it when it takes unusually long', async () => {
    channel = await open({ connections: 2 });
    const slow = channel.ask('slow');
    const held = await database.next();
    const other = channel.ask('other');
    (await database.next()).echo();
    expect(await other).toEqual(answerTo('other'));
    held.echo();
    expect(await slow).toEqual(answerTo('slow'));
  });
});

describe('a caller who goes away', () => {
  it('is told at once, and takes the request along when nobody else waits for it', async () => {
    const clients = [new AbortController(), new AbortController()];
    const calls = clients.map(({ signal }, index) => channel.ask(`${index}`, { signal }));
    const request = await database.next();
    clients[0]?.abort();
    expect(await failureOf(calls[0] as Promise<unknown>)).toMatchObject({ reason: 'cancelled' });
    expect(request.socket.destroyed).toBe(false);
    clients[1]?.abort();
    expect(await failureOf(calls[1] as Promise<unknown>)).toMatchObject({ reason: 'cancelled' });
    await request.closed;
    expect(channel.state).toBe('closed');
  });

  it('leaves the others their answers', async () => {
    const client = new AbortController();
    const calls = [channel.ask('a'), channel.ask('b', client), channel.ask('c')];
    const request = await database.next();
    client.abort();
    request.echo();
    expect(await Promise.allSettled(calls)).toMatchObject([
      { value: answerTo('a') },
      { reason: { reason: 'cancelled' } },
      { value: answerTo('c') },
    ]);
  });

  it('while waiting is never sent', async () => {
    channel = await open({ connections: 1 });
    const first = channel.ask('a');
    const request = await database.next();
    const client = new AbortController();
    const [waiting, other] = [channel.ask('b', client), channel.ask('c')];
    client.abort();
    expect(await failureOf(waiting)).toMatchObject({ reason: 'cancelled' });
    request.echo();
    const second = await database.next();
    expect(second.body).toEqual({ name: 'c' });
    second.echo();
    await Promise.all([first, other]);
  });

  it('before the call makes none', async () => {
    expect(await failureOf(channel.ask('a', { signal: AbortSignal.abort() }))).toMatchObject({
      reason: 'cancelled',
    });
    const timeOver = AbortSignal.abort(new DOMException('time is over', 'TimeoutError'));
    expect(await failureOf(channel.ask('b', { signal: timeOver }))).toMatchObject({ reason: 'timeout' });
    const call = channel.ask('c');
    (await database.next()).echo();
    await call;
    expect(database.asked.map(({ names }) => names)).toEqual([['c']]);
  });
});

/** The answer to a question that several callers ask. */
const shared = (name: string) => answerTo(name, 'grant', true);

describe('identical calls in flight', () => {
  it('are made once, waiting or under way', async () => {
    channel = await open({ connections: 1 });
    const first = channel.ask('a', { sameAs: 'a' });
    const request = await database.next();
    const calls = [
      channel.ask('a', { sameAs: 'a' }),
      channel.ask('b', { sameAs: 'b' }),
      channel.ask('b', { sameAs: 'b' }),
    ];
    request.echo();
    expect(await Promise.all([first, calls[0]])).toEqual([shared('a'), shared('a')]);
    const second = await database.next();
    expect(second.body).toEqual({ name: 'b' });
    second.echo();
    expect(await Promise.all(calls.slice(1))).toEqual([shared('b'), shared('b')]);
  });

  it.each([
    ['under another grant', {}, { grant: 'another', sameAs: 'a' }],
    ['to another path', {}, { path: 'conditions', sameAs: 'a' }],
    ['that do not say so', {}, {}],
    ['when sharing is off', { shareInFlight: false }, { sameAs: 'a' }],
  ])('are not those %s', async (_which, options, asking) => {
    channel = await open(options);
    const calls = [channel.ask('a', { sameAs: 'a' }), channel.ask('b', asking)];
    const names: string[] = [];
    while (names.length < 2) {
      const request = await database.next();
      names.push(...request.names);
      request.echo();
    }
    const grant = 'grant' in asking ? asking.grant : 'grant';
    expect(await Promise.all(calls)).toEqual([answerTo('a'), answerTo('b', grant)]);
  });

  it('are not those that come after the answer', async () => {
    for (const name of ['a', 'b']) {
      const call = channel.ask(name, { sameAs: 'same' });
      (await database.next()).echo();
      expect(await call).toEqual(answerTo(name));
    }
  });

  it('go on for those who stay, and end with the last', async () => {
    const clients = [new AbortController(), new AbortController()];
    const calls = clients.map(({ signal }) => channel.ask('a', { sameAs: 'a', signal }));
    const request = await database.next();
    clients[0]?.abort();
    expect(await failureOf(calls[0] as Promise<unknown>)).toMatchObject({ reason: 'cancelled' });
    const late = channel.ask('late', { sameAs: 'a' });
    clients[1]?.abort();
    expect(await failureOf(calls[1] as Promise<unknown>)).toMatchObject({ reason: 'cancelled' });
    request.echo();
    expect(await late).toEqual(shared('a'));
  });
});

describe('a queue that is full', () => {
  it('fails the next call at once, and nobody else', async () => {
    channel = await open({ connections: 1, maxWaiting: 2 });
    const calls = [channel.ask('a')];
    const request = await database.next();
    calls.push(channel.ask('b'), channel.ask('c'));
    const failure = await failureOf(channel.ask('d'));
    expect(failure).toMatchObject({ name: 'CallFailure', reason: 'overloaded', database: 'land' });
    expect(events).toContainEqual({ database: 'land', type: 'refused', reason: 'overloaded' });
    request.echo();
    (await database.next()).echo();
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c'].map((name) => answerTo(name)));
  });

  it('takes no notice of those who leave in this turn', async () => {
    channel = await open({ connections: 1, maxBatch: 2, maxWaiting: 2 });
    const calls = ['a', 'b', 'c', 'd'].map((name) => channel.ask(name));
    expect(await failureOf(channel.ask('e'))).toMatchObject({ reason: 'overloaded' });
    for (let count = 0; count < 2; count += 1) (await database.next()).echo();
    await Promise.all(calls);
  });

  it('makes room for another grant at the cost of the one that fills it', async () => {
    channel = await open({ connections: 1, maxWaiting: 3 });
    const first = channel.ask('0', { grant: 'flood' });
    const request = await database.next();
    const flood = ['1', '2', '3'].map((name) => channel.ask(name, { grant: 'flood' }));
    const other = channel.ask('a', { grant: 'other' });
    expect(await failureOf(flood[2] as Promise<unknown>)).toMatchObject({ reason: 'overloaded' });
    request.echo();
    for (let count = 0; count < 2; count += 1) (await database.next()).echo();
    expect(await other).toEqual(answerTo('a', 'other'));
    expect(await Promise.all([first, ...flood.slice(0, 2)])).toHaveLength(3);
  });
});

describe('a channel that is closed', () => {
  it('ends what waits and what is under way, and makes no call any more', async () => {
    channel = await open({ connections: 1 });
    const under = failureOf(channel.ask('a'));
    const request = await database.next();
    const waiting = failureOf(channel.ask('b'));
    await channel.close();
    expect(await Promise.all([under, waiting, failureOf(channel.ask('c'))])).toMatchObject(
      Array.from({ length: 3 }, () => ({ reason: 'cancelled' })),
    );
    await request.closed;
    expect(database.asked).toHaveLength(1);
    await channel.close();
  });
});
