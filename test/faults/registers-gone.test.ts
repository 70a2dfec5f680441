import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { expectAnswered, expectRefusal, send } from '../support/http.ts';
import { PROFILE } from '../support/personas.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

const NAME = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
const QUAN = { citizen: { name: { full: 'Nguyễn Minh Quân' } } };

let wire: Wire;
let system: TestSystem;

beforeAll(async () => {
  wire = await wireTo(inject('registers').servingUrl);
  system = await startTestSystem({ registersUrl: wire.url });
});

afterEach(() => wire.mend());

afterAll(async () => {
  await system.stop();
  await wire.cut();
});

/** An answer without anybody in it, with the source that was missing at each place. */
async function expectNobody(asker: Asker, query: string, source: string): Promise<void> {
  const { status, data, errors } = await system.ask(asker, query);
  expect(JSON.stringify({ data, errors })).not.toMatch(/Nguyễn|\d{12}/);
  expect(status).toBe(200);
  expect(errors.map(({ extensions }) => [extensions.code, extensions['source']])).toEqual([
    ['SOURCE_UNAVAILABLE', source],
  ]);
}

describe('without the gateway’s registers', () => {
  it('nobody is read in an officer’s name, because nobody knows whether the officer serves', async () => {
    await expectAnswered(system);
    await wire.cut();
    expectRefusal(await send(system, { body: { query: NAME } }), {
      status: 503,
      code: 'SOURCE_UNAVAILABLE',
      says: ['registers'],
    });
    await wire.mend();
    await expectAnswered(system);
  });

  it('nobody is read by consent', async () => {
    expect((await system.ask(CALLERS.bank, NAME)).data).toEqual(QUAN);
    await wire.cut();
    await expectNobody(CALLERS.bank, NAME, 'registers');
  });

  it('citizens still read their own record: nothing of it stands there', async () => {
    await wire.cut();
    const { data, errors } = await system.ask({ citizen: PROFILE }, '{ me { name { full } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ me: { name: { full: 'Nguyễn Minh Quân' } } });
  });

  it('that hang instead of failing, the request is refused as well', async () => {
    await expectAnswered(system);
    wire.freeze();
    const refused = await send(system, { body: { query: NAME } });
    expectRefusal(refused, { status: 503, code: 'SOURCE_UNAVAILABLE', says: ['registers'] });
  });
});

describe('without the register of persons', () => {
  const HOME = `{ citizen(personalId: "${PROFILE}") { healthInsurance { cardNumber } } }`;

  it('no other database is asked about anybody', async () => {
    const insurance: Asker = CALLERS.socialInsurance;
    expect((await system.ask(insurance, HOME)).errors).toEqual([]);
    await system.stopSubgraph('population');
    system.clearStatements();
    await expectNobody(insurance, HOME, 'population');
    expect(system.statements.get('insurance')).toEqual([]);
    await system.startSubgraph('population');
    expect((await system.ask(insurance, HOME)).errors).toEqual([]);
  });
});
