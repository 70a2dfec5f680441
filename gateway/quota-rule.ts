import { today } from '../contract/calendar.ts';
import { databaseOf } from '../contract/elements.ts';
import { subjectName } from '../contract/subject-pass.ts';
import type { Governance, PolicyGrant } from '../governance/index.ts';
import type { DisclosedSubject } from './authorization/index.ts';
import { ConditionsUnavailable } from './conditions/index.ts';
import { type LimitState, type Quotas, subjectsState } from './quotas/index.ts';

/** What counting the subjects of an answer needs. */
export interface QuotaOptions {
  readonly quotas: Quotas;
  readonly policy: PolicyGrant;
  readonly governance: Pick<Governance, 'elements'>;
  /** The clock of days and months. */
  readonly now: Date;
  /** Is told what is left of each quota that was counted against. */
  readonly onCounted: (state: LimitState) => void;
}

/** Whether elements of a subject are beyond a quota; an unknown subject has an empty key. */
export type BeyondQuota = (type: string, key: string, elements: readonly string[]) => boolean;

/**
 * Counts the subjects about whom an answer says something, for each database with a quota, and says whose elements
 * are beyond it; `undefined` when nobody's are. What the ledger will name is what is counted: not who was asked for,
 * nor whom another rule withheld. Public elements are about nobody.
 *
 * @throws ConditionsUnavailable when it cannot be counted
 */
export async function countAgainstQuotas(
  { quotas, policy, governance, now, onCounted }: QuotaOptions,
  subjects: readonly DisclosedSubject[],
): Promise<BeyondQuota | undefined> {
  const limited = [...policy.terms].flatMap(([database, { quota }]) =>
    quota === null ? [] : [{ database, quota }],
  );
  if (limited.length === 0) return undefined;
  const isCounted = (element: string) => governance.elements.get(element)?.class !== 'none';
  const { agency, purpose } = policy;
  const admitted = await Promise.all(
    limited.map(async ({ database, quota }) => {
      const named = subjects.filter(({ elements }) =>
        [...elements].some((element) => databaseOf(element) === database && isCounted(element)),
      );
      const names = named.flatMap(({ type, key }) => (key === '' ? [] : [subjectName(type, key)]));
      if (names.length === 0) return { database, within: NOBODY, isEverybody: named.length === 0 };
      const owner = { agency, purpose, database };
      const { within, remaining } = await quotas.admit(owner, quota, today(now), names).catch(unavailable);
      onCounted(subjectsState(database, quota, remaining, now));
      return { database, within, isEverybody: within.size === named.length };
    }),
  );
  if (admitted.every(({ isEverybody }) => isEverybody)) return undefined;
  const withinOf = new Map(admitted.map(({ database, within }) => [database, within]));
  return (type, key, elements) =>
    elements.some(
      (element) =>
        isCounted(element) && withinOf.get(databaseOf(element))?.has(subjectName(type, key)) === false,
    );
}

const NOBODY: ReadonlySet<string> = new Set();

function unavailable(error: unknown): never {
  throw new ConditionsUnavailable('quotas', error);
}
