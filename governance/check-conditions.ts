import type { AgreementEntry, Report } from './agreement-entry.ts';
import { type Agency, CITIZEN, type Purpose, type PurposeKind } from './model.ts';
import type { Registry } from './registry.ts';

/**
 * Checks under which conditions an agreement grants: a citizen reads their own record, whoever is not part of the
 * state reads with consent, parties to a case need a case, and an emergency has neither time nor territory.
 */
export function checkConditions(
  entry: AgreementEntry,
  { agencies, purposes }: { readonly agencies: Registry<Agency>; readonly purposes: Registry<Purpose> },
  report: Report,
): void {
  checkPurposes(entry, purposes, report);
  if (entry.consumer === CITIZEN) checkCitizen(entry, report);
  else checkAgency(entry, agencies, report);
  if (entry.value.purposes.some((code) => purposes.get(code)?.kind === 'emergency')) {
    checkEmergency(entry, report);
  }
  if (entry.value.deceased === 'included' && entry.value.consent !== undefined) {
    report(['deceased'], 'the dead where consent is required', '"excluded", because consent ends with death');
  }
}

function checkPurposes(
  { value, consumer }: AgreementEntry,
  purposes: Registry<Purpose>,
  report: Report,
): void {
  for (const [index, code] of value.purposes.entries()) {
    const complain = (found: string, expected: string) =>
      report(['purposes', index], `purpose "${code}"${found}`, expected);
    const kind = purposes.get(code)?.kind;
    if (value.purposes.indexOf(code) < index) complain(' again', 'each purpose once');
    if (!purposes.knows(code)) complain('', 'a code of purposes.yaml');
    if (kind !== undefined) checkKind(kind, value, consumer, complain);
  }
}

function checkKind(
  kind: PurposeKind,
  { purposes, consent }: AgreementEntry['value'],
  consumer: string,
  complain: (found: string, expected: string) => void,
): void {
  const ofCitizens = kind === 'own-data';
  if (ofCitizens && consumer !== CITIZEN) complain(' of an agency', 'a purpose of agencies');
  if (!ofCitizens && consumer === CITIZEN) complain(' of a citizen', 'the purpose OWN-DATA');
  if (kind === 'consent' && consent === undefined) complain(' without consent', 'consent: required');
  if (kind === 'emergency' && purposes.length > 1) complain(' beside another', 'an agreement of its own');
}

/** A citizen reads their own record, and no officer acts for them. */
function checkCitizen({ value }: AgreementEntry, report: Report): void {
  if (value.subject === undefined) report(['subject'], 'no subject scope', '"self" for a citizen');
  if (value.subject === 'case-party') report(['subject'], 'the scope "case-party" of a citizen', '"self"');
  if (value.officer === 'required') report(['officer'], 'an officer of a citizen', '"optional"');
  if (value.case === 'required') report(['case'], 'a case of a citizen', '"optional"');
  if (value.jurisdiction === 'own') report(['jurisdiction'], 'a jurisdiction of a citizen', '"national"');
  if (value.consent !== undefined) report(['consent'], "consent to read one's own record", 'none');
}

/** Who is not part of the state needs the consent of the person (Law 26/2023/QH15, article 10). */
function checkAgency({ value, consumer }: AgreementEntry, agencies: Registry<Agency>, report: Report): void {
  if (value.subject === 'self') report(['subject'], 'the scope "self" of an agency', 'any, or case-party');
  if (value.subject === 'case-party' && value.case === 'optional') {
    report(['case'], 'parties to a case that need not be named', '"required" for the subject case-party');
  }
  if (agencies.get(consumer)?.kind === 'bank' && value.consent === undefined) {
    report(['consent'], 'no consent for a consumer that is not part of the state', '"required"');
  }
}

/**
 * In an emergency whoever is in danger may be read, wherever they live and before any case is open; but an officer
 * answers for it (Law 60/2024/QH15, article 18).
 */
function checkEmergency({ value }: AgreementEntry, report: Report): void {
  if (value.officer !== 'required') report(['officer'], 'an emergency without an officer', '"required"');
  if (value.case !== 'optional') report(['case'], 'an emergency with a case', '"optional"');
  if (value.jurisdiction !== 'national') report(['jurisdiction'], 'an emergency with borders', '"national"');
  if (value.consent !== undefined) report(['consent'], 'an emergency that waits for consent', 'none');
  if (value.subject !== undefined && value.subject !== 'any') {
    report(['subject'], `an emergency with the scope "${value.subject}"`, 'any');
  }
}
