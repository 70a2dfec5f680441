/**
 * `npm start`: embedded databases with sample data, all subgraphs, the development issuer, the gateway. Ctrl-C or
 * SIGTERM stops everything; after a kill, the next start recovers by itself.
 */
import { loadSecrets } from '../embedded/index.ts';
import { runCommand } from './command-line.ts';
import { readCommandConfig } from './config.ts';
import { assertPortFree } from './port.ts';
import { startSystem } from './system.ts';

await runCommand(
  {
    usage: 'npm start --',
    summary:
      'Starts Liên thông on embedded defaults. PORT changes the port of the gateway (4000), DATA_DIR where data lies (.data), ' +
      'SAMPLE_CITIZENS the size of the country that the first start makes (10000).',
    options: {},
  },
  async () => {
    const environment = readCommandConfig();
    await assertPortFree(environment.port);
    const stopping = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
    const secrets = await loadSecrets(environment.dataDir);
    const system = await startSystem({ ...environment, secrets, say, signal: stopping.signal });
    if (!stopping.signal.aborted) say(`Ready: ${system.url}/graphql`);
    const failure = await Promise.race([aborted(stopping.signal), system.failed]);
    say('Stopping');
    await system.stop();
    if (failure !== undefined) throw new Error(failure);
    process.exit(0);
  },
);

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
