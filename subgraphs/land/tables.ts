/** One row of `land_parcels`. */
export interface LandParcelRow {
  readonly parcelId: string;
  readonly communeCode: string;
  readonly mapSheet: number;
  readonly parcelNumber: number;
  readonly address: string;
  /** Square metres, two decimals. */
  readonly area: string;
}

/** One row of `former_parcel_identifiers`. */
export interface FormerParcelIdentifierRow {
  readonly id: string;
  readonly parcelId: string;
  readonly mapSheet: number;
  readonly parcelNumber: number;
  readonly until: string;
  readonly note: string;
}

/** One row of `land_uses`. */
export interface LandUseRow {
  readonly id: string;
  readonly parcelId: string;
  readonly purpose: string;
  /** Square metres, two decimals. */
  readonly area: string;
  readonly until: string | null;
}

/** One row of `land_use_rights`; exactly one of the two holder columns is set. */
export interface LandUseRightRow {
  readonly id: string;
  readonly parcelId: string;
  readonly holderPersonalId: string | null;
  readonly holderEnterpriseCode: string | null;
  readonly form: string;
  readonly origin: string;
  readonly since: string;
}

/** One row of `land_certificates`. */
export interface LandCertificateRow {
  readonly id: string;
  readonly parcelId: string;
  readonly serial: string;
  readonly registerEntryNumber: string;
  readonly issuedOn: string;
  readonly issuedBy: string;
  readonly status: string;
}

/** One row of `mortgages`. */
export interface MortgageRow {
  readonly id: string;
  readonly parcelId: string;
  readonly mortgageeCode: string;
  readonly registeredOn: string;
  readonly dischargedOn: string | null;
}

/** The tables of the national land database. */
export interface LandTables {
  readonly landParcels: LandParcelRow;
  readonly formerParcelIdentifiers: FormerParcelIdentifierRow;
  readonly landUses: LandUseRow;
  readonly landUseRights: LandUseRightRow;
  readonly landCertificates: LandCertificateRow;
  readonly mortgages: MortgageRow;
}
