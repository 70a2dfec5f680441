import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf } from '../../commands/checks/imports.ts';
import { type Failure, isTestPath, type Laboratory, openLaboratory, ROOT } from './laboratory.ts';
import { changedFiles, hindrances, type Mutant } from './mutant.ts';
import type { Outcome, Trial } from './outcome.ts';

/**
 * Tries mutants, each by itself: first every test without any mutant, for whatever is red then proves nothing. Those
 * whose tests need PostgreSQL and the others are tried side by side, each in a copy of the project.
 *
 * @returns the trials in the order of the mutants
 */
export async function tryMutants(
  mutants: readonly Mutant[],
  onTrial: (trial: Trial) => void,
): Promise<readonly Trial[]> {
  const trials = new Map<Mutant, Trial>();
  const lanes = [false, true].map(async (withDatabases) => {
    const own = mutants.filter(({ tests }) => tests.some(needsDatabases) === withDatabases);
    if (own.length === 0) return;
    const laboratory = await openLaboratory(withDatabases);
    try {
      const redBefore = await redTests(laboratory, own);
      for (const mutant of own) {
        const trial = await tryMutant(laboratory, mutant, redBefore);
        trials.set(mutant, trial);
        onTrial(trial);
      }
    } finally {
      await laboratory.close();
    }
  });
  // Both lanes close what they have opened before a failure of one is told.
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return mutants.flatMap((mutant) => trials.get(mutant) ?? []);
}

type RedTests = ReadonlyMap<string, Failure>;

async function redTests(laboratory: Laboratory, mutants: readonly Mutant[]): Promise<RedTests> {
  const red = new Map<string, Failure>();
  for (const test of new Set(mutants.flatMap(({ tests }) => tests))) {
    const failure = await laboratory.redWith(new Map(), [test]);
    if (failure !== undefined) red.set(test, failure);
  }
  return red;
}

async function tryMutant(laboratory: Laboratory, mutant: Mutant, redBefore: RedTests): Promise<Trial> {
  const began = performance.now();
  const toTrial = (outcome: Outcome, detail: string, said?: string): Trial => ({
    name: mutant.name,
    file: mutant.changes[0]?.file ?? '',
    outcome,
    detail,
    ...(said === undefined ? {} : { said }),
    seconds: (performance.now() - began) / 1000,
  });
  const [hindrance] = hindrances(mutant, laboratory.read);
  if (hindrance !== undefined) return toTrial('not-found', hindrance);
  const [red] = mutant.tests.flatMap((test) => redBefore.get(test) ?? []);
  if (red !== undefined) return toTrial('red-before', `${red.test}: ${red.message}`);
  const failure = await failureWith(laboratory, mutant);
  if (failure === undefined) {
    return mutant.equivalent === undefined ? toTrial('survived', '') : toTrial('harmless', mutant.equivalent);
  }
  if (/Transform failed|^SyntaxError|is not defined$/.test(failure.message)) {
    return toTrial('broken', `${failure.test}: ${failure.message}`);
  }
  return toTrial(mutant.equivalent === undefined ? 'killed' : 'not-harmless', failure.test, failure.message);
}

/**
 * What goes red with a mutant. A test of the whole system can also fail for want of time, on a machine that is busy, so
 * that it counts only when it fails again.
 */
async function failureWith(laboratory: Laboratory, mutant: Mutant): Promise<Failure | undefined> {
  const run = () => laboratory.redWith(changedFiles(mutant, laboratory.read), mutant.tests);
  const failure = await run();
  if (failure?.test.startsWith('test/') !== true) return failure;
  const again = await run();
  return again?.test === failure.test ? failure : undefined;
}

/** Whether a test file, or one of a folder, asks for what the set-up of all tests provides, itself or by what it imports. */
export function needsDatabases(path: string): boolean {
  if (!isTestPath(path)) return false;
  if (!statSync(join(ROOT, path)).isDirectory()) return asksForDatabases(path, new Set());
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('.deep.test.ts'))
    .some((file) => asksForDatabases(`${path}/${file}`, new Set()));
}

function asksForDatabases(file: string, seen: Set<string>): boolean {
  if (seen.has(file) || !file.endsWith('.ts')) return false;
  seen.add(file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  return (
    /\binject\('/.test(text) ||
    importsOf(file, text).some((one) => one.file !== undefined && asksForDatabases(one.file, seen))
  );
}
