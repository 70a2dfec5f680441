import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_ISSUER as EMBEDDED_ISSUER } from '../embedded/index.ts';
import { ConfigError, DEVELOPMENT_ISSUER, type GatewayConfig, readConfig } from './config.ts';

let key: JWK;
let ledgerKey: JWK;
let folder: string;

beforeAll(async () => {
  key = await privateKey();
  ledgerKey = await privateKey();
  folder = mkdtempSync(join(tmpdir(), 'lien-thong-config-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function privateKey(): Promise<JWK> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  return exportJWK(pair.privateKey);
}

const bytes = (byte: number, length = 32) => Buffer.alloc(length, byte).toString('base64');

/** A complete environment, changed; `undefined` takes a variable away. */
function environment(changes: Readonly<Record<string, string | undefined>> = {}) {
  return {
    TOKEN_ISSUER: 'https://id.gov.example',
    TOKEN_JWKS_URL: 'https://id.gov.example/jwks',
    GRANT_PRIVATE_KEY: JSON.stringify(key),
    LEDGER_URL: 'postgresql://writer:password@db.example/ledger',
    REGISTERS_URL: 'postgresql://writer:password@db.example/registers',
    LEDGER_DIGEST_SECRET: 's'.repeat(32),
    LEDGER_SIGNING_KEY: JSON.stringify(ledgerKey),
    LEDGER_MASTER_KEYS: `1:${bytes(1)}`,
    ...changes,
  };
}

const read = (changes: Readonly<Record<string, string | undefined>> = {}): GatewayConfig =>
  readConfig(environment(changes));

/** One line for each problem. */
function problems(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    read(changes);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a complete environment', () => {
  it('gives a configuration, with defaults for the rest', () => {
    expect(read()).toEqual({
      mode: 'production',
      host: '127.0.0.1',
      port: 4000,
      governanceDir: 'governance',
      redisUrl: undefined,
      supergraphFile: 'supergraph.yaml',
      token: {
        issuer: 'https://id.gov.example',
        jwksUrl: 'https://id.gov.example/jwks',
        audience: 'lien-thong',
      },
      grantKey: key,
      ledger: {
        url: 'postgresql://writer:password@db.example/ledger',
        digestSecret: 's'.repeat(32),
        signingKey: ledgerKey,
        masterKeys: [{ id: '1', key: Buffer.alloc(32, 1) }],
        headEveryMs: 1_000,
      },
      registersUrl: 'postgresql://writer:password@db.example/registers',
      cache: { redis: undefined, keys: undefined, localBytes: 67_108_864, changeKeys: undefined },
      deadlineMs: 5_000,
      callTimeoutMs: 2_500,
      maxInWork: 256,
      maxQueued: 1_024,
      maxCost: 50_000,
      rateLimitPerMinute: 180_000,
      logLevel: 'info',
      environment: environment(),
    });
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(read())).toBe(true);
  });

  it('switches the telemetry of ApolloGateway off', () => {
    delete process.env['APOLLO_TELEMETRY_DISABLED'];
    read();
    expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('true');
  });
});

describe('settings that are missing or wrong', () => {
  it('are told all at once, one a line, each by its name', () => {
    const found = problems({
      TOKEN_ISSUER: undefined,
      TOKEN_JWKS_URL: 'id.gov.example',
      GRANT_PRIVATE_KEY: undefined,
      LEDGER_DIGEST_SECRET: 'short',
      LEDGER_SIGNING_KEY: undefined,
      LEDGER_MASTER_KEYS: undefined,
      PORT: '70000',
      LOG_LEVEL: 'loud',
    });
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'TOKEN_ISSUER',
      'TOKEN_JWKS_URL',
      'LEDGER_DIGEST_SECRET',
      'LEDGER_MASTER_KEYS',
      'LOG_LEVEL',
      'GRANT_PRIVATE_KEY or GRANT_PRIVATE_KEY_FILE',
      'LEDGER_SIGNING_KEY or LEDGER_SIGNING_KEY_FILE',
    ]);
  });

  it.each([
    ['PORT', '-1', '0'],
    ['PORT', 'http', '65535'],
    ['PORT', '40.5', '4000'],
    ['DEADLINE_MS', '99', '100'],
    ['CALL_TIMEOUT_MS', '49', '50'],
    ['MAX_IN_WORK', '0', '1'],
    ['MAX_QUEUED', '-1', '0'],
    ['CACHE_REDIS_URL', 'redis://a:1,http://b:2', 'redis://a:1,rediss://b:2'],
    ['CACHE_REDIS_MODE', 'sentinel', 'cluster'],
    ['CACHE_LOCAL_BYTES', '-1', '0'],
    ['LIENTHONG_MODE', 'prod', 'production'],
    ['LEDGER_DIGEST_SECRET', 's'.repeat(31), 's'.repeat(32)],
    ['LEDGER_MASTER_KEYS', `1:${bytes(1)},1:${bytes(2)}`, `1:${bytes(1)},2:${bytes(2)}`],
    ['LEDGER_HEAD_EVERY_MS', '99', '100'],
    ['LEDGER_HEAD_EVERY_MS', '100.5', '60000'],
    ['LEDGER_URL', 'ledger', 'postgresql://127.0.0.1/ledger'],
    ['LOG_LEVEL', 'verbose', 'debug'],
    ['REDIS_URL', 'http://127.0.0.1:6379', 'redis://127.0.0.1:6379/1'],
    ['REDIS_URL', '127.0.0.1:6379', 'rediss://gateway:password@redis.example:6380'],
  ])('%s: %s is refused, %s is not', (name, wrong, right) => {
    expect(problems({ [name]: wrong })).toEqual([expect.stringMatching(`^${name}: `)]);
    expect(problems({ [name]: right })).toEqual([]);
  });

  it('never repeat what is secret', () => {
    const text = problems({
      LEDGER_URL: 'postgresql writer:password',
      REDIS_URL: 'https://gateway:password@redis.example',
      LEDGER_DIGEST_SECRET: 'my-short-secret',
      GRANT_PRIVATE_KEY: '{"d":"my-private-key"}',
      LEDGER_SIGNING_KEY: '{"d":"my-signing-key"}',
      LEDGER_MASTER_KEYS: 'id:my-master-key',
    }).join('\n');
    for (const secret of ['password', 'my-short-secret', 'my-private-key', 'my-signing-key', 'my-master-key'])
      expect(text).not.toContain(secret);
  });

  it('that are empty count as not set', () => {
    expect(read({ PORT: '', HOST: '', LOG_LEVEL: '', GRANT_PRIVATE_KEY_FILE: '' })).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      logLevel: 'info',
    });
    expect(problems({ LEDGER_URL: '' })).toHaveLength(1);
  });
});

