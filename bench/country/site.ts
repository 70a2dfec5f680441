import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeNation } from '../../commands/country.ts';
import { issueToken, loadSecrets, type Secrets } from '../../embedded/index.ts';
import {
  compose,
  keyRequirements,
  readSupergraphFile,
  toRuntimeSdl,
} from '../../gateway/supergraph/index.ts';
import { loadGovernance } from '../../governance/index.ts';
import { variablePrefix } from '../../subgraphs/kit/config.ts';
import { type Child, CORES, ROOT, startChild } from '../harness/child.ts';
import type { LeanServer } from '../wire/server.ts';
import type { CountryDatabases } from './databases.ts';
import { ASKING, writeGovernance } from './governance.ts';
import { openGrantDesk } from './grant-desk.ts';
import type { CountrySubgraphs } from './subgraphs.ts';

/** The running databases of the sample country, and what gateways start from. */
export interface CountrySite {
  /** Folder for what is written for a run. */
  readonly folder: string;
  /** Settings of our own gateway over these databases. */
  readonly environment: Readonly<Record<string, string>>;
  /** Token of who may read everything. */
  readonly token: string;
  /** The composed graph without authorisation, for gateways that know nothing of it. */
  readonly supergraphFile: string;
  /** Where grants for these gateways are given out. */
  readonly grantDeskPort: number;
  /** `postgresql://…` of the databases, for a server without any gateway. */
  readonly databaseUrls: Readonly<Record<string, string>>;
  /** `postgresql://…` of the ledger. */
  readonly ledgerUrl: string;
  readonly countersPort: number;
  /** Processes whose use is measured beside the gateway's. */
  readonly others: Readonly<Record<'subgraphs' | 'postgres', number>>;
  /** Personal numbers of everybody in the country who is not protected. */
  readonly personalIds: readonly string[];
  stop(): Promise<void>;
}

const COUNTRY = { citizens: 5_000, seed: 1 };
const TOKEN_SECONDS = 6 * 3_600;

/** Starts PostgreSQL, makes the country, starts the databases' services, and composes them. */
export async function openCountry(): Promise<CountrySite> {
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-bench-'));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  // Ctrl-C ends a run without the steps that would follow.
  process.once('exit', clear);
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const databases = startChild({
    command: process.execPath,
    words: [
      ...['--import', 'tsx', 'bench/country/databases.ts', '--data-dir', dataDir],
      ...['--citizens', String(COUNTRY.citizens), '--seed', String(COUNTRY.seed)],
    ],
    core: CORES.others,
    endsWithInput: true,
  });
  const found = JSON.parse(await databases.nextLine()) as CountryDatabases;
  const secrets = await loadSecrets(dataDir);
  const subgraphs = startSubgraphs(found, secrets);
  const served = JSON.parse(await subgraphs.nextLine()) as CountrySubgraphs;
  const environment = environmentOf(folder, found, served, secrets);
  await writeGovernance(join(folder, 'governance'));
  const { supergraphFile, desk } = await composeCountry(folder, environment, secrets);
  return {
    folder,
    environment,
    token: await issueToken(secrets, {
      clientId: 'bench',
      agency: ASKING.agency,
      purposes: [ASKING.purpose],
      seconds: TOKEN_SECONDS,
    }),
    supergraphFile,
    grantDeskPort: desk.port,
    databaseUrls: found.urls,
    ledgerUrl: found.ledgerUrl,
    countersPort: served.countersPort,
    others: { subgraphs: subgraphs.pid, postgres: databases.pid },
    personalIds: makeNation(COUNTRY)
      .people.filter(({ protectionGrade }) => protectionGrade === 0)
      .map(({ personalId }) => personalId),
    async stop() {
      desk.stop();
      subgraphs.stop();
      databases.stop();
      await databases.ended.catch(() => undefined);
      clear();
      process.off('exit', clear);
    },
  };
}

function startSubgraphs({ urls }: CountryDatabases, { grantKey }: Secrets): Child {
  return startChild({
    command: process.execPath,
    words: ['--import', 'tsx', 'bench/country/subgraphs.ts'],
    environment: {
      GATEWAY_PUBLIC_KEY: JSON.stringify(grantKey.publicJwk),
      ...Object.fromEntries(
        Object.entries(urls).map(([name, url]) => [`${variablePrefix(name)}_DATABASE_URL`, url]),
      ),
    },
    core: CORES.others,
  });
}

/** What `npm start` would set, with the product's own default wherever it sets nothing. */
function environmentOf(
  folder: string,
  databases: CountryDatabases,
  { urls }: CountrySubgraphs,
  { grantKey, ledgerDigestSecret, ledgerKey, ledgerMasterKeys }: Secrets,
): CountrySite['environment'] {
  return {
    LIENTHONG_MODE: 'development',
    REDIS_URL: '',
    CACHE_REDIS_URL: '',
    GOVERNANCE_DIR: join(folder, 'governance'),
    SUPERGRAPH_FILE: join(ROOT, 'supergraph.yaml'),
    TOKEN_ISSUER: databases.issuer,
    TOKEN_JWKS_URL: databases.jwksUrl,
    GRANT_PRIVATE_KEY: JSON.stringify(grantKey.privateJwk),
    LEDGER_URL: databases.ledgerUrl,
    REGISTERS_URL: databases.registersUrl,
    LEDGER_DIGEST_SECRET: ledgerDigestSecret,
    LEDGER_SIGNING_KEY: JSON.stringify(ledgerKey.privateJwk),
    LEDGER_MASTER_KEYS: ledgerMasterKeys,
    ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${variablePrefix(name)}_URL`, url])),
  };
}

async function composeCountry(
  folder: string,
  environment: CountrySite['environment'],
  { grantKey }: Secrets,
): Promise<{ readonly supergraphFile: string; readonly desk: LeanServer }> {
  const file = await readSupergraphFile(join(ROOT, 'supergraph.yaml'), environment);
  const { policySdl } = compose(file, loadGovernance().elements);
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, toRuntimeSdl(policySdl));
  const desk = await openGrantDesk({
    grantKey: grantKey.privateJwk,
    shownKeys: [...keyRequirements(policySdl).keys()],
  });
  return { supergraphFile, desk };
}
