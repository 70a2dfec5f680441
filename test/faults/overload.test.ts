import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { type HeldDatabase, holdDatabase } from '../support/held-database.ts';
import { expectNothingInside, type RawAnswer, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const IN_WORK = 4;
const QUEUED = 16;
/** Five times what the gateway takes on. */
const BURST = 5 * (IN_WORK + QUEUED);

let system: TestSystem;
let land: HeldDatabase;
let whole: unknown;

beforeAll(async () => {
  system = await startTestSystem({
    // Time enough for a queue on a busy machine: what is refused here is refused because the queue is full.
    config: { maxInWork: IN_WORK, maxQueued: QUEUED, deadlineMs: 100_000, callTimeoutMs: 60_000 },
  });
  land = await holdDatabase(system, 'land');
  whole = (await ask()).data;
  expect(whole).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' }, landRights: {} } });
});

afterAll(async () => {
  await land.stop();
  await system.stop();
});

const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } landRights { edges { node { form } } } } }`;

const ask = () => send(system, { body: { query: QUERY } });

function expectWhole({ status, errors, data }: RawAnswer): void {
  expect([status, errors, data]).toEqual([200, [], whole]);
}

/** Sends the burst while the databases hold everything up; fulfilled when all that is refused has been refused. */
async function burst(): Promise<{ refused: readonly RawAnswer[]; admitted: Promise<readonly RawAnswer[]> }> {
  const refused: RawAnswer[] = [];
  const expected = BURST - IN_WORK - QUEUED;
  const isHeld = land.hold();
  const first = ask();
  await isHeld;
  const { promise: allRefused, resolve } = withResolver();
  const others = Array.from({ length: BURST - 1 }, async () => {
    const answer = await ask();
    if (answer.status === 503 && refused.push(answer) === expected) resolve();
    return answer;
  });
  await allRefused;
  const admitted = Promise.all([first, ...others]).then((all) => all.filter((one) => !refused.includes(one)));
  return { refused, admitted };
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

describe('a burst of five times what the gateway takes on', () => {
  it('is answered in what is let in, and refused at once in the rest, with when to come back', async () => {
    const { refused, admitted } = await burst();
    for (const answer of refused) {
      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['OVERLOADED']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(answer.headers.get('request-id')).toBeTruthy();
      expect(answer.data).toBeUndefined();
      expectNothingInside(answer.text);
    }
    land.release();
    const answered = await admitted;
    expect(answered).toHaveLength(IN_WORK + QUEUED);
    for (const answer of answered) expectWhole(answer);
  });

  it('does not keep health from being told', async () => {
    const { admitted } = await burst();
    const health = (what: string) => fetch(system.gatewayUrl.replace('/graphql', `/health/${what}`));
    expect([(await health('live')).status, (await health('ready')).status]).toEqual([200, 200]);
    land.release();
    for (const answer of await admitted) expectWhole(answer);
  });

  it('is over when it is over: as many as before are let in', async () => {
    const answers = await Promise.all(Array.from({ length: IN_WORK + QUEUED }, ask));
    for (const answer of answers) expectWhole(answer);
    expectWhole(await ask());
  });

  it('spares who had asked for nothing from knowing who did', async () => {
    const { refused, admitted } = await burst();
    expect(refused.map(({ text }) => text).join()).not.toContain(CALLERS.tax.agency);
    land.release();
    await admitted;
  });
});
