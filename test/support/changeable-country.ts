import { beforeAll, inject } from 'vitest';
import { loadCountry } from '../../commands/country.ts';
import type { ProvisionedDatabase } from '../../embedded/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { freshDatabase } from '../../subgraphs/kit/fixture.ts';
import { migrate } from '../../subgraphs/kit/index.ts';

/**
 * Databases of which these are a test file's own, with a country that it may change; the others are those of the run.
 * They are there before the hooks that are set afterwards.
 */
export function changeableDatabases(
  ...names: readonly string[]
): Readonly<Record<string, ProvisionedDatabase>> {
  const own = new Map(names.map((name) => [name, freshDatabase()] as const));
  beforeAll(async () => {
    for (const { name, migrations } of DATABASES) {
      const urls = own.get(name);
      if (urls !== undefined) await migrate(urls.ownerUrl, migrations);
    }
    const [first = { ownerUrl: '', servingUrl: '' }] = own.values();
    const installation = { databases: own, ledger: first, registers: first };
    await loadCountry(installation, { citizens: 200, seed: 1 }, undefined, names);
  });
  return { ...inject('databases'), ...Object.fromEntries(own) };
}
