import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ApolloGateway } from '@apollo/gateway';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadGovernance } from '../../governance/index.ts';
import { type Composition, compose } from './compose.ts';
import { formatProblem } from './problem.ts';
import { toRuntimeSdl } from './runtime-sdl.ts';
import { readSupergraphFile } from './sources.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let composition: Composition;

beforeAll(async () => {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  composition = compose(await readSupergraphFile(`${ROOT}supergraph.yaml`, {}), loadGovernance().elements);
});

/** Loads a supergraph as the gateway does; nothing is called. */
async function load(supergraphSdl: string): Promise<ApolloGateway> {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({ supergraphSdl, logger });
  await gateway.load();
  return gateway;
}

describe('our own graph', () => {
  it('composes without any hint', () => {
    expect(composition.hints.map(formatProblem)).toEqual([]);
  });

  it('is the one in supergraph.graphql', () => {
    const written = readFileSync(`${ROOT}supergraph.graphql`, 'utf8');
    // Compared as a whole only for equality: the difference of two long texts is slow to make and tells nothing.
    expect(
      written === `${composition.policySdl.trimEnd()}\n`,
      'supergraph.graphql is old: run "npm run compose"',
    ).toBe(true);
  });
});

describe('ApolloGateway', () => {
  it('refuses the policy as it is, because it would not enforce it', async () => {
    await expect(load(composition.policySdl)).rejects.toMatchObject({
      causes: [{ extensions: { code: 'UNSUPPORTED_LINKED_FEATURE' } }],
    });
  });

  it('loads what the enforcing gateway gives it', async () => {
    const gateway = await load(toRuntimeSdl(composition.policySdl));
    await gateway.stop();
  });
});

describe('the runtime graph', () => {
  const marks = (sdl: string) =>
    [...sdl.matchAll(/@link\(url: "([^"]+)"[^)]*for: (\w+)\)/g)].map(([, url]) => url);

  it('has lost the one mark that we stand in for, and is the same otherwise', () => {
    const runtime = toRuntimeSdl(composition.policySdl);
    expect(marks(composition.policySdl)).toEqual([
      'https://specs.apollo.dev/join/v0.5',
      'https://specs.apollo.dev/requiresScopes/v0.1',
    ]);
    expect(marks(runtime)).toEqual(['https://specs.apollo.dev/join/v0.5']);
    expect(runtime.replace('requiresScopes/v0.1")', 'requiresScopes/v0.1", for: SECURITY)')).toBe(
      composition.policySdl,
    );
  });

  it.each([
    'join/v0.5", for: EXECUTION)',
    'authenticated/v0.1", for: SECURITY)',
    'policy/v0.1", for: SECURITY)',
    'context/v0.1", for: SECURITY)',
    'inaccessible/v0.2", for: SECURITY)',
    'requiresScopes/v0.1", as: "scopes", for: SECURITY)',
  ])('keeps a mark of which nothing is enforced: %s', (feature) => {
    const link = `schema @link(url: "https://specs.apollo.dev/${feature} { query: Query }`;
    expect(toRuntimeSdl(link)).toBe(link);
  });
});
