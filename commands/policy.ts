/** `npm run policy -- diff A B`: who gains and who loses what between two versions of the agreements. */
import { fileURLToPath } from 'node:url';
import { isDate, today } from '../contract/calendar.ts';
import { compareAccess } from '../governance/index.ts';
import { type Given, runCommand, textOf, UsageError } from './command-line.ts';
import { loadVersion } from './governance-version.ts';
import { changesAsText } from './policy-text.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Exit code, if asked for, when somebody gains or loses; 1 and 2 are failures. */
const CHANGED = 3;

await runCommand(
  {
    usage: 'npm run -s policy --',
    summary: [
      'Says who gains (+ GAINS) and who loses (- LOSES) what when B takes the place of A, on a day and on all days',
      'after it: elements, and the conditions on them; a condition that loosens is a gain. A and B are directories',
      'with governance files, or git revisions such as HEAD~1.',
      '',
      'Exit code 0: compared, whatever came out, so that it can be shown in a review; with --exit-code 0: nobody',
      'gains or loses, 3: somebody does. 1: the files of a version do not load. 2: it was called in a wrong way.',
    ].join('\n'),
    operands: ['diff', 'A', 'B'],
    options: {
      on: { value: 'YYYY-MM-DD', help: 'day from which to compare; today by default' },
      json: { help: 'as JSON' },
      'exit-code': { help: 'exit code 3 when somebody gains or loses' },
    },
  },
  async (given) => {
    const on = dayOf(given);
    const before = loadVersion(textOf(given, 'A') ?? '', ROOT);
    const after = loadVersion(textOf(given, 'B') ?? '', ROOT);
    const changes = compareAccess(before, after, on);
    const shown =
      given['json'] === true
        ? JSON.stringify({ on, before: before.version, after: after.version, changes }, null, 2)
        : changesAsText(changes, { before, after }, on);
    process.stdout.write(`${shown}\n`);
    if (given['exit-code'] === true && changes.length > 0) process.exitCode = CHANGED;
  },
);

/** @throws UsageError for a text that is no day */
function dayOf(given: Given): string {
  const on = textOf(given, 'on') ?? today();
  if (!isDate(on)) throw new UsageError(`--on: received "${on}", expected a day as YYYY-MM-DD`);
  return on;
}
