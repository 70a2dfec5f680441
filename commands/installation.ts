import { fileURLToPath } from 'node:url';
import { type ProvisionedDatabase, provisionDatabase, type Secrets } from '../embedded/index.ts';
import { DATABASES } from '../subgraphs/databases.ts';
import { migrate } from '../subgraphs/kit/index.ts';

/** All databases of one installation, provisioned and migrated. */
export interface Installation {
  /** By name of the subgraph. */
  readonly databases: ReadonlyMap<string, ProvisionedDatabase>;
  readonly ledger: ProvisionedDatabase;
}

/** Which server, and under which names. */
export interface InstallationOptions {
  /** Superuser URL of any PostgreSQL 15 or later. */
  readonly adminUrl: string;
  readonly secrets: Secrets;
  /** Begins the names of databases and roles. */
  readonly prefix?: string;
}

const LEDGER_MIGRATIONS = fileURLToPath(new URL('../gateway/ledger/migrations', import.meta.url));

/**
 * Brings a PostgreSQL server into shape: one database with its two roles for each subgraph and one for the ledger,
 * all migrations run. Idempotent.
 */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const databases = new Map<string, ProvisionedDatabase>();
  for (const { name, migrations } of DATABASES) {
    const database = await provision(options, name, 'read-only');
    await migrate(database.ownerUrl, migrations);
    databases.set(name, database);
  }
  const ledger = await provision(options, 'ledger', 'append-only');
  await migrate(ledger.ownerUrl, LEDGER_MIGRATIONS);
  return { databases, ledger };
}

function provision(
  { adminUrl, secrets, prefix }: InstallationOptions,
  name: string,
  serving: 'read-only' | 'append-only',
): Promise<ProvisionedDatabase> {
  return provisionDatabase({
    adminUrl,
    name,
    secret: secrets.databaseSecret,
    serving,
    ...(prefix === undefined ? {} : { prefix }),
  });
}
