import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createLog } from '../../gateway/observability/index.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

/** Failed calls in a row after which a database is left alone. */
const FAILURES = 20;
const SOON = { timeout: 20_000, interval: 20 };

const lines: string[] = [];
let system: TestSystem;

beforeAll(async () => {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).split('\n'));
      done();
    },
  });
  system = await startTestSystem({ log: createLog('warn', destination) });
});

afterAll(() => system.stop());

const ask = () =>
  system.ask(CALLERS.tax, `{ citizen(personalId: "${PROFILE}") { landRights { edges { node { form } } } } }`);

/** What the log says of whether a database is called. */
function states(): readonly string[] {
  return lines.flatMap((line) => {
    if (!line.includes('calls to a database')) return [];
    const { database, state } = JSON.parse(line) as { readonly database: string; readonly state: string };
    return [`${database} ${state}`];
  });
}

it('a database that fails again and again is left alone, and called again once it is back; the log says both', async () => {
  const whole = await ask();
  expect(whole.errors).toEqual([]);
  await system.stopSubgraph('land');
  for (let call = 0; call < FAILURES; call += 1) {
    expect((await ask()).errors[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'land' });
  }
  expect(states()).toEqual(['land open']);
  await system.startSubgraph('land');
  await vi.waitFor(async () => expect((await ask()).data).toEqual(whole.data), SOON);
  expect(states().slice(1)).toEqual(['land half-open', 'land closed']);
});
