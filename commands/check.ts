/** `npm run check`: proves what can be proved without running the system; each line is one property. */
import { fileURLToPath } from 'node:url';
import { CHECKS, type Check } from './checks/all.ts';
import { type Given, runCommand, UsageError } from './command-line.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAMES = CHECKS.map(({ name }) => name).join(', ');

await runCommand(
  {
    usage: 'npm run check --',
    summary: 'Checks format, lint, types, boundaries between rooms, governance and schema rules.',
    options: {
      only: { value: 'NAME', help: `one check, or several by repeating it: ${NAMES}`, isMultiple: true },
    },
  },
  async (given) => {
    const checks = chosen(given);
    const failed: string[] = [];
    for (const check of checks) if (!(await report(check))) failed.push(check.name);
    if (failed.length > 0) {
      throw new Error(`${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}`);
    }
    process.stdout.write(`All ${checks.length} checks passed.\n`);
  },
);

/** @throws UsageError for a name that is none of the checks' */
function chosen(given: Given): readonly Check[] {
  const only = (given['only'] ?? []) as readonly string[];
  const unknown = only.find((name) => !CHECKS.some((check) => check.name === name));
  if (unknown !== undefined) throw new UsageError(`--only: received "${unknown}", expected one of ${NAMES}`);
  return only.length === 0 ? CHECKS : CHECKS.filter(({ name }) => only.includes(name));
}

/** Runs one check, says what came out and what to do next, and answers whether the property holds. */
async function report({ property, next, find }: Check): Promise<boolean> {
  const started = performance.now();
  const found = await find(ROOT);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const verdict = found.length === 0 ? 'ok  ' : 'FAIL';
  process.stdout.write(`${verdict}  ${property} (${seconds} s)\n`);
  for (const line of found) process.stdout.write(`      ${line}\n`);
  if (found.length > 0) process.stdout.write(`      Next: ${next}\n`);
  return found.length === 0;
}
