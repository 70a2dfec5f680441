import type { Household, Nation, Person, Residence } from '../../nation/index.ts';
import { type PlaceColumns, placeColumns, type TableRows } from '../kit/index.ts';
import type { CitizenRow, HouseholdRow, IdCardRow, PopulationTables } from './tables.ts';

/** The synthetic country as rows of the national population database. */
export function sample(nation: Nation): TableRows<PopulationTables> {
  const relations = new Map(
    nation.households.flatMap(({ members }) =>
      members.map(({ personalId, relationToHead }) => [personalId, relationToHead] as const),
    ),
  );
  return {
    households: nation.households.map(householdRow),
    citizens: nation.people.map((person) => citizenRow(person, relations.get(person.personalId) ?? null)),
    idCards: idCardRows(nation.people),
  };
}

function householdRow({ residenceFileNumber, headId, place }: Household): HouseholdRow {
  return { residenceFileNumber, headId, ...placeColumns('place', place) };
}

function citizenRow(person: Person, relationToHead: string | null): CitizenRow {
  return {
    personalId: person.personalId,
    formerPersonalIds: person.formerPersonalIds,
    oldIdNumber: person.oldIdNumber,
    familyName: person.familyName,
    middleName: person.middleName === '' ? null : person.middleName,
    givenName: person.givenName,
    otherNames: person.otherNames,
    birthDate: person.birthDate,
    sex: person.sex,
    ...placeColumns('birthPlace', person.birthPlace),
    ...placeColumns('birthRegistration', person.birthRegistrationPlace),
    ...placeColumns('nativePlace', person.nativePlace),
    ethnicity: person.ethnicity,
    religion: person.religion,
    nationalities: person.nationalities,
    bloodGroup: person.bloodGroup,
    deathOrMissingKind: person.deathOrMissing?.kind ?? null,
    deathOrMissingDate: person.deathOrMissing?.date ?? null,
    ...residenceColumns('permanent', person.permanentResidence),
    ...residenceColumns('temporary', person.temporaryResidence),
    ...residenceColumns('current', person.currentResidence),
    absenceFrom: person.temporaryAbsence?.from ?? null,
    absenceUntil: person.temporaryAbsence?.until ?? null,
    absenceReason: person.temporaryAbsence?.reason ?? null,
    residenceFileNumber: person.residenceFileNumber,
    relationToHead,
    maritalStatus: person.maritalStatus,
    fatherId: person.fatherId,
    motherId: person.motherId,
    spouseId: person.spouseId,
    legalRepresentativeId: person.legalRepresentativeId,
    protectionGrade: person.protectionGrade,
    phone: person.phone,
    email: person.email,
  };
}

function* idCardRows(people: readonly Person[]): Generator<IdCardRow> {
  let id = 0;
  for (const { personalId, idCards } of people) {
    for (const card of idCards) yield { id: String(++id), personalId, ...card };
  }
}

function residenceColumns<Prefix extends string>(prefix: Prefix, residence: Residence | null) {
  return {
    ...placeColumns(prefix, residence?.place ?? null),
    [`${prefix}Since`]: residence?.since ?? null,
  } as PlaceColumns<Prefix> & { readonly [Column in `${Prefix}Since`]: string | null };
}
