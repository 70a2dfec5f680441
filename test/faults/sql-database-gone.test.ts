import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { expectNothingInside } from '../support/http.ts';
import { gapsOf, LOST_WITHOUT, SIX_DATABASES, without } from '../support/six-databases.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;
const wires = new Map<string, Wire>();
let whole: unknown;

beforeAll(async () => {
  const databases = inject('databases');
  for (const name of ['insurance', 'population'])
    wires.set(name, await wireTo(databases[name]?.servingUrl ?? ''));
  system = await startTestSystem({
    governance: governanceGrantingEverything(),
    config: { deadlineMs: 6_000, callTimeoutMs: 4_000 },
    databases: Object.fromEntries(
      Object.entries(databases).map(([name, urls]) => [
        name,
        { ...urls, servingUrl: wires.get(name)?.url ?? urls.servingUrl },
      ]),
    ),
  });
  whole = (await ask()).data;
  expect(JSON.stringify(whole)).toContain('Nguyễn Minh Quân');
});

afterAll(async () => {
  await system.stop();
  for (const wire of wires.values()) await wire.cut();
});

const ask = () => system.ask(CALLERS.everything, SIX_DATABASES);

describe.each(['insurance', 'population'])('a service whose PostgreSQL is gone (%s)', (name) => {
  it('says that it cannot answer, in no word of SQL, and answers again when it can', async () => {
    const wire = wires.get(name);
    await wire?.cut();
    const answer = await ask();
    const lost = LOST_WITHOUT[name] ?? [];
    expect(answer.data).toEqual(without(whole, lost));
    expect(
      answer.errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`).sort(),
    ).toEqual(lost.map((path) => `${path} SOURCE_UNAVAILABLE`));
    expect(gapsOf(answer).states).toEqual(lost.map((path) => `${path} unavailable ${name}`));
    expect(JSON.stringify(answer)).not.toMatch(/ECONNREFUSED|connect|terminat|select|relation|postgres/i);
    expectNothingInside(JSON.stringify(answer));
    await wire?.mend();
    expect((await ask()).data).toEqual(whole);
  });
});
