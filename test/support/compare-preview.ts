import type { NaiveAnswer } from './naive-answer.ts';
import type { Preview, PreviewedField } from './preview.ts';

/** The condition that a preview must have named where a rule about the record withholds. */
const CONDITION_OF: Readonly<Record<string, string>> = {
  'own-record': 'OWN_RECORD',
  'case-party': 'CASE_PARTY',
  consent: 'CONSENT',
  jurisdiction: 'JURISDICTION',
  'conflict-of-interest': 'CONFLICT_OF_INTEREST',
  deceased: 'DECEASED',
  hidden: 'PROTECTION',
};

/**
 * Where a preview and an answer contradict each other: an element is withheld by one and not by the other, or for
 * another reason; or a rule about the record withholds that the preview did not name.
 */
export function previewDifferences(
  preview: Preview,
  { places, errors, silences }: NaiveAnswer,
): readonly string[] {
  const previewed = new Map(preview.fields.map((field) => [keyOf(field.path, field.coordinate), field]));
  const withheld = new Map(errors.map((error) => [error.path.join('.'), error]));
  const differences: string[] = [];
  for (const { path, coordinate } of places) {
    const field = previewed.get(keyOf(patternOf(path), coordinate));
    const error = withheld.get(path.join('.'));
    const problem = field === undefined ? 'no such field' : contradiction(field, error);
    if (problem !== undefined) differences.push(`preview ${path.join('.')} (${coordinate}): ${problem}`);
  }
  for (const { path, coordinate, rule } of silences) {
    const field = previewed.get(keyOf(patternOf(path), coordinate));
    if (field === undefined || names(field, rule)) continue;
    differences.push(`preview ${path.join('.')} (${coordinate}): ${field.decision}, yet silent by ${rule}`);
  }
  return [...new Set(differences)];
}

function contradiction(
  field: PreviewedField,
  error: NaiveAnswer['errors'][number] | undefined,
): string | undefined {
  if (error?.code === 'SUBJECT_WITHHELD') {
    return names(field, error.rule) ? undefined : `${field.decision}, yet withheld by ${error.rule}`;
  }
  const foretold =
    field.decision === 'WITHHELD' ? reason(field.rule, field.argument, namesOf(field)) : 'granted';
  const found = error === undefined ? 'granted' : reason(error.rule, error.argument ?? null, error.lacking);
  return foretold === found ? undefined : `foretold ${foretold}, found ${found}`;
}

function names({ decision, conditions }: PreviewedField, rule: string): boolean {
  return decision === 'CONDITIONAL' && conditions.some((condition) => condition.rule === CONDITION_OF[rule]);
}

function namesOf({ lacking }: PreviewedField): readonly string[] {
  return lacking.map(({ name }) => name);
}

function reason(rule: string | null, argument: string | null, lacking: readonly string[]): string {
  return JSON.stringify([rule, argument, [...lacking].sort()]);
}

function keyOf(path: readonly (string | number)[], coordinate: string): string {
  return `${path.join('.')} ${coordinate}`;
}

function patternOf(path: readonly (string | number)[]): readonly string[] {
  return path.map((part) => (typeof part === 'number' ? '@' : part));
}
