/** `npm run personas`: the named test persons, businesses and parcels, each with what is special. */
import { runCommand } from './command-line.ts';
import { DEFAULT_SEED, makeNation } from './country.ts';

/** Personas are the same in a country of any size, so the smallest one will do. */
const SMALLEST = 200;

await runCommand(
  {
    usage: 'npm run -s personas --',
    summary:
      'Prints the named test persons, businesses and parcels of the sample country. All of them are synthetic.',
    options: { json: { help: 'as JSON' } },
  },
  async (given) => {
    const { personas } = makeNation({ citizens: SMALLEST, seed: DEFAULT_SEED });
    if (given['json'] === true) {
      const note = 'synthetic: no living person or real enterprise (dữ liệu giả lập)';
      process.stdout.write(`${JSON.stringify({ note, personas }, null, 2)}\n`);
      return;
    }
    process.stdout.write(
      'Synthetic persons, businesses and parcels (dữ liệu giả lập): none of them exists.\n\n',
    );
    for (const { key, kind, identifier, name, special } of personas) {
      process.stdout.write(
        `${key.padEnd(28)} ${kind.padEnd(12)} ${identifier.padEnd(16)} ${name}\n${' '.repeat(29)}${special}\n`,
      );
    }
  },
);