describe('the development issuer', () => {
  const development = { TOKEN_ISSUER: DEVELOPMENT_ISSUER };

  it('is the one of the embedded parts', () => {
    expect(DEVELOPMENT_ISSUER).toBe(EMBEDDED_ISSUER);
  });

  it.each([{ LIENTHONG_MODE: 'production' }, { LIENTHONG_MODE: undefined }])(
    'is refused in production, also when nobody says that it is: %o',
    (mode) => {
      expect(problems({ ...development, ...mode })).toEqual([
        'TOKEN_ISSUER: received the development issuer, expected the national identity provider (LIENTHONG_MODE is production)',
      ]);
    },
  );

  it('is accepted in development', () => {
    expect(read({ ...development, LIENTHONG_MODE: 'development' })).toMatchObject({
      mode: 'development',
      token: { issuer: DEVELOPMENT_ISSUER },
    });
  });

  it('is refused beside other problems too', () => {
    expect(problems({ ...development, LEDGER_URL: undefined })).toHaveLength(2);
  });
});

describe.each([
  ['grants', 'GRANT_PRIVATE_KEY', ({ grantKey }: GatewayConfig) => grantKey, () => key],
  ['tree heads', 'LEDGER_SIGNING_KEY', ({ ledger }: GatewayConfig) => ledger.signingKey, () => ledgerKey],
])('the key for %s', (_use, byValue, keyIn, given) => {
  const byFile = `${byValue}_FILE`;
  const file = (text: string): string => {
    const path = join(folder, 'key.json');
    writeFileSync(path, text);
    return path;
  };

  it('is read from its file', () => {
    const path = file(JSON.stringify(given()));
    expect(keyIn(read({ [byValue]: undefined, [byFile]: path }))).toEqual(given());
  });

  it('is the one by value when both are given', () => {
    const path = file('not looked at');
    expect(keyIn(read({ [byFile]: path }))).toEqual(given());
  });

  it.each([
    ['text', 'secret'],
    ['JSON that is no key', '"secret"'],
    ['a key of another kind', '{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"d"}'],
    ['a public key', '{"kty":"OKP","crv":"Ed25519","x":"x"}'],
  ])('is refused when it is %s', (_what, text) => {
    expect(problems({ [byValue]: text })).toEqual([
      `${byValue}: expected an Ed25519 private key as JWK (RFC 8037), in JSON`,
    ]);
    expect(problems({ [byValue]: undefined, [byFile]: file(text) })).toEqual([
      `${byFile}: expected a readable file with an Ed25519 private key as JWK (RFC 8037), in JSON`,
    ]);
  });

  it('is refused when its file is not there', () => {
    const path = join(folder, 'none.json');
    expect(problems({ [byValue]: undefined, [byFile]: path })).toHaveLength(1);
  });
});

