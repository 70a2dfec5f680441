import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ask } from '../load/job.ts';
import { citizensOf } from './by-hand/citizens.ts';
import { profileOf } from './by-hand/profile.ts';
import { openStatements } from './by-hand/statements.ts';
import { readUnits } from './by-hand/units.ts';
import { type CountryScenario, countryAsks } from './operations.ts';
import type { CountrySite } from './site.ts';

/** Answers that are computed at once. */
const AT_ONCE = 50;

/**
 * Writes the requests of a scenario for the load, each with its expected answer: what SQL written by hand finds, which
 * shares nothing with any gateway.
 */
export async function writeAsks(site: CountrySite, scenario: CountryScenario): Promise<string> {
  const statements = openStatements(site.databaseUrls);
  const units = await readUnits(statements.ask);
  const expected = async ({ personalId, personalIds }: Readonly<Record<string, unknown>>): Promise<object> =>
    Array.isArray(personalIds)
      ? await citizensOf(statements.ask, personalIds)
      : await profileOf(statements.ask, units, personalId);
  const all = await countryAsks(scenario, site.personalIds);
  const asks: Ask[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const some = all.slice(start, start + AT_ONCE).map(async (ask) => ({
      body: JSON.stringify(ask),
      expected: JSON.stringify(await expected(ask.variables)),
    }));
    asks.push(...(await Promise.all(some)));
  }
  await statements.close();
  const file = join(site.folder, `asks-${scenario}.json`);
  await writeFile(file, JSON.stringify(asks));
  return file;
}
