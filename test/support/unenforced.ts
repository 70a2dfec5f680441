import { ApolloServer } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { createGrantSigner } from '../../contract/access-grant.ts';
import { permitOperation } from '../../gateway/authorization/index.ts';
import type { SubjectGate } from '../../gateway/conditions/index.ts';
import { createGrantIssuer, createPlanRunner, type ExecutionContext } from '../../gateway/execution/index.ts';
import {
  compose,
  elementsStatedBy,
  keyRequirements,
  readPolicySchema,
  readSupergraphFile,
  toRuntimeSdl,
} from '../../gateway/supergraph/index.ts';
import { loadGovernance, type PolicyGrant } from '../../governance/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { variablePrefix } from '../../subgraphs/kit/config.ts';
import type { TestSystem } from './system.ts';

/** A gateway that enforces nothing: it only signs grants that say what the agreements grant. */
export interface Unenforced {
  /** What the databases alone let out of an operation: the raw result, gateway's own aliases included. */
  ask(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    policy: PolicyGrant,
    gate: SubjectGate,
  ): Promise<Readonly<Record<string, unknown>> | null>;
  stop(): Promise<void>;
}

/** Nobody was judged: no call brings a verdict about anybody. */
export const NO_VERDICTS: SubjectGate = { verdicts: async () => new Map() };

/** Everybody may be read. */
export const READ_ALL: SubjectGate = {
  verdicts: async (_database, names) => new Map([...names].map((name) => [name, 'read'])),
};

/** Starts it in front of the databases of a system. */
export async function startUnenforced(system: TestSystem): Promise<Unenforced> {
  const governance = loadGovernance();
  const environment = Object.fromEntries(
    DATABASES.map(({ name }) => [`${variablePrefix(name)}_URL`, system.subgraphUrl(name)]),
  );
  const file = await readSupergraphFile('supergraph.yaml', environment);
  const { policySdl } = compose(file, governance.elements);
  const runner = await createPlanRunner({
    runtimeSdl: toRuntimeSdl(policySdl),
    grants: createGrantIssuer({
      signer: await createGrantSigner(system.secrets.grantKey.privateJwk),
      codes: governance.codes,
      linkSecret: 'of this test only',
      keys: keyRequirements(policySdl),
      stated: elementsStatedBy(file.subgraphs),
    }),
    callTimeoutMs: 5_000,
    onFailure: () => undefined,
    onBreaker: () => undefined,
  });
  const graph = { schema: runner.schema, policy: readPolicySchema(policySdl) };
  const everything = {
    elements: new Set(governance.elements.keys()),
    terms: new Map(),
  } as unknown as PolicyGrant;
  const gateway: GatewayInterface = {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: runner.schema, coreSupergraphSdl: policySdl });
      return () => undefined;
    },
    load: async () => ({
      async executor(incoming) {
        const { document, source, hash } = permitOperation(
          graph,
          incoming.document,
          incoming.operation,
          everything,
        );
        if (document === undefined) return { data: {} };
        const { execution } = incoming.context as ExecutionContext;
        const variables = incoming.request.variables ?? {};
        const { data } = await runner.run(execution, { document, source, hash }, variables);
        return { data };
      },
    }),
    stop: () => runner.stop(),
  };
  const server = new ApolloServer<ExecutionContext>({ gateway, stopOnTerminationSignals: false });
  await server.start();
  return {
    async ask(query, variables, policy, gate) {
      const request = {
        requestId: 'unenforced',
        policy,
        subject: undefined,
        officer: undefined,
        caseId: undefined,
        gate,
        asked: new Set<string>(),
        signal: AbortSignal.timeout(10_000),
      };
      const execution = { request, record: { sources: new Map(), failures: [] } };
      const { body } = await server.executeOperation({ query, variables }, { contextValue: { execution } });
      return body.kind === 'single' ? ((body.singleResult.data as Record<string, unknown>) ?? null) : null;
    },
    stop: () => server.stop(),
  };
}
