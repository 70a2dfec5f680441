import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadCountry } from '../../commands/country.ts';
import { openInstallation } from '../../commands/installation.ts';
import { fillRegisters } from '../../commands/registers-sample.ts';
import { loadSecrets, type ProvisionedDatabase, startPostgres } from '../../embedded/index.ts';

/** Citizens of the country that all scenarios share. */
const CITIZENS = 600;

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the embedded PostgreSQL of this test run. */
    postgresUrl: string;
    /** Folder of the secrets of this test run. */
    secretsDir: string;
    /** URLs of each subgraph's database, filled with the sample country. */
    databases: Readonly<Record<string, ProvisionedDatabase>>;
    ledger: ProvisionedDatabase;
    registers: ProvisionedDatabase;
  }
}

/** One PostgreSQL and one sample country for the whole run; scenarios only read it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-test-'));
  const secrets = await loadSecrets(dataDir);
  const postgres = await startPostgres({ dataDir, durable: false });
  const installation = await openInstallation({ adminUrl: postgres.adminUrl, secrets });
  await loadCountry(installation, { citizens: CITIZENS, seed: 1 });
  await fillRegisters(installation.registers.servingUrl);
  project.provide('postgresUrl', postgres.adminUrl);
  project.provide('secretsDir', dataDir);
  project.provide('databases', Object.fromEntries(installation.databases));
  project.provide('ledger', installation.ledger);
  project.provide('registers', installation.registers);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
