/**
 * PostgreSQL with a sample country, and the issuer of tokens, in a process of its own. Prints one line of JSON, a
 * {@link CountryDatabases}, when both are there; ends with its standard input, so that no server outlives a run.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { loadCountry } from '../../commands/country.ts';
import { openInstallation } from '../../commands/installation.ts';
import { loadSecrets, startDevelopmentIssuer, startPostgres } from '../../embedded/index.ts';

/** Where everything is. */
export interface CountryDatabases {
  /** `postgresql://…` of the serving role, by name of the subgraph. */
  readonly urls: Readonly<Record<string, string>>;
  readonly ledgerUrl: string;
  readonly registersUrl: string;
  readonly issuer: string;
  readonly jwksUrl: string;
}

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: '' },
    citizens: { type: 'string', default: '' },
    seed: { type: 'string', default: '' },
  },
});

const dataDir = values['data-dir'];
// As `npm start` starts it: a commit is on disk before it is answered.
const postgres = await startPostgres({ dataDir });
const secrets = await loadSecrets(dataDir);
const installation = await openInstallation({ adminUrl: postgres.adminUrl, secrets });
await loadCountry(installation, { citizens: Number(values.citizens), seed: Number(values.seed) });
const issuer = await startDevelopmentIssuer({ secrets });
const told: CountryDatabases = {
  urls: Object.fromEntries([...installation.databases].map(([name, { servingUrl }]) => [name, servingUrl])),
  ledgerUrl: installation.ledger.servingUrl,
  registersUrl: installation.registers.servingUrl,
  issuer: issuer.issuer,
  jwksUrl: issuer.jwksUrl,
};
process.stdout.write(`${JSON.stringify(told)}\n`);

process.stdin.resume();
await once(process.stdin, 'end');
await issuer.stop();
await postgres.stop();
