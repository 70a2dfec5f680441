import { fileURLToPath } from 'node:url';
import { type ProvisionedDatabase, provisionDatabase, type Secrets } from '../embedded/index.ts';
import { DATABASES } from '../subgraphs/databases.ts';
import { migrate } from '../subgraphs/kit/index.ts';

/** All databases of one installation, provisioned and migrated. */
export interface Installation {
  /** By name of the subgraph. */
  readonly databases: ReadonlyMap<string, ProvisionedDatabase>;
  readonly ledger: ProvisionedDatabase;
  readonly registers: ProvisionedDatabase;
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
const REGISTERS_MIGRATIONS = fileURLToPath(new URL('../gateway/registers/migrations', import.meta.url));

/**
 * Brings a PostgreSQL server into shape: one database with its two roles for each subgraph and one for the ledger
 * and one for the gateway's registers, all migrations run. Idempotent.
 */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const [databases, ledger, registers] = await Promise.all([
    Promise.all(
      DATABASES.map(async ({ name, migrations }) => {
        const database = await openDatabase(options, name, 'read-only', migrations);
        return [name, database] as const;
      }),
    ),
    openDatabase(options, 'ledger', 'append-only', LEDGER_MIGRATIONS),
    openDatabase(options, 'registers', 'append-only', REGISTERS_MIGRATIONS),
  ]);
  return { databases: new Map(databases), ledger, registers };
}

async function openDatabase(
  { adminUrl, secrets, prefix }: InstallationOptions,
  name: string,
  serving: 'read-only' | 'append-only',
  migrations: string,
): Promise<ProvisionedDatabase> {
  const database = await provisionDatabase({
    adminUrl,
    name,
    secret: secrets.databaseSecret,
    serving,
    ...(prefix === undefined ? {} : { prefix }),
  });
  await migrate(database.ownerUrl, migrations);
  return database;
}
