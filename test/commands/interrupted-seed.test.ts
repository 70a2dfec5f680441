import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countryState, loadCountry, replaceCountry } from '../../commands/country.ts';
import { type Installation, openInstallation } from '../../commands/installation.ts';
import { dropDatabase, loadSecrets } from '../../embedded/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { distrustContent } from '../../subgraphs/kit/index.ts';

const PREFIX = `lt_seed_${process.pid}_`;
const COUNTRY = { citizens: 250, seed: 5 };

let installation: Installation;

beforeAll(async () => {
  const secrets = await loadSecrets(inject('secretsDir'));
  installation = await openInstallation({ adminUrl: inject('postgresUrl'), secrets, prefix: PREFIX });
});

afterAll(async () => {
  for (const name of [...DATABASES.map((database) => database.name), 'ledger', 'registers']) {
    await dropDatabase({ adminUrl: inject('postgresUrl'), name, prefix: PREFIX });
  }
});

describe('a country whose loading was interrupted', () => {
  it('is unknown before the first load', async () => {
    const { empty, country } = await countryState(installation);
    expect(empty).toHaveLength(DATABASES.length);
    expect(country).toBeUndefined();
  });

  it('is whole after a load', async () => {
    await replaceCountry(installation, COUNTRY);
    expect(await countryState(installation)).toEqual({ empty: [], country: COUNTRY });
  });

  it('is completed with the same country, not with another one', async () => {
    for (const name of ['insurance', 'land']) {
      await distrustContent(installation.databases.get(name)?.ownerUrl ?? '');
    }
    const { empty, country } = await countryState(installation);
    expect([...empty].sort()).toEqual(['insurance', 'land']);
    expect(country).toEqual(COUNTRY);
    await loadCountry(installation, COUNTRY, undefined, empty);
    expect((await countryState(installation)).empty).toEqual([]);
  });
});
