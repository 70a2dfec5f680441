import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { z } from 'zod';

/** Everything that a gateway is told from outside. This file is the only reader of the environment in this room. */
export interface GatewayConfig {
  readonly mode: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  /** Path of supergraph.yaml. */
  readonly supergraphFile: string;
  readonly token: { readonly issuer: string; readonly jwksUrl: string; readonly audience: string };
  /** Private key for access grants (JWK, Ed25519). */
  readonly grantKey: JWK;
  readonly ledger: { readonly url: string; readonly digestSecret: string };
  /** Longest time for one answer, in milliseconds. */
  readonly deadlineMs: number;
  /** Longest wait for one call to a database, in milliseconds. */
  readonly callTimeoutMs: number;
  readonly logLevel: string;
  /** For `${env.…}` in supergraph.yaml. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Thrown with one line for each setting that is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** `iss` of development tokens: everybody on the machine can have one, so production refuses it. */
export const DEVELOPMENT_ISSUER = 'urn:lien-thong:development-issuer';

const JWK_TEXT = z.string().transform((text, context): JWK => {
  try {
    return JSON.parse(text) as JWK;
  } catch {
    context.addIssue({ code: 'custom', message: 'expected a JWK as JSON' });
    return z.NEVER;
  }
});

const ENVIRONMENT = z.object({
  LIENTHONG_MODE: z.enum(['development', 'production']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  SUPERGRAPH_FILE: z.string().default('supergraph.yaml'),
  TOKEN_ISSUER: z.string().min(1),
  TOKEN_JWKS_URL: z.url(),
  TOKEN_AUDIENCE: z.string().default('lien-thong'),
  GRANT_PRIVATE_KEY: JWK_TEXT.optional(),
  GRANT_PRIVATE_KEY_FILE: z.string().optional(),
  LEDGER_URL: z.url(),
  LEDGER_DIGEST_SECRET: z.string().min(32),
  DEADLINE_MS: z.coerce.number().int().min(100).default(5_000),
  CALL_TIMEOUT_MS: z.coerce.number().int().min(50).default(2_500),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/**
 * Reads the configuration out of environment variables (docs/configuration.md lists them) and switches Apollo's
 * telemetry off: nothing may leave this machine for anyone but the databases.
 *
 * @throws ConfigError with every problem at once
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): GatewayConfig {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const parsed = ENVIRONMENT.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  }
  const settings = parsed.data;
  const production = settings.LIENTHONG_MODE === 'production';
  if (production && settings.TOKEN_ISSUER === DEVELOPMENT_ISSUER) {
    throw new ConfigError(
      `TOKEN_ISSUER: received the development issuer, expected the national identity provider (LIENTHONG_MODE is production)`,
    );
  }
  return Object.freeze({
    mode: settings.LIENTHONG_MODE,
    host: settings.HOST,
    port: settings.PORT,
    supergraphFile: settings.SUPERGRAPH_FILE,
    token: {
      issuer: settings.TOKEN_ISSUER,
      jwksUrl: settings.TOKEN_JWKS_URL,
      audience: settings.TOKEN_AUDIENCE,
    },
    grantKey: grantKey(settings.GRANT_PRIVATE_KEY, settings.GRANT_PRIVATE_KEY_FILE),
    ledger: { url: settings.LEDGER_URL, digestSecret: settings.LEDGER_DIGEST_SECRET },
    deadlineMs: settings.DEADLINE_MS,
    callTimeoutMs: settings.CALL_TIMEOUT_MS,
    logLevel: settings.LOG_LEVEL,
    environment,
  });
}

function grantKey(key: JWK | undefined, file: string | undefined): JWK {
  if (key !== undefined) return key;
  if (file === undefined) {
    throw new ConfigError('GRANT_PRIVATE_KEY or GRANT_PRIVATE_KEY_FILE: expected one of them');
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch {
    throw new ConfigError('GRANT_PRIVATE_KEY_FILE: expected a readable file with a JWK');
  }
}
