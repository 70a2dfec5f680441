import { createGrantSigner } from '../contract/access-grant.ts';
import { type Governance, loadGovernance } from '../governance/index.ts';
import { createAuthorizer } from './authorization/index.ts';
import type { GatewayConfig } from './config.ts';
import { EnforcingGateway } from './enforcing-gateway.ts';
import { createGrantIssuer, createPlanRunner } from './execution/index.ts';
import { createTokenVerifier } from './identity/index.ts';
import { createPostgresLedger, type Ledger } from './ledger/index.ts';
import { createLog, type Log } from './observability/index.ts';
import { type HttpServer, startHttpServer } from './server.ts';
import { compose, readPolicySchema, readSupergraphFile, toRuntimeSdl } from './supergraph/index.ts';

/** Parts that tests and embedders may bring themselves. */
export interface GatewayParts {
  readonly governance?: Governance;
  readonly ledger?: Ledger;
  readonly log?: Log;
}

/** Starts one gateway: composes the graph, puts the pipeline in front of it, and listens. */
export async function startGateway(config: GatewayConfig, given: GatewayParts = {}): Promise<HttpServer> {
  const log = given.log ?? createLog(config.logLevel);
  const governance = given.governance ?? loadGovernance();
  const { policySdl } = compose(
    await readSupergraphFile(config.supergraphFile, config.environment),
    governance.elements,
  );
  const policySchema = readPolicySchema(policySdl);
  const runner = await createPlanRunner({
    runtimeSdl: toRuntimeSdl(policySdl),
    grants: createGrantIssuer(await createGrantSigner(config.grantKey), governance),
    callTimeoutMs: config.callTimeoutMs,
    onFailure: (failure) => log.warn(failure, 'database call failed'),
  });
  const ledger = given.ledger ?? createPostgresLedger(config.ledger);
  const authorizer = createAuthorizer({ schema: runner.schema, policy: policySchema });
  const onFault = (error: unknown) => log.error({ err: error }, 'fault');
  const gateway = new EnforcingGateway(
    { governance, policySchema, authorizer, runner, ledger, onFault },
    policySdl,
  );
  try {
    const server = await startHttpServer({
      gateway,
      governance,
      tokens: createTokenVerifier(config.token),
      log,
      host: config.host,
      port: config.port,
      deadlineMs: config.deadlineMs,
      // Without the ledger no answer leaves; a database that is down makes its own fields unavailable only.
      isReady: () => ledger.isReachable(),
    });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await ledger.close();
      },
    };
  } catch (error) {
    await runner.stop();
    await ledger.close();
    throw error;
  }
}
