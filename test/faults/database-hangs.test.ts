import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { gapsOf, gapsWithout, LOST_WITHOUT, SIX_DATABASES, without } from '../support/six-databases.ts';
import { standIn } from '../support/stand-in.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const CALL_TIMEOUT_MS = 2_000;
/** What a busy machine may add; far less than the time for which a hanging database would hold the answer. */
const ALLOWANCE_MS = 6_000;

let system: TestSystem;
let whole: unknown;

beforeAll(async () => {
  system = await startTestSystem({
    governance: governanceGrantingEverything(),
    config: { deadlineMs: 20_000, callTimeoutMs: CALL_TIMEOUT_MS },
  });
  // The first answer also opens connections and plans, which must not count.
  await ask();
  const answer = await ask();
  expect(answer.errors).toEqual([]);
  whole = answer.data;
});

afterAll(() => system.stop());

const ask = () => system.ask(CALLERS.everything, SIX_DATABASES);

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n';

/** Ways to accept a call and never finish it. */
const BEHAVIOURS: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': () => undefined,
  'begins an answer and falls silent': (socket) => socket.once('data', () => socket.write(`${HEAD}{"data":`)),
  'sends an answer byte by byte': (socket) => {
    const drip = setInterval(() => socket.write(' '), 50);
    socket.once('data', () => socket.write(HEAD)).once('close', () => clearInterval(drip));
  },
};

describe.each([
  ['land', 'says nothing'],
  ['land', 'begins an answer and falls silent'],
  ['land', 'sends an answer byte by byte'],
  ['population', 'says nothing'],
])('the database %s, when it accepts calls and %s', (database, what) => {
  it('holds nobody up: the rest is answered in time', async () => {
    await system.stopSubgraph(database);
    const hanging = await standIn(system.subgraphUrl(database), BEHAVIOURS[what]);
    try {
      const begun = performance.now();
      const answer = await ask();
      expect(performance.now() - begun).toBeLessThan(CALL_TIMEOUT_MS + ALLOWANCE_MS);
      expect(gapsOf(answer)).toEqual(gapsWithout([database]));
      expect(answer.data).toEqual(without(whole, LOST_WITHOUT[database] ?? []));
    } finally {
      await hanging.close();
      await system.startSubgraph(database);
    }
    expect((await ask()).data).toEqual(whole);
  });
});

describe('a deadline that is nearer than the patience with one database', () => {
  it('ends the answer', async () => {
    const hasty = await startTestSystem({
      governance: governanceGrantingEverything(),
      config: { deadlineMs: 2_000, callTimeoutMs: 60_000 },
    });
    await hasty.ask(CALLERS.everything, SIX_DATABASES);
    await hasty.ask(CALLERS.everything, SIX_DATABASES);
    await hasty.stopSubgraph('land');
    const hanging = await standIn(hasty.subgraphUrl('land'));
    try {
      const begun = performance.now();
      const answer = await hasty.ask(CALLERS.everything, SIX_DATABASES);
      expect(performance.now() - begun).toBeLessThan(2_000 + ALLOWANCE_MS);
      expect(gapsOf(answer)).toEqual(gapsWithout(['land']));
    } finally {
      await hanging.close();
      await hasty.stop();
    }
  });
});
