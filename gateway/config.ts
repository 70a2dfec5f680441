import { readFileSync } from 'node:fs';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import { type KeyRing, parseKeyRing } from '../contract/key-ring.ts';
import type { CacheRedisSettings } from './cache/index.ts';

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
  readonly ledger: {
    /** `postgresql://…` of the append-only role. */
    readonly url: string;
    readonly digestSecret: string;
    /** Private key for tree heads (JWK, Ed25519). */
    readonly signingKey: JWK;
    /** The first one encrypts the keys of subjects, all decrypt them. */
    readonly masterKeys: KeyRing;
    /** Shortest time from one signed tree head to the next, in milliseconds. */
    readonly headEveryMs: number;
  };
  /** `postgresql://…` of the registers on which rules about records are decided. */
  readonly registersUrl: string;
  readonly cache: {
    /** Where entities are shared; in the process alone without it. */
    readonly redis: CacheRedisSettings | undefined;
    /** The first one encrypts, all decrypt; derived from the grant key when left out. */
    readonly keys: KeyRing | undefined;
    readonly localBytes: number;
    /** Public keys of the databases, by which they tell of changes; nobody can without it. */
    readonly changeKeys: JSONWebKeySet | undefined;
  };
  /** Longest time for one answer, in milliseconds. */
  readonly deadlineMs: number;
  /** Longest wait for one call to a database, in milliseconds. */
  readonly callTimeoutMs: number;
  /** Most requests in work at once. */
  readonly maxInWork: number;
  /** Most requests that wait for their turn. */
  readonly maxQueued: number;
  /** Most that one operation may cost, by what the graph states with `@cost` and `@listSize`. */
  readonly maxCost: number;
  /** Most requests of one client for one agency and purpose within a minute. */
  readonly rateLimitPerMinute: number;
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

const PRIVATE_KEY = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

/** Public keys of databases, each with a `kid`; a private one among them was given to the wrong side. */
const CHANGE_KEYS = z.object({
  keys: z.array(
    z
      .looseObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string().min(1),
      })
      .refine((key) => !('d' in key)),
  ),
});

/** Read here, so that its own message is told: none that quotes a key. */
const KEY_RING = z.string().transform((text, context) => {
  const ring = parseKeyRing(text);
  if (ring !== undefined) return ring;
  context.addIssue('expected id:key, several separated by commas, each key 32 bytes in base64');
  return z.NEVER;
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
  LEDGER_MASTER_KEYS: KEY_RING,
  LEDGER_HEAD_EVERY_MS: z.coerce.number().int().min(100).default(1_000),
  CACHE_REDIS_URL: z
    .string()
    .refine(isRedisUrls, 'expected redis://… or rediss://…, several separated by commas')
    .optional(),
  CACHE_REDIS_MODE: z.enum(['single', 'cluster']).default('single'),
  CACHE_KEYS: KEY_RING.optional(),
  CACHE_LOCAL_BYTES: z.coerce.number().int().min(0).default(67_108_864),
  DEADLINE_MS: z.coerce.number().int().min(100).default(5_000),
  CALL_TIMEOUT_MS: z.coerce.number().int().min(50).default(2_500),
  MAX_IN_WORK: z.coerce.number().int().min(1).default(256),
  MAX_QUEUED: z.coerce.number().int().min(0).default(1_024),
  MAX_COST: z.coerce.number().int().min(1).default(50_000),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(180_000),
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
  const grantKey = readPrivateKey(given, 'GRANT_PRIVATE_KEY', 'GRANT_PRIVATE_KEY_FILE');
  const ledgerKey = readPrivateKey(given, 'LEDGER_SIGNING_KEY', 'LEDGER_SIGNING_KEY_FILE');
  const files = readCacheFiles(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...developmentIssuerProblems(given),
    ...[grantKey, ledgerKey].filter((key) => typeof key === 'string'),
    ...files.problems,
  ];
  const isIncomplete = !parsed.success || typeof grantKey === 'string' || typeof ledgerKey === 'string';
  if (isIncomplete || problems.length > 0) throw new ConfigError(problems.join('\n'));
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
    grantKey,
    ledger: {
      url: settings.LEDGER_URL,
      digestSecret: settings.LEDGER_DIGEST_SECRET,
      signingKey: ledgerKey,
      masterKeys: settings.LEDGER_MASTER_KEYS,
      headEveryMs: settings.LEDGER_HEAD_EVERY_MS,
    },
    registersUrl: settings.REGISTERS_URL,
    cache: {
      redis: cacheRedis(settings, files.ca),
      keys: settings.CACHE_KEYS,
      localBytes: settings.CACHE_LOCAL_BYTES,
      changeKeys: files.changeKeys,
    },
    deadlineMs: settings.DEADLINE_MS,
    callTimeoutMs: settings.CALL_TIMEOUT_MS,
    maxInWork: settings.MAX_IN_WORK,
    maxQueued: settings.MAX_QUEUED,
    maxCost: settings.MAX_COST,
    rateLimitPerMinute: settings.RATE_LIMIT_PER_MINUTE,
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

/** A key, by value or from its file, or what is wrong with it; never in its own words, which are secret. */
function readPrivateKey(environment: Environment, byValue: string, byFile: string): JWK | string {
  const expected = 'an Ed25519 private key as JWK (RFC 8037), in JSON';
  const { [byValue]: text, [byFile]: file } = environment;
  if (text !== undefined) return parseJwk(text) ?? `${byValue}: expected ${expected}`;
  if (file === undefined) return `${byValue} or ${byFile}: expected one of them`;
  return parseJwk(readText(file)) ?? `${byFile}: expected a readable file with ${expected}`;
}

function isRedisUrls(text: string): boolean {
  return text.split(',').every((url) => URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol));
}

function cacheRedis(
  settings: Readonly<Pick<z.infer<typeof ENVIRONMENT>, 'CACHE_REDIS_URL' | 'REDIS_URL' | 'CACHE_REDIS_MODE'>>,
  ca: string | undefined,
): CacheRedisSettings | undefined {
  const urls = settings.CACHE_REDIS_URL ?? settings.REDIS_URL;
  if (urls === undefined) return undefined;
  return { urls: urls.split(','), isCluster: settings.CACHE_REDIS_MODE === 'cluster', ca };
}

/** What the cache reads from files, and what is wrong with them. */
function readCacheFiles({ CACHE_REDIS_CA_FILE: caFile, CHANGE_KEYS_FILE: keysFile }: Environment) {
  const ca = caFile === undefined ? undefined : readText(caFile);
  const changeKeys = keysFile === undefined ? undefined : parseKeySet(readText(keysFile));
  const problems = [
    ...(caFile !== undefined && ca === undefined ? ['CACHE_REDIS_CA_FILE: expected a readable file'] : []),
    ...(keysFile !== undefined && changeKeys === undefined
      ? ['CHANGE_KEYS_FILE: expected a readable file with public Ed25519 keys, a JWK set (RFC 7517)']
      : []),
  ];
  return { ca, changeKeys, problems };
}

function parseKeySet(text: string | undefined): JSONWebKeySet | undefined {
  try {
    return CHANGE_KEYS.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

function parseJwk(text: string | undefined): JWK | undefined {
  try {
    return PRIVATE_KEY.parse(JSON.parse(text ?? ''));
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
