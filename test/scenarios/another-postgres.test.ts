import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadCountry } from '../../commands/country.ts';
import { type Installation, openInstallation } from '../../commands/installation.ts';
import { dropDatabase, loadSecrets } from '../../embedded/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const OPERATION = readFileSync(new URL('../operations/unified-profile.graphql', import.meta.url), 'utf8');
const ADMIN_URL = process.env['POSTGRES_URL'];
const PREFIX = `lt_test_${process.pid}_`;

describe('the pipeline that builds this project', () => {
  it('brings a PostgreSQL server of its own, so that nothing here is skipped', () => {
    if (process.env['CI'] === 'true') expect(ADMIN_URL).toMatch(/^postgres/);
    else expect(typeof ADMIN_URL).toMatch(/string|undefined/);
  });
});

describe.skipIf(ADMIN_URL === undefined)('on an agency’s own PostgreSQL server', () => {
  const adminUrl = ADMIN_URL ?? '';
  let system: TestSystem;
  let installation: Installation;

  beforeAll(async () => {
    const secrets = await loadSecrets(inject('secretsDir'));
    installation = await openInstallation({ adminUrl, secrets, prefix: PREFIX });
    await loadCountry(installation, { citizens: 600, seed: 1 });
    system = await startTestSystem({
      databases: Object.fromEntries(installation.databases),
      ledgerUrl: installation.ledger.servingUrl,
    });
  });

  afterAll(async () => {
    await system.stop();
    for (const name of [...DATABASES.map((database) => database.name), 'ledger', 'registers']) {
      await dropDatabase({ adminUrl, name, prefix: PREFIX });
    }
  });

  it('the unified profile is the same as on the embedded one', async () => {
    const embedded = await startTestSystem();
    const there = await system.ask(CALLERS.tax, OPERATION, { personalId: PROFILE });
    const here = await embedded.ask(CALLERS.tax, OPERATION, { personalId: PROFILE });
    await embedded.stop();
    expect(there.errors).toEqual(here.errors);
    expect(there.data).toEqual(here.data);
    expect(there.data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
  });
});
