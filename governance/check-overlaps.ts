import type { Agreement } from './model.ts';
import type { ProblemList } from './problems.ts';
import type { Entry } from './sources.ts';

/**
 * Refuses active agreements that contradict each other: same consumer, database and purpose, on a day that both hold,
 * and either a common element under different conditions, or different jurisdictions at all: a database is read
 * under one jurisdiction at a time, because the signed grant for it carries one.
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
  if (a.consumer !== b.consumer || a.database !== b.database || !meet(a, b)) return undefined;
  if (!a.purposes.some((purpose) => b.purposes.includes(purpose))) return undefined;
  const unlike = differingConditions(a, b);
  const common = a.elements.find((element) => b.elements.includes(element));
  if (common !== undefined && unlike.length > 0) return `${unlike.join(', ')} (${common})`;
  return unlike.includes('jurisdiction') ? 'jurisdiction' : undefined;
}

/** Whether both are active and some day lies within both. */
function meet(a: Agreement, b: Agreement): boolean {
  if (a.state !== 'active' || b.state !== 'active') return false;
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

function differingConditions(a: Agreement, b: Agreement): readonly string[] {
  return [
    a.jurisdiction === b.jurisdiction ? '' : 'jurisdiction',
    a.officerRequired === b.officerRequired ? '' : 'officer',
    a.caseRequired === b.caseRequired ? '' : 'case',
    a.consentRequired === b.consentRequired ? '' : 'consent',
  ].filter((name) => name !== '');
}
