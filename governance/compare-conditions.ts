import type { Codes } from './codes-model.ts';
import type { Quota, SubjectScope } from './model.ts';
import type { DatabaseTerms } from './policy.ts';
import { coversCommune } from './territory.ts';

/** A condition that two versions of the governance files set differently, in words. */
export interface ConditionChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Terms with the code lists that their territory refers to. */
type TermsWithCodes = readonly [DatabaseTerms, Codes];

interface Condition {
  readonly name: string;
  show(terms: DatabaseTerms): string;
  /** Whether whoever may read under the second may read under the first: the first is as wide, or wider. */
  covers(wide: TermsWithCodes, narrow: TermsWithCodes): boolean;
}

const CONDITIONS: readonly Condition[] = [
  {
    name: 'territory',
    show: ({ jurisdiction }) => (jurisdiction === 'national' ? 'national' : jurisdiction.join(', ')),
    covers: coversTerritory,
  },
  {
    name: 'records',
    show: ({ subject }) => SCOPES[subject].words,
    covers: ([wide], [narrow]) => SCOPES[wide.subject].rank >= SCOPES[narrow.subject].rank,
  },
  {
    name: 'consent',
    show: ({ consentRequired }) => required(consentRequired),
    covers: ([wide], [narrow]) => !wide.consentRequired || narrow.consentRequired,
  },
  {
    name: 'the dead',
    show: ({ deceased }) => deceased,
    covers: ([wide], [narrow]) => wide.deceased === 'included' || narrow.deceased === 'excluded',
  },
  {
    name: 'protected persons',
    show: ({ protectedUpTo }) => (protectedUpTo === 0 ? 'none' : `up to grade ${protectedUpTo}`),
    covers: ([wide], [narrow]) => wide.protectedUpTo >= narrow.protectedUpTo,
  },
  {
    name: 'quota',
    show: ({ quota }) => (quota === null ? 'none' : `${quota.subjects} persons a ${quota.per}`),
    covers: ([wide], [narrow]) => coversQuota(wide.quota, narrow.quota),
  },
  {
    name: 'officer',
    show: ({ officerRequired }) => required(officerRequired),
    covers: ([wide], [narrow]) => !wide.officerRequired || narrow.officerRequired,
  },
  {
    name: 'case',
    show: ({ caseRequired }) => required(caseRequired),
    covers: ([wide], [narrow]) => !wide.caseRequired || narrow.caseRequired,
  },
];

/**
 * The conditions that differ. One that is wider in one respect and narrower in another (a territory exchanged for
 * another one) is a gain and a loss.
 */
export function conditionChanges(
  before: TermsWithCodes,
  after: TermsWithCodes,
): readonly { readonly effect: 'gains' | 'loses'; readonly condition: ConditionChange }[] {
  return CONDITIONS.flatMap(({ name, show, covers }) => {
    const condition = { name, before: show(before[0]), after: show(after[0]) };
    return [
      ...(covers(before, after) ? [] : [{ effect: 'gains' as const, condition }]),
      ...(covers(after, before) ? [] : [{ effect: 'loses' as const, condition }]),
    ];
  });
}

const SCOPES: Readonly<Record<SubjectScope, { readonly words: string; readonly rank: number }>> = {
  self: { words: "one's own", rank: 0 },
  'case-party': { words: 'parties to the open case', rank: 1 },
  any: { words: 'anybody', rank: 2 },
};

function required(isRequired: boolean): string {
  return isRequired ? 'required' : 'not required';
}

function coversTerritory([wide, wideCodes]: TermsWithCodes, [narrow, narrowCodes]: TermsWithCodes): boolean {
  if (wide.jurisdiction === 'national' || narrow.jurisdiction === 'national') {
    return wide.jurisdiction === 'national';
  }
  const { jurisdiction } = narrow;
  return [...narrowCodes.communes.keys()].every(
    (commune) =>
      !coversCommune(narrowCodes, jurisdiction, commune) ||
      coversCommune(wideCodes, wide.jurisdiction, commune),
  );
}

const DAYS_OF_A_MONTH = 31;

/** A quota a day is compared with one a month by its least and its most in a month: the one day, and every day. */
function coversQuota(wide: Quota | null, narrow: Quota | null): boolean {
  if (wide === null || narrow === null) return wide === null;
  if (wide.per === narrow.per) return wide.subjects >= narrow.subjects;
  if (wide.per === 'day') return wide.subjects >= narrow.subjects;
  return wide.subjects >= narrow.subjects * DAYS_OF_A_MONTH;
}
