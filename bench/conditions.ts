import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCountry, makeNation } from '../commands/country.ts';
import { openInstallation } from '../commands/installation.ts';
import { createGrantSigner, GRANT_HEADER } from '../contract/access-grant.ts';
import { ASKS_CONDITIONS } from '../contract/subject-conditions.ts';
import { loadSecrets, startPostgres } from '../embedded/index.ts';
import { DATABASES } from '../subgraphs/databases.ts';
import { serveDatabase } from '../subgraphs/kit/index.ts';
import { type Measure, summary, timesOf } from './measure.ts';

const PERSONS = 1_000;
const LIMIT = 20;
const COUNTRY = { citizens: 3_000, seed: 1 };

/**
 * How long the register of persons takes to say what holds for 1,000 persons, over HTTP, in one SQL statement;
 * compared with the same question about one person.
 */
export async function measureConditions(): Promise<readonly Measure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-bench-'));
  const postgres = await startPostgres({ dataDir, durable: false });
  try {
    const secrets = await loadSecrets(dataDir);
    const installation = await openInstallation({ adminUrl: postgres.adminUrl, secrets });
    await loadCountry(installation, COUNTRY, undefined, ['population']);
    const personalIds = makeNation(COUNTRY).people.map(({ personalId }) => personalId);
    const [definition] = DATABASES.filter(({ name }) => name === 'population');
    const urls = installation.databases.get('population');
    if (definition === undefined || urls === undefined) throw new Error('No population database.');
    let statements = 0;
    const subgraph = await serveDatabase(definition, {
      databaseUrl: urls.servingUrl,
      gatewayKey: secrets.grantKey.publicJwk,
      onStatement: () => {
        statements += 1;
      },
    });
    const grant = await (await createGrantSigner(secrets.grantKey.privateJwk)).sign({
      audience: 'population',
      agency: 'PC-COMMUNE-00004',
      purpose: 'TTHC:1.001193',
      elements: [ASKS_CONDITIONS],
      jurisdiction: ['00004'],
      checkedTypes: [],
      linkKey: '',
    });
    const ask = async (count: number): Promise<void> => {
      const response = await fetch(new URL('conditions', subgraph.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', [GRANT_HEADER]: grant },
        body: JSON.stringify({ personalIds: personalIds.slice(0, count), officer: personalIds[0] }),
      });
      const { conditions } = (await response.json()) as { readonly conditions: readonly unknown[] };
      if (conditions.length !== count) throw new Error(`Expected ${count} answers.`);
    };
    const one = summary(await timesOf(200, () => ask(1)));
    const before = statements;
    const thousand = summary(await timesOf(60, () => ask(PERSONS)));
    const each = (statements - before) / 120;
    await subgraph.stop();
    const baseline = 'one person';
    return [
      { what: `conditions of ${baseline}`, ...one, limit: null, ratio: null },
      {
        what: `conditions of ${PERSONS} persons, ${each} SQL statement`,
        ...thousand,
        limit: LIMIT,
        ratio: { to: baseline, value: thousand.median / one.median },
      },
    ];
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
