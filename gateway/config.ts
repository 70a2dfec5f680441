import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { z } from 'zod';

/** Everything that a gateway is told from outside. This file is the only reader of the environment in this room. */
export interface GatewayConfig {
  readonly mode: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  /** Folder of the agreements and what belongs to them; a new version of it is taken while the gateway runs. */
  readonly governanceDir: string;
  /** `redis://…` or `rediss://…`, shared by all replicas; each gateway is alone without it. */
  readonly redisUrl: string | undefined;
  /** Path of supergraph.yaml. */
  readonly supergraphFile: string;
  readonly token: { readonly issuer: string; readonly jwksUrl: string; readonly audience: string };
  /** Private key for access grants (JWK, Ed25519). */
  readonly grantKey: JWK;
  readonly ledger: { readonly url: string; readonly digestSecret: string };
  /** `postgresql://…` of the registers on which rules about records are decided. */
  readonly registersUrl: string;
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

const GRANT_KEY = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

const ENVIRONMENT = z.object({
  LIENTHONG_MODE: z.enum(['development', 'production']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  SUPERGRAPH_FILE: z.string().default('supergraph.yaml'),
  GOVERNANCE_DIR: z.string().default('governance'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TOKEN_ISSUER: z.string().min(1),
  TOKEN_JWKS_URL: z.url(),
  TOKEN_AUDIENCE: z.string().default('lien-thong'),
  LEDGER_URL: z.url(),
  REGISTERS_URL: z.url(),
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
  const given = withoutEmpty(environment);
  const parsed = ENVIRONMENT.safeParse(given);
  const key = readGrantKey(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...developmentIssuerProblems(given),
    ...(typeof key === 'string' ? [key] : []),
  ];
  if (!parsed.success || typeof key === 'string' || problems.length > 0) {
    throw new ConfigError(problems.join('\n'));
  }
  const settings = parsed.data;
  return Object.freeze({
    mode: settings.LIENTHONG_MODE,
    host: settings.HOST,
    port: settings.PORT,
    supergraphFile: settings.SUPERGRAPH_FILE,
    governanceDir: settings.GOVERNANCE_DIR,
    redisUrl: settings.REDIS_URL,
    token: {
      issuer: settings.TOKEN_ISSUER,
      jwksUrl: settings.TOKEN_JWKS_URL,
      audience: settings.TOKEN_AUDIENCE,
    },
    grantKey: key,
    ledger: { url: settings.LEDGER_URL, digestSecret: settings.LEDGER_DIGEST_SECRET },
    registersUrl: settings.REGISTERS_URL,
    deadlineMs: settings.DEADLINE_MS,
    callTimeoutMs: settings.CALL_TIMEOUT_MS,
    logLevel: settings.LOG_LEVEL,
    environment,
  });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Container platforms hand over a setting that nobody made as an empty one; read as a number it would be 0. */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

function developmentIssuerProblems({ LIENTHONG_MODE, TOKEN_ISSUER }: Environment): readonly string[] {
  if (LIENTHONG_MODE === 'development' || TOKEN_ISSUER !== DEVELOPMENT_ISSUER) return [];
  return [
    'TOKEN_ISSUER: received the development issuer, expected the national identity provider (LIENTHONG_MODE is production)',
  ];
}

/** The key, by value or from its file, or what is wrong with it; never in its own words, which are secret. */
function readGrantKey({ GRANT_PRIVATE_KEY: text, GRANT_PRIVATE_KEY_FILE: file }: Environment): JWK | string {
  const expected = 'an Ed25519 private key as JWK (RFC 8037), in JSON';
  if (text !== undefined) return parseJwk(text) ?? `GRANT_PRIVATE_KEY: expected ${expected}`;
  if (file === undefined) return 'GRANT_PRIVATE_KEY or GRANT_PRIVATE_KEY_FILE: expected one of them';
  return parseJwk(readText(file)) ?? `GRANT_PRIVATE_KEY_FILE: expected a readable file with ${expected}`;
}

function parseJwk(text: string | undefined): JWK | undefined {
  try {
    return GRANT_KEY.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
