/** `npm run mutants`: removes or weakens each check of the product, one at a time, and says which test notices. */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { runCommand, textOf, UsageError } from '../../commands/command-line.ts';
import { MUTANTS } from './all.ts';
import type { Mutant } from './mutant.ts';
import { isProof, type Trial } from './outcome.ts';

const USAGE = 'npm run -s mutants --';

const CHANGE = z.strictObject({ file: z.string(), text: z.string(), by: z.string() });
const LIST = z.array(
  z.strictObject({ name: z.string(), changes: z.array(CHANGE).min(1), tests: z.array(z.string()).min(1) }),
);

await runCommand(
  {
    usage: USAGE,
    summary:
      'Removes or weakens each check, one at a time, and says which test noticed; exit code 1 if none did.',
    options: {
      only: { value: 'TEXT', help: 'only mutants with TEXT in their name or file' },
      list: {
        value: 'FILE',
        help: 'tries the mutants of a JSON file instead of those of test/mutants/lists',
      },
      json: { value: 'FILE', help: 'writes what became of each mutant to FILE as well' },
    },
  },
  async (given) => {
    const list = textOf(given, 'list');
    const only = textOf(given, 'only') ?? '';
    const all = list === undefined ? MUTANTS : await readMutants(list);
    const chosen = all.filter(({ name, changes }) =>
      [name, ...changes.map(({ file }) => file)].some((text) => text.includes(only)),
    );
    if (chosen.length === 0) throw new UsageError(`--only: no mutant has "${only}" in its name or file`);
    // Loaded only now: vitest takes its time, which a mistake in the words must not cost.
    const { tryMutants } = await import('./trial.ts');
    let done = 0;
    const trials = await tryMutants(chosen, (trial) => {
      done += 1;
      process.stdout.write(`${done}/${chosen.length} ${lineOf(trial)}\n`);
    });
    const file = textOf(given, 'json');
    if (file !== undefined) await writeFile(file, `${JSON.stringify(trials, null, 2)}\n`);
    process.stdout.write(`\n${summaryOf(trials)}\n`);
    // The databases of the tests may leave handles open; nothing is left to do.
    process.exit(trials.every(isProof) ? 0 : 1);
  },
);

async function readMutants(file: string): Promise<readonly Mutant[]> {
  try {
    return LIST.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new UsageError(`--list: ${file} is no JSON file with a list of { name, changes, tests }`);
  }
}

function lineOf({ outcome, seconds, file, name, detail }: Trial): string {
  const word = isProof({ outcome }) ? outcome : outcome.toUpperCase();
  return `${word} (${seconds.toFixed(1)} s) ${file}: ${name}${detail === '' ? '' : `\n    ${detail}`}`;
}

function summaryOf(trials: readonly Trial[]): string {
  const wrong = trials.filter((trial) => !isProof(trial));
  const killed = trials.filter(({ outcome }) => outcome === 'killed').length;
  const harmless = trials.length - wrong.length - killed;
  return [
    ...wrong.map(lineOf),
    `${trials.length} mutants: ${killed} killed, ${harmless} harmless with a reason, ${wrong.length} not proved.`,
  ].join('\n');
}
