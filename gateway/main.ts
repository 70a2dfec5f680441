/** Starts one gateway from the environment, and stops it on SIGINT, SIGTERM, or when the process that started it ends. */
import { GovernanceError } from '../governance/index.ts';
import { ConfigError, readConfig } from './config.ts';
import { startGateway } from './start.ts';
import { CompositionError } from './supergraph/index.ts';

try {
  const server = await startGateway(readConfig());
  process.send?.({ ready: server.url });
  const stop = async (): Promise<void> => {
    await server.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => void stop());
} catch (error) {
  const known = [ConfigError, CompositionError, GovernanceError].some((kind) => error instanceof kind);
  process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`);
  process.exit(known ? 2 : 1);
}
