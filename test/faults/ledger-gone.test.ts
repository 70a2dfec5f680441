import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { expectRefusal, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let wire: Wire;
let system: TestSystem;

beforeAll(async () => {
  wire = await wireTo(inject('ledger').servingUrl);
  system = await startTestSystem({ ledgerUrl: wire.url });
});

afterEach(() => wire.mend());

afterAll(async () => {
  await system.stop();
  await wire.cut();
});

const QUERIES = {
  'an answer': `{ citizen(personalId: "${PROFILE}") { name { full } } }`,
  'an answer with gaps': `{ citizen(personalId: "${PROFILE}") { name { full } phone } }`,
  'an answer without anything in it': `{ citizen(personalId: "${PROFILE}") { phone } }`,
  'public data': '{ administrativeUnit(code: "00004") { fullName } }',
};

describe.each(Object.entries(QUERIES))('%s', (_what, query) => {
  it('is released only after it is recorded', async () => {
    const recorded = await send(system, { body: { query } });
    expect(recorded.status).toBe(200);
    expect(recorded.text).toContain('"data"');
    await wire.cut();
    const refused = await send(system, { body: { query } });
    expectRefusal(refused, { status: 503, code: 'LEDGER_UNAVAILABLE', says: ['not released'] });
    expect(refused.text).not.toMatch(/Nguyễn|Phường|"data":\{/);
  });
});

describe('without the ledger', () => {
  it('not even a refusal of the whole operation is given unrecorded', async () => {
    const request = { body: { query: QUERIES['an answer with gaps'] }, headers: { 'on-withheld': 'reject' } };
    expectRefusal(await send(system, request), {
      status: 403,
      code: 'OPERATION_WITHHELD',
      says: ['withheld'],
    });
    await wire.cut();
    expectRefusal(await send(system, request), {
      status: 503,
      code: 'LEDGER_UNAVAILABLE',
      says: ['recorded'],
    });
  });

  it('a citizen’s own token reads nothing either', async () => {
    const query = '{ me { name { full } } }';
    expect((await system.ask({ citizen: PROFILE }, query)).data).toEqual({
      me: { name: { full: 'Nguyễn Minh Quân' } },
    });
    await wire.cut();
    const refused = await system.ask({ citizen: PROFILE }, query);
    expect([refused.status, refused.data]).toEqual([503, undefined]);
  });

  it('requests are refused one by one, and answered again once it is back, without a restart', async () => {
    await wire.cut();
    const ask = () => system.ask(CALLERS.tax, QUERIES['an answer']);
    const refused = await Promise.all(Array.from({ length: 8 }, ask));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    await wire.mend();
    expect((await ask()).data).toEqual({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
  });

  it('that hangs instead of failing, the answer is refused as well', async () => {
    await system.ask(CALLERS.tax, QUERIES['an answer']);
    wire.freeze();
    const refused = await send(system, { body: { query: QUERIES['an answer'] } });
    expectRefusal(refused, { status: 503, code: 'LEDGER_UNAVAILABLE', says: ['not released'] });
  });
});