describe.each([
  ['CACHE_KEYS', ({ cache }: GatewayConfig) => cache.keys],
  ['LEDGER_MASTER_KEYS', ({ ledger }: GatewayConfig) => ledger.masterKeys],
])('%s', (name, keysIn) => {
  it('are taken in their order', () => {
    expect(keysIn(read({ [name]: `new:${bytes(2)}, old:${bytes(1)}` }))).toEqual([
      { id: 'new', key: Buffer.alloc(32, 2) },
      { id: 'old', key: Buffer.alloc(32, 1) },
    ]);
  });

  it('are never quoted when one of them is wrong', () => {
    expect(problems({ [name]: `new:${bytes(3, 31)},old:${bytes(1)}` })).toEqual([
      `${name}: expected id:key, several separated by commas, each key 32 bytes in base64`,
    ]);
  });
});

describe('the entity cache', () => {
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('shares the Redis of everything else, unless it is given one of its own', () => {
    const REDIS_URL = 'redis://shared:6379';
    const own = { CACHE_REDIS_URL: 'rediss://a:1,rediss://b:2', CACHE_REDIS_MODE: 'cluster' };
    expect(read({ REDIS_URL }).cache.redis).toEqual({ urls: [REDIS_URL], isCluster: false, ca: undefined });
    expect(read({ REDIS_URL, ...own }).cache.redis).toEqual({
      urls: ['rediss://a:1', 'rediss://b:2'],
      isCluster: true,
      ca: undefined,
    });
  });

  it('trusts whom a file names', () => {
    const CACHE_REDIS_CA_FILE = file('ca.pem', 'PEM');
    expect(read({ REDIS_URL: 'rediss://shared:6379', CACHE_REDIS_CA_FILE }).cache.redis?.ca).toBe('PEM');
    expect(problems({ CACHE_REDIS_CA_FILE: join(folder, 'none.pem') })).toEqual([
      'CACHE_REDIS_CA_FILE: expected a readable file',
    ]);
  });

  it('knows databases by their public keys, and refuses private ones', () => {
    const { d: _private, ...open } = key;
    const set = (one: JWK) => file('keys.json', JSON.stringify({ keys: [one] }));
    const known = { ...open, kid: 'population' };
    expect(read({ CHANGE_KEYS_FILE: set(known) }).cache.changeKeys).toEqual({ keys: [known] });
    for (const wrong of [{ ...key, kid: 'population' }, open]) {
      expect(problems({ CHANGE_KEYS_FILE: set(wrong) }).join()).toMatch(/^CHANGE_KEYS_FILE: expected/);
    }
  });
});
