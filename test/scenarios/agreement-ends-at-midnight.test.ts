import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { today } from '../../contract/calendar.ts';
import { CALLERS } from '../support/callers.ts';
import { governanceWith } from '../support/governance.ts';
import { TAX_FILE, taxAgreement } from '../support/governance-folder.ts';
import { type HeldDatabase, holdDatabase } from '../support/held-database.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

/** The last second of the day in Viet Nam, and the first one of the next. */
const LAST_DAY = today();
const BEFORE = new Date(`${LAST_DAY}T23:59:59+07:00`);
const AFTER = new Date(BEFORE.getTime() + 1_000);

const NAME = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
const VALUE = { citizen: { name: { full: 'Nguyễn Minh Quân' } } };

let system: TestSystem;
let population: HeldDatabase;
let clock: Date;

beforeAll(async () => {
  const governance = governanceWith({ [TAX_FILE]: taxAgreement({ to: LAST_DAY }) });
  system = await startTestSystem({ governance, now: () => clock });
  population = await holdDatabase(system, 'population');
});

beforeEach(() => {
  clock = BEFORE;
});

afterEach(() => population.release());

afterAll(async () => {
  await system.stop();
  await population.stop();
});

describe('an agreement whose last day is today', () => {
  it('holds until midnight in Viet Nam', async () => {
    expect(await system.ask(CALLERS.tax, NAME)).toMatchObject({ status: 200, data: VALUE, errors: [] });
  });

  it('is over at midnight', async () => {
    clock = AFTER;
    const { data, errors } = await system.ask(CALLERS.tax, NAME);
    expect(data).toEqual({ citizen: null });
    expect(errors[0]?.extensions).toMatchObject({ code: 'ELEMENT_WITHHELD' });
  });

  it('releases nothing to requests that run over midnight, and each of them is answered', async () => {
    const held = population.hold();
    const answers = Promise.all(Array.from({ length: 10 }, () => system.ask(CALLERS.tax, NAME)));
    await held;
    clock = AFTER;
    population.release();
    for (const { status, data, errors } of await answers) {
      expect([status, data]).toEqual([200, { citizen: null }]);
      expect(errors.map(({ extensions }) => extensions.code)).toContain('ELEMENT_WITHHELD');
    }
  });

  it('does not touch those whose agreement goes on: they run over midnight and read', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
    const held = population.hold();
    const answer = system.ask(CALLERS.socialInsurance, query);
    await held;
    clock = AFTER;
    population.release();
    expect(await answer).toMatchObject({ status: 200, data: VALUE, errors: [] });
  });
});
