import { fileURLToPath } from 'node:url';
import { type Secrets, startDevelopmentIssuer, startPostgres } from '../embedded/index.ts';
import { DATABASES } from '../subgraphs/databases.ts';
import { variablePrefix } from '../subgraphs/kit/config.ts';
import { type ChildProcessHandle, startChild } from './child-process.ts';
import { countryState, DEFAULT_SEED, loadCountry } from './country.ts';
import { openInstallation } from './installation.ts';
import { progressBar } from './progress-bar.ts';
import { fillRegisters } from './registers-sample.ts';

/** What {@link startSystem} needs. */
export interface SystemOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly logLevel: string;
  /** Citizens of the country that is made when the databases are empty. */
  readonly sampleCitizens: number;
  readonly secrets: Secrets;
  /** Told, in one sentence each, what is being done. */
  readonly say: (message: string) => void;
  /** Stops the start where it is. */
  readonly signal: AbortSignal;
}

/** The whole system on one machine. */
export interface System {
  /** `http://host:port` of the gateway. */
  readonly url: string;
  /** Fulfilled, with what happened, when a part ended that should not have. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

type Stop = () => Promise<unknown>;

/** Starts all parts in order; whatever was started is stopped again when a later part fails or the signal comes. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
  };
  try {
    return { ...(await startParts(options, stops)), stop };
  } catch (error) {
    await stop();
    if (options.signal.aborted) return { url: '', failed: new Promise(() => undefined), stop };
    throw error;
  }
}

async function startParts(options: SystemOptions, stops: Stop[]): Promise<Omit<System, 'stop'>> {
  const { dataDir, secrets, say, signal } = options;
  const postgres = await startPostgres({ dataDir, onProgress: say });
  stops.push(() => postgres.stop());
  signal.throwIfAborted();
  const installation = await openInstallation({ adminUrl: postgres.adminUrl, secrets });
  signal.throwIfAborted();
  await fillEmptyDatabases(options, installation);
  await fillRegisters(installation.registers.servingUrl);
  const issuer = await startDevelopmentIssuer({ secrets });
  stops.push(() => issuer.stop());
  say('Starting the subgraphs and the gateway');
  const subgraphs = await startChild<Readonly<Record<string, string>>>({
    script: fileURLToPath(new URL('../subgraphs/main.ts', import.meta.url)),
    environment: {
      GATEWAY_PUBLIC_KEY: JSON.stringify(secrets.grantKey.publicJwk),
      ...Object.fromEntries(
        [...installation.databases].map(([name, urls]) => [
          `${variablePrefix(name)}_DATABASE_URL`,
          urls.servingUrl,
        ]),
      ),
    },
    signal,
  });
  stops.push(() => subgraphs.stop());
  const gateway = await startChild<string>({
    script: fileURLToPath(new URL('../gateway/main.ts', import.meta.url)),
    // A bigger young generation: answers are short-lived garbage.
    nodeOptions: ['--max-semi-space-size=64'],
    environment: {
      LIENTHONG_MODE: 'development',
      PORT: String(options.port),
      LOG_LEVEL: options.logLevel,
      // One gateway shares nothing, and must not meet another installation in a Redis that happens to be set.
      REDIS_URL: '',
      GOVERNANCE_DIR: fileURLToPath(new URL('../governance', import.meta.url)),
      SUPERGRAPH_FILE: fileURLToPath(new URL('../supergraph.yaml', import.meta.url)),
      TOKEN_ISSUER: issuer.issuer,
      TOKEN_JWKS_URL: issuer.jwksUrl,
      GRANT_PRIVATE_KEY: JSON.stringify(secrets.grantKey.privateJwk),
      LEDGER_URL: installation.ledger.servingUrl,
      REGISTERS_URL: installation.registers.servingUrl,
      LEDGER_DIGEST_SECRET: secrets.ledgerDigestSecret,
      LEDGER_SIGNING_KEY: JSON.stringify(secrets.ledgerKey.privateJwk),
      LEDGER_MASTER_KEYS: secrets.ledgerMasterKeys,
      ...Object.fromEntries(
        DATABASES.map(({ name }) => [`${variablePrefix(name)}_URL`, subgraphs.ready[name] ?? '']),
      ),
    },
    signal,
  });
  stops.push(() => gateway.stop());
  return { url: gateway.ready, failed: firstEnd({ PostgreSQL: postgres, subgraphs, gateway }) };
}

async function fillEmptyDatabases(
  { say, sampleCitizens }: SystemOptions,
  installation: Awaited<ReturnType<typeof openInstallation>>,
): Promise<void> {
  const { empty, country = { citizens: sampleCitizens, seed: DEFAULT_SEED } } =
    await countryState(installation);
  if (empty.length === 0) return;
  say(`Making a synthetic country of ${country.citizens} citizens; no person in it exists`);
  await loadCountry(installation, country, progressBar(process.stdout), empty);
}

function firstEnd(
  parts: Readonly<Record<string, Pick<ChildProcessHandle<unknown>, 'exited'>>>,
): Promise<string> {
  return Promise.race(
    Object.entries(parts).map(
      async ([name, { exited }]) => `${name} ended by itself (${String(await exited)})`,
    ),
  );
}
