import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandConfig } from '../../commands/config.ts';
import { ConfigError, readConfig } from '../../gateway/config.ts';
import { readSubgraphConfig } from '../../subgraphs/kit/config.ts';

interface Variable {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly text: string;
}

/** The tables of docs/configuration.md, in order. */
const [GATEWAY = [], ADDRESSES = [], SUBGRAPH = [], COMMANDS = []] = readFileSync(
  new URL('../../docs/configuration.md', import.meta.url),
  'utf8',
)
  .split('| Variable | Default | What it is |\n')
  .slice(1)
  .map((table): readonly Variable[] =>
    [...table.matchAll(/^\| `([^`]+)` \| (?:`([^`]+)` )?\| (.+) \|$/gm)].map(
      ([, name = '', fallback, text = '']) => ({ name, fallback, text }),
    ),
  );

/** What each reader needs before it is content. */
const REQUIRED_OF_GATEWAY = {
  TOKEN_ISSUER: 'https://id.example',
  TOKEN_JWKS_URL: 'https://id.example/jwks',
  GRANT_PRIVATE_KEY: '{"kty":"OKP","crv":"Ed25519","x":"x","d":"d"}',
  LEDGER_URL: 'postgresql://ledger.example/ledger',
  REGISTERS_URL: 'postgresql://registers.example/registers',
  LEDGER_DIGEST_SECRET: 'x'.repeat(32),
  LEDGER_SIGNING_KEY: '{"kty":"OKP","crv":"Ed25519","x":"x","d":"d"}',
  LEDGER_MASTER_KEYS: `1:${Buffer.alloc(32).toString('base64')}`,
};
/** Files from which keys are read that may be given by value as well. */
const KEY_FILES = ['GRANT_PRIVATE_KEY_FILE', 'LEDGER_SIGNING_KEY_FILE'];
/** Settings of the entity cache without a default. */
const OPTIONAL_OF_CACHE = ['CACHE_REDIS_URL', 'CACHE_REDIS_CA_FILE', 'CACHE_KEYS', 'CHANGE_KEYS_FILE'];
const REQUIRED_OF_SUBGRAPH = {
  GATEWAY_PUBLIC_KEY: '{"kty":"OKP"}',
  CIVIL_STATUS_DATABASE_URL: 'postgresql://civil-status.example/x',
};

type Environment = Readonly<Record<string, string | undefined>>;

const readGateway = (environment: Environment) => {
  const { environment: _all, ...settings } = readConfig(environment);
  return settings;
};
const readSubgraph = (environment: Environment) => {
  const { gatewayKey, host, databaseUrl, port } = readSubgraphConfig(environment);
  return { gatewayKey, host, url: databaseUrl('civil-status'), port: port('civil-status') };
};

/**
 * The names by which an environment makes a difference to a reader: with a strange value, it refuses or answers
 * something else. Tried are all names in capitals that the reader's own text has.
 */
function namesReadBy(
  file: string,
  read: (environment: Environment) => unknown,
  ...contents: readonly Environment[]
): readonly string[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const words = [...new Set(text.match(/[A-Z_][A-Z0-9_]{2,}/g) ?? [])];
  const candidates = [...words, ...words.map((word) => `CIVIL_STATUS${word}`)];
  const outcome = (environment: Environment) => {
    try {
      return JSON.stringify(read(environment));
    } catch (error) {
      return String(error);
    }
  };
  return candidates
    .filter((name) =>
      contents.some((content) => outcome(content) !== outcome({ ...content, [name]: 'strange' })),
    )
    .sort();
}

const named = (variables: readonly Variable[]) => variables.map(({ name }) => name).sort();

/** The defaults of a table, as somebody would set them who has just read the page. */
function defaultsOf(variables: readonly Variable[]): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ name, fallback }) =>
      fallback === undefined ? [] : [[name.replace('<NAME>', 'CIVIL_STATUS'), fallback]],
    ),
  );
}

describe('docs/configuration.md', () => {
  it('names every variable that the gateway reads, and no other', () => {
    const { GRANT_PRIVATE_KEY: _grant, LEDGER_SIGNING_KEY: _ledger, ...withoutKeys } = REQUIRED_OF_GATEWAY;
    const names = namesReadBy('gateway/config.ts', readGateway, REQUIRED_OF_GATEWAY, withoutKeys);
    expect(names).toEqual(named(GATEWAY));
  });

  it('names every address of supergraph.yaml with its default', () => {
    const supergraph = readFileSync(new URL('../../supergraph.yaml', import.meta.url), 'utf8');
    const found = [...supergraph.matchAll(/\$\{env\.(\w+):-([^}]*)\}/g)].map(([, name, url]) => [name, url]);
    expect(ADDRESSES.map(({ name, fallback }) => [name, fallback]).sort()).toEqual(found.sort());
  });

  it('names every variable that a subgraph reads, and no other', () => {
    const names = namesReadBy('subgraphs/kit/config.ts', readSubgraph, REQUIRED_OF_SUBGRAPH);
    expect(names.map((name) => name.replace(/^CIVIL_STATUS_/, '<NAME>_')).sort()).toEqual(named(SUBGRAPH));
  });

  it('names every variable that the commands read, and no other', () => {
    expect(namesReadBy('commands/config.ts', readCommandConfig, {})).toEqual(named(COMMANDS));
  });

  it('states the defaults as they are', () => {
    const gateway = { ...REQUIRED_OF_GATEWAY, ...defaultsOf(GATEWAY) };
    expect(readGateway(gateway)).toEqual(readGateway(REQUIRED_OF_GATEWAY));
    const subgraph = { ...REQUIRED_OF_SUBGRAPH, ...defaultsOf(SUBGRAPH) };
    expect(readSubgraph(subgraph)).toEqual(readSubgraph(REQUIRED_OF_SUBGRAPH));
    expect(readCommandConfig(defaultsOf(COMMANDS))).toEqual(readCommandConfig({}));
    expect(relative(resolve(), readCommandConfig({}).dataDir)).toBe(defaultsOf(COMMANDS)['DATA_DIR']);
  });

  it.each(GATEWAY)('is right about whether the gateway can do without $name', ({ name, fallback, text }) => {
    const without = { ...REQUIRED_OF_GATEWAY, [name]: undefined };
    const isNeeded =
      fallback === undefined && !['REDIS_URL', ...KEY_FILES, ...OPTIONAL_OF_CACHE].includes(name);
    if (isNeeded) expect(() => readConfig(without)).toThrow(ConfigError);
    else expect(() => readConfig(without)).not.toThrow();
    expect(text.includes('optional')).toBe(
      /^(GRANT_PRIVATE_KEY|LEDGER_SIGNING_KEY|REDIS_URL)/.test(name) || OPTIONAL_OF_CACHE.includes(name),
    );
  });

  it('is right about what a subgraph cannot do without', () => {
    for (const name of Object.keys(REQUIRED_OF_SUBGRAPH)) {
      expect(() => readSubgraph({ ...REQUIRED_OF_SUBGRAPH, [name]: undefined })).toThrow(name);
    }
  });
});
