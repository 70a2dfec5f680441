import { resolve } from 'node:path';
import { UsageError } from './command-line.ts';
import { DEFAULT_CITIZENS } from './country.ts';

/** What the commands take from the environment. The only reader of it in this room. */
export interface CommandConfig {
  /** Where embedded databases, secrets and logs lie. */
  readonly dataDir: string;
  /** Port of the gateway. */
  readonly port: number;
  readonly logLevel: string;
  /** `postgresql://…` of the ledger that is audited; `undefined` for that of the data directory. */
  readonly ledgerUrl: string | undefined;
  /** File with the public key of that ledger. */
  readonly ledgerPublicKeyFile: string | undefined;
  /** Citizens of the country that the first start makes. */
  readonly sampleCitizens: number;
}

/** @throws UsageError naming the variable, what was received and what is expected */
export function readCommandConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CommandConfig {
  const wholeNumber = (name: string, fallback: number, least: number, most: number): number => {
    const text = environment[name] ?? String(fallback);
    if (/^\d{1,7}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new UsageError(`${name}: received "${text}", expected a whole number from ${least} to ${most}`);
  };
  return {
    dataDir: resolve(environment['DATA_DIR'] ?? '.data'),
    port: wholeNumber('PORT', 4000, 0, 65_535),
    logLevel: environment['LOG_LEVEL'] ?? 'warn',
    // An empty value counts as none.
    ledgerUrl: environment['LEDGER_URL'] || undefined,
    ledgerPublicKeyFile: environment['LEDGER_PUBLIC_KEY_FILE'] || undefined,
    sampleCitizens: wholeNumber('SAMPLE_CITIZENS', DEFAULT_CITIZENS, 200, 2_000_000),
  };
}

/** The environment that a child process inherits, with additions. */
export function childEnvironment(
  additions: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...additions };
}
