import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { today } from '../../contract/calendar.ts';
import { dropDatabase, provisionDatabase } from '../../embedded/index.ts';
import { migrate } from '../../subgraphs/kit/index.ts';
import { CALLERS } from '../support/callers.ts';
import { governanceWith } from '../support/governance.ts';
import { TAX_FILE, taxAgreement } from '../support/governance-folder.ts';
import { type HeldDatabase, holdDatabase } from '../support/held-database.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

/*
 * The answer is ready, and the ledger takes its time. Meanwhile the day ends, and with it the agreement.
 */

const SOON = { timeout: 20_000, interval: 5 };
const LAST_DAY = today();
const BEFORE = new Date(`${LAST_DAY}T23:59:59+07:00`);
const AFTER = new Date(BEFORE.getTime() + 1_000);
const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;

const database = {
  adminUrl: inject('postgresUrl'),
  name: `ledger-${randomBytes(5).toString('hex')}`,
  prefix: 'test_',
};

let system: TestSystem;
let population: HeldDatabase;
let owner: Client;
let clock: Date;

beforeAll(async () => {
  const urls = await provisionDatabase({ ...database, secret: 'for the tests only', serving: 'append-only' });
  await migrate(urls.ownerUrl, fileURLToPath(new URL('../../gateway/ledger/migrations', import.meta.url)));
  owner = new Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  const governance = governanceWith({ [TAX_FILE]: taxAgreement({ to: LAST_DAY }) });
  system = await startTestSystem({ governance, now: () => clock, ledgerUrl: urls.servingUrl });
  population = await holdDatabase(system, 'population');
});

beforeEach(() => {
  clock = BEFORE;
});

afterAll(async () => {
  await system.stop();
  await population.stop();
  await owner.end();
  await dropDatabase(database);
});

/** Asks while the ledger is busy; `meanwhile` happens when the entry waits to be written. */
async function askWhileLedgerIsBusy(meanwhile: () => void) {
  await owner.query('begin');
  await owner.query('lock table entries in exclusive mode');
  const answer = system.ask(CALLERS.tax, QUERY);
  await vi.waitFor(async () => {
    const { rows } = await owner.query(
      "select from pg_locks where relation = 'entries'::regclass and not granted",
    );
    expect(rows).not.toHaveLength(0);
  }, SOON);
  meanwhile();
  await owner.query('commit');
  return await answer;
}

describe('an agreement that ends while the answer is being recorded', () => {
  it('is not what the answer leaves under', async () => {
    const { status, data, errors } = await askWhileLedgerIsBusy(() => {
      clock = AFTER;
    });
    expect([status, data]).toEqual([200, { citizen: null }]);
    expect(errors[0]?.extensions.code).toBe('ELEMENT_WITHHELD');
  });

  it('or does not end: then the answer leaves as soon as it is recorded', async () => {
    const { status, data, errors } = await askWhileLedgerIsBusy(() => undefined);
    expect([status, data, errors]).toEqual([200, { citizen: { name: { full: 'Nguyễn Minh Quân' } } }, []]);
  });

  it('leaves one entry, of what was said, when it ended before anything was recorded', async () => {
    const { headers, ...tax } = CALLERS.tax;
    const held = population.hold();
    const answer = system.ask({ ...tax, headers: { ...headers, 'request-id': 'over-midnight' } }, QUERY);
    await held;
    clock = AFTER;
    population.release();
    expect((await answer).data).toEqual({ citizen: null });
    const { rows } = await owner.query(
      `select kind, elements from entries e join answers a on a.id = e.answer
       where a.content->>'requestId' = 'over-midnight'`,
    );
    expect(rows).toEqual([{ kind: 'nothing-read', elements: [] }]);
  });
});
