import { maritalStatus } from './civil-records.ts';
import type { Household, Person, Residence } from './country.ts';
import { dateText } from './days.ts';
import { type HouseholdDraft, type PersonDraft, partner, unionInForce } from './draft.ts';
import { known } from './known.ts';

/**
 * A finished person out of the draft: links become numbers, days become text. Written out property by property, as
 * spreads would give each person a hash table instead of a fixed shape.
 */
export function toPerson(draft: PersonDraft): Person {
  const union = unionInForce(draft);
  const permanentResidence = permanentResidenceOf(draft);
  const places = known(draft.places, 'places of birth');
  const details = known(draft.details, 'details');
  return {
    personalId: draft.personalId,
    formerPersonalIds: details.formerPersonalIds,
    oldIdNumber: details.oldIdNumber,
    familyName: draft.name.familyName,
    middleName: draft.name.middleName,
    givenName: draft.name.givenName,
    otherNames: details.otherNames,
    birthDate: dateText(draft.birthDay).slice(0, draft.birthDateLength),
    sex: draft.sex,
    birthPlace: places.birthPlace,
    birthRegistrationPlace: places.birthRegistrationPlace,
    nativePlace: places.nativePlace,
    ethnicity: draft.ethnicity,
    religion: draft.religion,
    nationalities: draft.nationalities,
    bloodGroup: details.bloodGroup,
    idCards: details.idCards,
    permanentResidence,
    temporaryResidence: draft.temporaryResidence,
    currentResidence: draft.temporaryResidence ?? permanentResidence,
    temporaryAbsence: details.temporaryAbsence,
    residenceFileNumber: draft.household?.fileNumber ?? null,
    maritalStatus: maritalStatus(draft),
    deathOrMissing: deathOrMissing(draft),
    phone: details.phone,
    email: details.email,
    fatherId: draft.father?.personalId ?? null,
    motherId: draft.mother?.personalId ?? null,
    spouseId: union === undefined ? null : partner(union, draft).personalId,
    legalRepresentativeId: draft.guardian?.personalId ?? null,
    protectionGrade: draft.protectionGrade,
  };
}

function permanentResidenceOf({ household, householdSince }: PersonDraft): Residence | null {
  return household === null ? null : { place: household.place, since: dateText(householdSince) };
}

function deathOrMissing({ deathDay, missingDay }: PersonDraft): Person['deathOrMissing'] {
  if (deathDay !== null) return { kind: 'DEAD', date: dateText(deathDay) };
  return missingDay === null ? null : { kind: 'MISSING', date: dateText(missingDay) };
}

/** A finished household. */
export function toHousehold({ fileNumber, head, place, members }: HouseholdDraft): Household {
  return {
    residenceFileNumber: fileNumber,
    headId: head.personalId,
    place,
    members: members.map(({ person, relation }) => ({
      personalId: person.personalId,
      relationToHead: relation,
    })),
  };
}
