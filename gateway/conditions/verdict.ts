import { type PersonConditions, UNKNOWN_PERSON } from '../../contract/subject-conditions.ts';
import type { SubjectVerdict } from '../../contract/subject-pass.ts';
import type { DatabaseTerms } from '../../governance/index.ts';

/** Everything about one person that rules about records ask, whatever the database. */
export interface SubjectFacts extends PersonConditions {
  /** Whether it is the citizen whose own token asks. */
  readonly isSelf: boolean;
  /** Whether it is a party to the open case that the request names. */
  readonly isParty: boolean;
  /** Whether its consent for this agency and purpose is in force. */
  readonly consents: boolean;
  /** Whether it is among the persons of the declared emergency; `true` where there is none. */
  readonly withinEmergency: boolean;
}

/** The terms of a database that limit whose records may be read. */
export type SubjectTerms = Pick<
  DatabaseTerms,
  'jurisdiction' | 'subject' | 'consentRequired' | 'deceased' | 'protectedUpTo'
>;

/** Terms of a database of which only public elements are granted: they limit nobody, and reach nobody protected. */
export const OPEN_TERMS: SubjectTerms = {
  jurisdiction: 'national',
  subject: 'any',
  consentRequired: false,
  deceased: 'included',
  protectedUpTo: 0,
};

/** Facts of a subject that no register of persons knows anything about: an enterprise. */
export const NO_PERSON: Omit<SubjectFacts, 'isParty'> = {
  ...UNKNOWN_PERSON,
  isSelf: false,
  consents: false,
  withinEmergency: true,
};

/**
 * The verdict about a person under the terms of one database. The order is part of the rule: whatever a request can
 * know of itself (its own citizen, its case, the consent that it was given) comes first; then "there is none", "closed
 * to you" and "lives elsewhere" are one and the same, so that no refusal tells that somebody exists.
 */
export function personVerdict(facts: SubjectFacts, terms: SubjectTerms): SubjectVerdict {
  if (terms.subject === 'self') return ownVerdict(facts);
  if (terms.subject === 'case-party' && !facts.isParty) return 'case-party';
  if (terms.consentRequired && !facts.consents) return 'consent';
  const isVisible = facts.known && facts.protectionGrade <= terms.protectedUpTo;
  if (terms.jurisdiction !== 'national' && !(isVisible && facts.inJurisdiction)) return 'jurisdiction';
  if (!isVisible) return 'hidden';
  if (facts.closeToOfficer) return 'conflict-of-interest';
  if (terms.deceased === 'excluded' && facts.deceased) return 'deceased';
  return facts.withinEmergency ? 'read' : 'emergency-limit';
}

/** A citizen reads their own record, and those of the minors whom they represent; protection is no bar to that. */
function ownVerdict({ isSelf, minorOfGuardian, known, deceased }: SubjectFacts): SubjectVerdict {
  if (isSelf) return known && !deceased ? 'read' : 'deceased';
  return minorOfGuardian ? 'read' : 'own-record';
}

/** The verdict about an enterprise: open but where the agreement is for parties to the case only. */
export function businessVerdict(
  { isParty }: { readonly isParty: boolean },
  terms: SubjectTerms,
): SubjectVerdict {
  return terms.subject === 'case-party' && !isParty ? 'case-party' : 'read';
}
