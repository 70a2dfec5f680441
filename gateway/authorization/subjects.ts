import { databaseOf } from '../../contract/elements.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import type { WithholdingRule } from './shape.ts';

/** Databases whose agreement limits whose records may be read, with the rule that does. */
export function limitedDatabases(grant: PolicyGrant): ReadonlyMap<string, WithholdingRule> {
  const limited = new Map<string, WithholdingRule>();
  for (const [database, { jurisdiction, subject }] of grant.terms) {
    if (subject === 'self') limited.set(database, 'own-record');
    else if (jurisdiction !== 'national') limited.set(database, 'jurisdiction');
  }
  return limited;
}

/**
 * The rule that limits a record of which nobody said whose it is: a database that is limited refused its key, so no
 * other database could be asked about it either, and none of its elements is released.
 */
export function unknownSubjectRule(
  limited: ReadonlyMap<string, WithholdingRule>,
): WithholdingRule | undefined {
  const [rule] = limited.values();
  return rule;
}

/** The rule that limits a record's elements, if any of their databases is limited; public elements never are. */
export function isSubjectLimited(
  limited: ReadonlyMap<string, WithholdingRule>,
  elements: readonly string[],
): WithholdingRule | undefined {
  for (const element of elements) {
    const rule = limited.get(databaseOf(element));
    if (rule !== undefined) return rule;
  }
  return undefined;
}
