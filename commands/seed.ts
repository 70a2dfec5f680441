/** `npm run seed`: a synthetic country of N citizens in the embedded databases, the same for the same seed. */
import { loadSecrets, startPostgres } from '../embedded/index.ts';
import { runCommand, wholeNumber } from './command-line.ts';
import { readCommandConfig } from './config.ts';
import { DEFAULT_CITIZENS, DEFAULT_SEED, replaceCountry } from './country.ts';
import { openInstallation } from './installation.ts';
import { progressBar } from './progress-bar.ts';
import { fillRegisters } from './registers-sample.ts';

await runCommand(
  {
    usage: 'npm run seed --',
    summary: 'Replaces the sample country in the embedded databases. Stop the running system first.',
    options: {
      citizens: { value: 'N', help: `number of citizens, 200 to 2000000; ${DEFAULT_CITIZENS} by default` },
      seed: { value: 'S', help: `same seed, same country; ${DEFAULT_SEED} by default` },
    },
  },
  async (given) => {
    const citizens = wholeNumber(given, 'citizens', DEFAULT_CITIZENS, 200, 2_000_000);
    const seed = wholeNumber(given, 'seed', DEFAULT_SEED, 0, 2 ** 31);
    const { dataDir } = readCommandConfig();
    const secrets = await loadSecrets(dataDir);
    const postgres = await startPostgres({ dataDir, onProgress: say });
    try {
      const installation = await openInstallation({ adminUrl: postgres.adminUrl, secrets });
      await replaceCountry(installation, { citizens, seed }, progressBar(process.stdout));
      await fillRegisters(installation.registers.servingUrl);
      say(`A synthetic country of ${citizens} citizens (seed ${seed}) is in ${dataDir}.`);
    } finally {
      await postgres.stop();
    }
  },
);

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}
