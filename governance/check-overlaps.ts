import { periodsMeet } from './days.ts';
import { heldPeriods } from './holding.ts';
import type { Agreement } from './model.ts';
import type { ProblemList } from './problems.ts';
import type { Entry } from './sources.ts';

/**
 * Refuses agreements that contradict each other: same consumer, database and purpose, on a day that both hold, and
 * either a common element under different conditions, or different conditions on records at all: which records of a
 * database are read is decided once, because the signed grant for it carries one answer.
 */
export function checkOverlaps(entries: readonly Entry<Agreement>[], problems: ProblemList): void {
  for (const [index, later] of entries.entries()) {
    for (const earlier of entries.slice(0, index)) {
      const contradiction = contradictionOf(earlier.value, later.value);
      if (contradiction === undefined) continue;
      problems.add(
        later.yaml.file,
        later.yaml.lineOf([...later.path, 'id']),
        `"${later.value.id}", which contradicts "${earlier.value.id}" in ${contradiction}`,
        'the same conditions, other days or other elements',
      );
    }
  }
}

function contradictionOf(a: Agreement, b: Agreement): string | undefined {
  if (a.consumer !== b.consumer || a.database !== b.database) return undefined;
  if (!a.purposes.some((purpose) => b.purposes.includes(purpose)) || !meet(a, b)) return undefined;
  const onRecords = differing(RECORD_CONDITIONS, a, b);
  const unlike = [...onRecords, ...differing(CALLER_CONDITIONS, a, b)];
  const common = a.elements.find((element) => b.elements.includes(element));
  if (common !== undefined && unlike.length > 0) return `${unlike.join(', ')} (${common})`;
  return onRecords.length > 0 ? onRecords.join(', ') : undefined;
}

/** Whether some day lies within both. */
function meet(a: Agreement, b: Agreement): boolean {
  const others = heldPeriods(b);
  return heldPeriods(a).some((period) => others.some((other) => periodsMeet(period, other)));
}

type Conditions = Readonly<Record<string, (agreement: Agreement) => unknown>>;

/** Which records may be read, and how many: one answer for a consumer, database and purpose. */
const RECORD_CONDITIONS: Conditions = {
  jurisdiction: ({ jurisdiction }) => jurisdiction,
  subject: ({ subject }) => subject,
  consent: ({ consentRequired }) => consentRequired,
  deceased: ({ deceased }) => deceased,
  protectedUpTo: ({ protectedUpTo }) => protectedUpTo,
  quota: ({ quota }) => quota && `${quota.subjects} ${quota.per}`,
};

/** What the caller must state: the stricter demand holds. */
const CALLER_CONDITIONS: Conditions = {
  officer: ({ officerRequired }) => officerRequired,
  case: ({ caseRequired }) => caseRequired,
};

function differing(conditions: Conditions, a: Agreement, b: Agreement): readonly string[] {
  return Object.entries(conditions).flatMap(([name, of]) => (of(a) === of(b) ? [] : [name]));
}
