import { createGrantSigner } from '../contract/access-grant.ts';
import type { Governance } from '../governance/index.ts';
import { createAccess, registerFields } from './access/index.ts';
import { createAuthorizer } from './authorization/index.ts';
import type { GatewayConfig } from './config.ts';
import { EnforcingGateway } from './enforcing-gateway.ts';
import { createGrantIssuer, createPlanRunner } from './execution/index.ts';
import { createTokenVerifier } from './identity/index.ts';
import { createPostgresLedger, type Ledger } from './ledger/index.ts';
import { createLog, type Log } from './observability/index.ts';
import { type OpenPolicy, openPolicy } from './open-policy.ts';
import { createPostgresRegisters } from './registers/index.ts';
import { type HttpServer, startHttpServer } from './server.ts';
import {
  compose,
  elementsStatedBy,
  keyRequirements,
  readPolicySchema,
  readSupergraphFile,
  toRuntimeSdl,
} from './supergraph/index.ts';

/** Parts that tests and embedders may bring themselves. */
export interface GatewayParts {
  /** Agreements that stay as they are, instead of those of the configured folder. */
  readonly governance?: Governance;
  readonly ledger?: Ledger;
  readonly log?: Log;
  /** The clock of agreements, quotas and posts; tokens and signed grants go by the real one. */
  readonly now?: () => Date;
}

/** Seals what travels beside the grants; derived, so that all replicas with the same key agree on it. */
function linkSecret({ grantKey }: GatewayConfig): string {
  return `keys and subject passes ${String(grantKey['d'])}`;
}

/** Starts one gateway: composes the graph, puts the pipeline in front of it, and listens. */
export async function startGateway(config: GatewayConfig, given: GatewayParts = {}): Promise<HttpServer> {
  const log = given.log ?? createLog(config.logLevel);
  const opened = await openPolicy(config, given.governance, log);
  try {
    const server = await startUnder(opened, config, given, log);
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function startUnder(
  { policy, quotas }: OpenPolicy,
  config: GatewayConfig,
  given: GatewayParts,
  log: Log,
): Promise<HttpServer> {
  const now = given.now ?? (() => new Date());
  const governance = policy.current();
  const file = await readSupergraphFile(config.supergraphFile, config.environment);
  const { policySdl } = compose(file, governance.elements);
  const policySchema = readPolicySchema(policySdl);
  const runner = await createPlanRunner({
    runtimeSdl: toRuntimeSdl(policySdl),
    grants: createGrantIssuer({
      signer: await createGrantSigner(config.grantKey),
      codes: governance.codes,
      linkSecret: linkSecret(config),
      keys: keyRequirements(policySdl),
      stated: elementsStatedBy(file.subgraphs),
    }),
    callTimeoutMs: config.callTimeoutMs,
    onFailure: (failure) => log.warn(failure, 'database call failed'),
  });
  const ledger = given.ledger ?? createPostgresLedger(config.ledger);
  const registers = createPostgresRegisters(config.registersUrl);
  const graph = { schema: runner.schema, policy: policySchema };
  const authorizer = createAuthorizer(graph);
  const access = createAccess({
    graph,
    ownFields: [registerFields(registers)],
  });
  const onFault = (error: unknown) => log.error({ err: error }, 'fault');
  const gateway = new EnforcingGateway(
    { policy, now, policySchema, authorizer, runner, registers, quotas, ledger, onFault, access },
    policySdl,
  );
  try {
    const server = await startHttpServer({
      gateway,
      access,
      policy,
      now,
      tokens: createTokenVerifier(config.token),
      log,
      host: config.host,
      port: config.port,
      deadlineMs: config.deadlineMs,
      // Without ledger and registers no answer leaves; a database that is down makes its own fields unavailable only.
      isReady: async () => (await ledger.isReachable()) && (await registers.isReachable()),
    });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await Promise.all([ledger.close(), registers.close()]);
      },
    };
  } catch (error) {
    await runner.stop();
    await Promise.all([ledger.close(), registers.close()]);
    throw error;
  }
}
