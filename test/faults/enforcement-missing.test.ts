import { fileURLToPath } from 'node:url';
import { ApolloGateway } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../gateway/access/index.ts';
import { EnforcingGateway, type EnforcingParts } from '../../gateway/enforcing-gateway.ts';
import { fixedGraph, type Generation, type RunningGraph } from '../../gateway/generations/index.ts';
import { createLog } from '../../gateway/observability/index.ts';
import { fixedPolicy } from '../../gateway/policy/index.ts';
import { createCostModel, readCostTable } from '../../gateway/protection/index.ts';
import { createMemoryRateLimits } from '../../gateway/quotas/index.ts';
import { type HttpServer, startHttpServer } from '../../gateway/server.ts';
import {
  compose,
  readPolicySchema,
  readSupergraphFile,
  toRuntimeSdl,
} from '../../gateway/supergraph/index.ts';
import { loadGovernance } from '../../governance/index.ts';

const SUPERGRAPH = fileURLToPath(new URL('../../supergraph.yaml', import.meta.url));
const governance = loadGovernance();
let policySdl: string;

beforeAll(async () => {
  const urls = ['POPULATION', 'CIVIL_STATUS', 'BUSINESS', 'INSURANCE', 'LAND', 'CATALOGUE'];
  const environment = Object.fromEntries(urls.map((name) => [`${name}_URL`, 'http://127.0.0.1:1/graphql']));
  ({ policySdl } = compose(await readSupergraphFile(SUPERGRAPH, environment), governance.elements));
});

async function serve(gateway: GatewayInterface): Promise<HttpServer> {
  return await startHttpServer({
    gateway,
    graph: await graph(),
    policy: fixedPolicy(governance),
    now: () => new Date(),
    tokens: { verify: () => Promise.reject(new Error('Nobody is let in here.')) },
    rateLimits: createMemoryRateLimits(100),
    log: createLog('silent'),
    host: '127.0.0.1',
    port: 0,
    deadlineMs: 1_000,
    maxInWork: 8,
    maxQueued: 8,
    onUndelivered: () => undefined,
    isReady: async () => true,
  });
}

/** What the gateway answers itself, beside the graph that another gateway loads. */
async function accessTo(gateway: ApolloGateway): Promise<Access> {
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  await gateway.load();
  if (schema === undefined) throw new Error('ApolloGateway loaded no schema.');
  return createAccess({
    graph: { schema, policy: readPolicySchema(policySdl) },
    costs: createCostModel(readCostTable(policySdl), 1_000),
  });
}

/** The enforcing gateway on the composed graph, without any database behind it. */
async function enforcing(): Promise<EnforcingGateway> {
  return new EnforcingGateway({ graph: await graph() } as unknown as EnforcingParts);
}

async function graph(): Promise<RunningGraph> {
  const gateway = new ApolloGateway({ supergraphSdl: toRuntimeSdl(policySdl) });
  const access = await accessTo(gateway);
  return fixedGraph({ access, policySdl, stop: () => gateway.stop() } as unknown as Generation);
}

describe('the graph', () => {
  it('is not served through a gateway that decides nothing', async () => {
    const plain = new ApolloGateway({ supergraphSdl: toRuntimeSdl(policySdl) });
    await expect(serve(plain as unknown as GatewayInterface)).rejects.toThrow(
      /Refusing to start.*enforcing gateway/,
    );
  });

  it('is not served through one that only looks like the enforcing one', async () => {
    class Lenient extends EnforcingGateway {}
    const real = await enforcing();
    for (const other of [
      new Lenient({} as EnforcingParts),
      { load: real.load, stop: real.stop, onSchemaLoadOrUpdate: real.onSchemaLoadOrUpdate },
      Object.create(real) as GatewayInterface,
    ]) {
      await expect(serve(other)).rejects.toThrow('Refusing to start');
    }
  });

  it('as it is composed, is refused by ApolloGateway itself', async () => {
    const gateway = new ApolloGateway({ supergraphSdl: policySdl });
    await expect(gateway.load()).rejects.toThrow(/requiresScopes.*SECURITY|SECURITY.*requiresScopes/s);
  });

  it('is served through the enforcing gateway', async () => {
    const server = await serve(await enforcing());
    const response = await fetch(`${server.url}/health/live`);
    expect(await response.json()).toEqual({ status: 'ok' });
    await server.stop();
  });
});
