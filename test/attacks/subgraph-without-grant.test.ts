import { generateKeyPairSync } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessGrant } from '../../contract/access-grant.ts';
import {
  askSubgraph,
  claimsFor,
  PROBES,
  type Probe,
  signedGrant,
  valueAt,
} from '../support/subgraph-calls.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

/** Everything that a good grant says, in the gateway's name, for the tests to damage. */
function tokenOf(
  { audience, ...claims }: AccessGrant,
  { alg = 'EdDSA', issuedAgo = 0, life = 60 } = {},
): SignJWT {
  const now = Math.floor(Date.now() / 1000) - issuedAgo;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg })
    .setIssuer('lien-thong-gateway')
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + life);
}

async function gatewayKey() {
  return await importJWK(system.secrets.grantKey.privateJwk, 'EdDSA');
}

/** Grants that no database may accept, by what is wrong with them. */
const FORGERIES: Readonly<Record<string, (grant: AccessGrant) => Promise<string>>> = {
  'signed with another key': async (grant) =>
    await tokenOf(grant).sign(generateKeyPairSync('ed25519').privateKey),
  'signed by nobody (alg none)': async ({ audience, ...claims }) =>
    new UnsecuredJWT({ ...claims })
      .setIssuer('lien-thong-gateway')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('60s')
      .encode(),
  'signed by HS256 with the public key as the secret': async (grant) =>
    await tokenOf(grant, { alg: 'HS256' }).sign(
      Buffer.from(String(system.secrets.grantKey.publicJwk.x), 'base64url'),
    ),
  'signed by the token issuer': async (grant) =>
    await tokenOf(grant, { alg: 'ES256' }).sign(
      await importJWK(system.secrets.issuerKey.privateJwk, 'ES256'),
    ),
  'with claims changed after it was signed': async (grant) => {
    const [header, , signature] = (await signedGrant(system, { ...grant, elements: [] })).split('.');
    const [, claims] = (await tokenOf(grant).sign(await gatewayKey())).split('.');
    return `${header}.${claims}.${signature}`;
  },
  'with its signature cut off': async (grant) => (await signedGrant(system, grant)).replace(/\.[^.]*$/, '.'),
  'in the name of another issuer': async (grant) =>
    await tokenOf(grant)
      .setIssuer('somebody')
      .sign(await gatewayKey()),
  'without elements, which would not say what it covers': async ({ elements: _elements, ...grant }) =>
    await tokenOf(grant as AccessGrant).sign(await gatewayKey()),
  'that is no token at all': async () => 'let-me-in',
};

function expectNothingBut(code: string, answer: Awaited<ReturnType<typeof askSubgraph>>): void {
  expect(answer.codes).toEqual([code]);
  expect(answer.data ?? null).toBeNull();
  expect(answer.status).toBe(401);
}

describe.each(PROBES)('the database $database, asked past the gateway', (probe: Probe) => {
  const ask = (grant?: string) => askSubgraph(system.subgraphUrl(probe.database), probe, grant);

  it('answers to a good grant with the real value', async () => {
    const answer = await ask(await signedGrant(system, claimsFor(probe)));
    expect(answer.codes).toEqual([]);
    expect(valueAt(answer.data, probe.value.path)).toEqual(
      probe.value.text instanceof RegExp ? expect.stringMatching(probe.value.text) : probe.value.text,
    );
  });

  it('answers nothing without a grant', async () => {
    expectNothingBut('GRANT_MISSING', await ask());
    expectNothingBut('GRANT_MISSING', await ask(''));
  });

  it('answers nothing to a grant for another database', async () => {
    const audience = probe.database === 'land' ? 'population' : 'land';
    expectNothingBut(
      'GRANT_AUDIENCE',
      await ask(await signedGrant(system, { ...claimsFor(probe), audience })),
    );
  });

  it('answers nothing to a grant that has ended', async () => {
    const ended = await tokenOf(claimsFor(probe), { issuedAgo: 120 }).sign(await gatewayKey());
    expectNothingBut('GRANT_EXPIRED', await ask(ended));
  });

  it('answers nothing to an old grant, however long it says it lives', async () => {
    const old = await tokenOf(claimsFor(probe), { issuedAgo: 120, life: 86_400 }).sign(await gatewayKey());
    expectNothingBut('GRANT_EXPIRED', await ask(old));
    const young = await tokenOf(claimsFor(probe), { life: 86_400 }).sign(await gatewayKey());
    expect((await ask(young)).codes).toEqual([]);
  });

  it.each(Object.keys(FORGERIES))('answers nothing to a grant %s', async (name) => {
    const forge = FORGERIES[name];
    expectNothingBut('GRANT_INVALID', await ask(await forge?.(claimsFor(probe))));
  });

  it('tells nobody its schema, not even under a good grant', async () => {
    const url = system.subgraphUrl(probe.database);
    const grant = await signedGrant(system, claimsFor(probe));
    const outsiders = [undefined, grant];
    for (const query of [
      '{ _service { sdl } }',
      getIntrospectionQuery(),
      '{ __type(name: "Query") { name } }',
    ]) {
      for (const as of outsiders) {
        const answer = await askSubgraph(url, { query }, as);
        expect(answer.codes.length).toBeGreaterThan(0);
        expect(answer.text).not.toMatch(/type Query|@key|requiresScopes|"kind":/);
      }
    }
    expect((await askSubgraph(url, { query: '{ __typename }' }, grant)).data).toEqual({
      __typename: 'Query',
    });
  });
});
