import type { AccessGrant } from '../../contract/access-grant.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { SubjectRule, SubjectVerdict } from '../../contract/subject-pass.ts';
import type { GrantedContext } from './context.ts';

/** The rule by which a grant limits whose records may be read; `undefined` when it does not. */
export function limitOf({ jurisdiction, subject }: AccessGrant): 'own-record' | 'jurisdiction' | undefined {
  if (subject !== undefined) return 'own-record';
  return jurisdiction === 'national' ? undefined : 'jurisdiction';
}

/**
 * The record that a look-up found, if the caller may read it. Under a grant that limits whose records may be read,
 * "there is none" and "it is not yours" are one and the same refusal: the two must not be told apart.
 *
 * @returns the record; `null` when there is none and the grant has no limit
 * @throws Refusal `SUBJECT_WITHHELD`
 */
export async function readable<Row>(
  found: Promise<Row | null>,
  mayRead: (row: Row) => boolean | Promise<boolean>,
  { grant }: GrantedContext,
): Promise<Row | null> {
  const row = await found;
  if (row !== null && (await mayRead(row))) return row;
  const rule = limitOf(grant);
  if (rule === undefined) return null;
  throw withheld(rule);
}

/**
 * Refuses a look-up about somebody whose record a rule withholds, whether there is such a record or not. Who must not
 * be found is refused by {@link readable} like nobody; without a verdict the gateway calls again.
 *
 * @throws Refusal `SUBJECT_WITHHELD`
 */
export function refuseWithheld(verdict: SubjectVerdict | undefined): void {
  if (verdict !== undefined && verdict !== 'read' && verdict !== 'hidden') throw withheld(verdict);
}

function withheld(rule: SubjectRule): Refusal {
  return new Refusal('SUBJECT_WITHHELD', 'There is no such record that the caller may read.', { rule });
}
