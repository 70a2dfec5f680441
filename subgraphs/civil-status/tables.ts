import type { PlaceColumns } from '../kit/index.ts';

/** What identifies an entry of any register: number, book, page, registering office and day. */
export interface RegisterColumns {
  readonly certificateNumber: string;
  readonly book: string;
  readonly page: number;
  readonly officeCommuneCode: string;
  readonly registeredOn: string;
}

/** One row of `births`: names and places as they were registered, whatever other databases say today. */
export interface BirthRow extends RegisterColumns, PlaceColumns<'birthPlace'>, PlaceColumns<'nativePlace'> {
  readonly childId: string;
  readonly familyName: string;
  readonly middleName: string | null;
  readonly givenName: string;
  readonly birthDate: string;
  readonly sex: 'MALE' | 'FEMALE';
  readonly ethnicity: string | null;
  readonly nationalities: readonly string[];
  readonly fatherId: string | null;
  readonly fatherName: string | null;
  readonly motherId: string | null;
  readonly motherName: string | null;
}

/** One row of `marriages`. */
export interface MarriageRow extends RegisterColumns {
  readonly id: string;
  readonly husbandId: string;
  readonly wifeId: string;
  readonly establishedOn: string;
  readonly status: 'IN_FORCE' | 'ENDED_BY_DIVORCE' | 'ENDED_BY_DEATH';
}

/** One row of `divorces`. */
export interface DivorceRow {
  readonly id: string;
  readonly marriageCertificateNumber: string;
  readonly husbandId: string;
  readonly wifeId: string;
  readonly decisionNumber: string;
  readonly court: string;
  readonly effectiveOn: string;
}

/** One row of `deaths`. */
export interface DeathRow extends RegisterColumns {
  readonly personalId: string;
}

/** One row of `recognitions`. */
export interface RecognitionRow extends RegisterColumns {
  readonly id: string;
  readonly kind: 'FATHER_CHILD' | 'MOTHER_CHILD';
  readonly parentId: string;
  readonly childId: string;
}

/** The tables of the electronic civil-status database. */
export interface CivilStatusTables {
  readonly births: BirthRow;
  readonly marriages: MarriageRow;
  readonly divorces: DivorceRow;
  readonly deaths: DeathRow;
  readonly recognitions: RecognitionRow;
}
