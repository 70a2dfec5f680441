import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { expectNothingInside } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { gapsOf, gapsWithout, LOST_WITHOUT, SIX_DATABASES, without } from '../support/six-databases.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const DEADLINE_MS = 10_000;

let system: TestSystem;
let whole: unknown;
const stopped: string[] = [];

beforeAll(async () => {
  system = await startTestSystem({
    governance: governanceGrantingEverything(),
    config: { deadlineMs: DEADLINE_MS },
  });
  const answer = await ask();
  expect(answer.errors).toEqual([]);
  whole = answer.data;
});

afterEach(async () => {
  for (const database of stopped.splice(0)) await system.startSubgraph(database);
});

afterAll(() => system.stop());

const ask = () => system.ask(CALLERS.everything, SIX_DATABASES);

async function stop(database: string): Promise<void> {
  stopped.push(database);
  await system.stopSubgraph(database);
}

describe.each(Object.keys(LOST_WITHOUT))('while the database %s is stopped', (database) => {
  it('its fields are unavailable, each at its place, and the rest is right', async () => {
    await stop(database);
    const begun = performance.now();
    const answer = await ask();
    expect(performance.now() - begun).toBeLessThan(DEADLINE_MS);
    expect(answer.status).toBe(200);
    expect(gapsOf(answer)).toEqual(gapsWithout([database]));
    expect(answer.data).toEqual(without(whole, LOST_WITHOUT[database] ?? []));
    expect(answer.extensions.lienthong?.sources.map((source) => source.database)).not.toContain(database);
    expectNothingInside(JSON.stringify(answer));
  });

  it('and when it is back, so is its data', async () => {
    await stop(database);
    await ask();
    await system.startSubgraph(stopped.pop() ?? '');
    const answer = await ask();
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual(whole);
  });
});

describe('while two databases are stopped', () => {
  it('both are told, each with its own fields', async () => {
    await stop('land');
    await stop('insurance');
    const answer = await ask();
    expect(gapsOf(answer)).toEqual(gapsWithout(['land', 'insurance']));
    const lost = [...(LOST_WITHOUT['land'] ?? []), ...(LOST_WITHOUT['insurance'] ?? [])];
    expect(answer.data).toEqual(without(whole, lost));
  });
});

describe('while a database is stopped', () => {
  it('what is withheld stays withheld, and is not called unavailable', async () => {
    await stop('land');
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } phone landRights { edges { cursor } } } }`;
    const { errors } = await system.ask(CALLERS.tax, query);
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code]).sort()).toEqual([
      ['citizen.landRights', 'SOURCE_UNAVAILABLE'],
      ['citizen.phone', 'ELEMENT_WITHHELD'],
    ]);
  });

  it('what needs another database only is answered as ever', async () => {
    await stop('land');
    const answer = await system.ask(CALLERS.tax, `{ citizen(personalId: "${PROFILE}") { name { full } } }`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
  });

  it('a limited caller is shown nobody whose residence cannot be checked', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } marriages { establishedOn } } }`;
    await stop('population');
    const answer = await system.ask(CALLERS.communeMarriage, query);
    expect(answer.data).toEqual({ citizen: null });
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['SOURCE_UNAVAILABLE']);
  });
});
