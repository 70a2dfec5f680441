/** `npm run bench`: measured comparisons, as a table of ratios within this run; `--json FILE` writes it. */
import { writeFile } from 'node:fs/promises';
import { runCommand, textOf } from '../commands/command-line.ts';
import { measureConditions } from './conditions.ts';
import { measureDecisions } from './decisions.ts';
import { tableOf } from './measure.ts';

await runCommand(
  {
    usage: 'npm run bench --',
    summary: 'Measures the decision about an operation and about records, in ratios within one run.',
    options: { json: { value: 'FILE', help: 'writes the figures to FILE as well' } },
  },
  async (given) => {
    const measures = [...(await measureDecisions()), ...(await measureConditions())];
    process.stdout.write(`${tableOf(measures)}\n`);
    const file = textOf(given, 'json');
    if (file !== undefined) await writeFile(file, `${JSON.stringify(measures, null, 2)}\n`);
  },
);
