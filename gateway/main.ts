/** Starts one gateway from the environment, and stops it on SIGINT, SIGTERM, or when the process that started it ends. */
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
  const known = error instanceof ConfigError || error instanceof CompositionError;
  process.stderr.write(`${known ? error.message : (error as Error).stack}\n`);
  process.exit(known ? 2 : 1);
}
