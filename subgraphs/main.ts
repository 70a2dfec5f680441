/**
 * Serves databases: all of them, or those named on the command line, which is how an agency runs its own. Stops on
 * SIGINT, SIGTERM, or when the process that started it ends.
 */
import { DATABASES } from './databases.ts';
import { readSubgraphConfig } from './kit/config.ts';
import { serveDatabase } from './kit/index.ts';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !DATABASES.some((database) => database.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `Found "${unknown.join('", "')}", expected ${DATABASES.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}
try {
  const config = readSubgraphConfig();
  const running = await Promise.all(
    DATABASES.filter(({ name }) => names.length === 0 || names.includes(name)).map((database) =>
      serveDatabase(database, {
        databaseUrl: config.databaseUrl(database.name),
        gatewayKey: config.gatewayKey,
        host: config.host,
        port: config.port(database.name),
        onFault: (error) => process.stderr.write(`${database.name}: ${(error as Error).message}\n`),
      }),
    ),
  );
  process.send?.({ ready: Object.fromEntries(running.map(({ name, url }) => [name, url])) });
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((subgraph) => subgraph.stop()));
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => void stop());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
