import type { PlaceColumns } from '../kit/index.ts';

/** One row of `businesses`. */
export interface BusinessRow extends PlaceColumns<'headOffice'> {
  readonly enterpriseCode: string;
  readonly name: string;
  readonly foreignName: string | null;
  readonly shortName: string | null;
  readonly type: string;
  readonly status: string;
  readonly statusSetBy: string;
  readonly statusSince: string;
  readonly foundedOn: string;
  readonly lastAmendedOn: string | null;
  readonly changeCount: number;
  readonly charterCapital: string;
}

/** Columns that say who holds something: exactly one of them is set. */
export interface HolderColumns {
  readonly holderPersonalId: string | null;
  readonly holderEnterpriseCode: string | null;
}

/** One row of `business_roles`: legal representatives, owners, members, shareholders, general partners. */
export interface BusinessRoleRow extends HolderColumns {
  readonly id: string;
  /** The enterprise in which the role is held. */
  readonly enterpriseCode: string;
  readonly role: string;
  /** Of legal representatives only. */
  readonly position: string | null;
  /** `null` for legal representatives. */
  readonly contribution: string | null;
  /** `null` for legal representatives. */
  readonly sharePercent: string | null;
  readonly since: string;
}

/** One row of the view `legal_representatives`. */
export interface LegalRepresentativeRow {
  readonly id: string;
  readonly enterpriseCode: string;
  readonly personalId: string;
  readonly position: string;
  readonly since: string;
}

/** One row of the view `business_members`. */
export interface BusinessMemberRow extends HolderColumns {
  readonly id: string;
  readonly enterpriseCode: string;
  readonly role: string;
  readonly contribution: string;
  readonly sharePercent: string;
  readonly since: string;
}

/** One row of `lines_of_business`. */
export interface LineOfBusinessRow {
  readonly id: string;
  readonly enterpriseCode: string;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly main: boolean;
}

/** One row of `branches`. */
export interface BranchRow extends PlaceColumns<'place'> {
  readonly id: string;
  readonly enterpriseCode: string;
  readonly code: string;
  readonly name: string;
  readonly status: string;
}

/** One row of `business_changes`. */
export interface BusinessChangeRow {
  readonly id: string;
  readonly enterpriseCode: string;
  readonly number: number;
  readonly changedOn: string;
  readonly content: string;
}

/** The tables and views of the national database on business registration. */
export interface BusinessTables {
  readonly businesses: BusinessRow;
  readonly businessRoles: BusinessRoleRow;
  readonly legalRepresentatives: LegalRepresentativeRow;
  readonly businessMembers: BusinessMemberRow;
  readonly linesOfBusiness: LineOfBusinessRow;
  readonly branches: BranchRow;
  readonly businessChanges: BusinessChangeRow;
}
