import { createGrantSigner } from '../contract/access-grant.ts';
import type { Governance } from '../governance/index.ts';
import {
  cacheKeysFrom,
  createNoticeDesk,
  type EntityCache,
  nameSecretFrom,
  openEntityCache,
  type TakeNotice,
} from './cache/index.ts';
import type { GatewayConfig } from './config.ts';
import { EnforcingGateway } from './enforcing-gateway.ts';
import { createTokenVerifier } from './identity/index.ts';
import {
  createAccessRecords,
  createHeadSigner,
  createPostgresLedger,
  createSubjectVault,
  type Ledger,
} from './ledger/index.ts';
import { createLog, type Log } from './observability/index.ts';
import { type OpenGraph, openGraph } from './open-graph.ts';
import { type OpenPolicy, openPolicy } from './open-policy.ts';
import { createPostgresRegisters } from './registers/index.ts';
import { type HttpServer, startHttpServer } from './server.ts';

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
  { policy, quotas, rateLimits }: OpenPolicy,
  config: GatewayConfig,
  given: GatewayParts,
  log: Log,
): Promise<HttpServer> {
  const now = given.now ?? (() => new Date());
  const onFault = (error: unknown) => log.error({ err: error }, 'fault');
  const ledger = given.ledger ?? openLedger(config, onFault);
  const accessRecords = createAccessRecords({
    url: config.ledger.url,
    vault: createSubjectVault(config.ledger),
    ledger,
    onFault,
  });
  const registers = createPostgresRegisters(config.registersUrl);
  const cache = openCache(config, log);
  let opened: OpenGraph | undefined;
  const closeAll = async (): Promise<void> => {
    await opened?.close();
    await Promise.all([ledger.close(), accessRecords.close(), registers.close(), cache.close()]);
  };
  try {
    opened = await openGraph(config, {
      ...config,
      signer: await createGrantSigner(config.grantKey),
      linkSecret: linkSecret(config),
      registers,
      accessRecords,
      cache,
      log,
      policy,
      now,
      onFault,
    });
    const { graph } = opened;
    const server = await startHttpServer({
      ...config,
      gateway: new EnforcingGateway({ graph, policy, now, registers, quotas, ledger, onFault }),
      graph,
      policy,
      now,
      tokens: createTokenVerifier(config.token),
      rateLimits,
      log,
      onUndelivered: (answers) => {
        for (const answer of answers) void ledger.markUndelivered(answer).catch(onFault);
      },
      takeNotice: noticeDesk(config, cache),
      // Without ledger and registers no answer leaves; a database that is down makes its own fields unavailable only.
      isReady: async () => (await ledger.isReachable()) && (await registers.isReachable()),
    });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function openLedger({ ledger }: GatewayConfig, onFault: (error: unknown) => void): Ledger {
  return createPostgresLedger({ ...ledger, signer: createHeadSigner(ledger.signingKey), onFault });
}

function openCache({ cache, grantKey, ledger }: GatewayConfig, log: Log): EntityCache {
  return openEntityCache({
    redis: cache.redis,
    keys: cache.keys ?? cacheKeysFrom(grantKey),
    nameSecret: nameSecretFrom(ledger.digestSecret),
    localBytes: cache.localBytes,
    log,
  });
}

/** Nobody can tell of changes when no database's key is known. */
function noticeDesk(
  { cache: { changeKeys: keys }, token }: GatewayConfig,
  cache: EntityCache,
): TakeNotice | undefined {
  return keys && createNoticeDesk(cache, { keys, audience: token.audience });
}
