import { resolve } from 'node:path';

/** What the commands take from the environment. The only reader of it in this room. */
export interface CommandEnvironment {
  /** Where embedded databases, secrets and logs lie. */
  readonly dataDir: string;
  /** Port of the gateway. */
  readonly port: number;
  readonly logLevel: string;
}

/** @throws Error naming the variable, what was received and what is expected */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CommandEnvironment {
  const port = environment['PORT'] ?? '4000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT: received "${port}", expected a port from 0 to 65535`);
  }
  return {
    dataDir: resolve(environment['DATA_DIR'] ?? '.data'),
    port: Number(port),
    logLevel: environment['LOG_LEVEL'] ?? 'warn',
  };
}

/** The environment that a child process inherits, with additions. */
export function childEnvironment(
  additions: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...additions };
}
