import type { PlaceColumns } from '../kit/index.ts';

/** One row of `households`. */
export interface HouseholdRow extends PlaceColumns<'place'> {
  readonly residenceFileNumber: string;
  readonly headId: string;
}

/** One row of `citizens`: the items of Law 26/2023/QH15, article 9. */
export interface CitizenRow
  extends PlaceColumns<'birthPlace'>,
    PlaceColumns<'birthRegistration'>,
    PlaceColumns<'nativePlace'>,
    PlaceColumns<'permanent'>,
    PlaceColumns<'temporary'>,
    PlaceColumns<'current'> {
  readonly personalId: string;
  readonly formerPersonalIds: readonly string[];
  readonly oldIdNumber: string | null;
  readonly familyName: string;
  readonly middleName: string | null;
  readonly givenName: string;
  readonly otherNames: readonly string[];
  readonly birthDate: string;
  readonly sex: 'MALE' | 'FEMALE';
  readonly ethnicity: string | null;
  readonly religion: string | null;
  readonly nationalities: readonly string[];
  readonly bloodGroup: string | null;
  readonly deathOrMissingKind: 'DEAD' | 'MISSING' | null;
  readonly deathOrMissingDate: string | null;
  readonly permanentSince: string | null;
  readonly temporarySince: string | null;
  readonly currentSince: string | null;
  readonly absenceFrom: string | null;
  readonly absenceUntil: string | null;
  readonly absenceReason: string | null;
  readonly residenceFileNumber: string | null;
  readonly relationToHead: string | null;
  readonly maritalStatus: string;
  readonly fatherId: string | null;
  readonly motherId: string | null;
  readonly spouseId: string | null;
  readonly legalRepresentativeId: string | null;
  /** Grade of protection (mức độ bảo vệ), 0 (none) to 3 (highest); never a field of the graph. */
  readonly protectionGrade: number;
  readonly phone: string | null;
  readonly email: string | null;
}

/** One row of `id_cards`. */
export interface IdCardRow {
  readonly id: string;
  readonly personalId: string;
  readonly kind: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly issuedBy: string;
  readonly expiresOn: string | null;
}

/** The tables of the national population database. */
export interface PopulationTables {
  readonly households: HouseholdRow;
  readonly citizens: CitizenRow;
  readonly idCards: IdCardRow;
}
