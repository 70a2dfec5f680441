/** One row of `administrative_units`: provinces first, then communes, each in the official order. */
export interface AdministrativeUnitRow {
  readonly id: string;
  readonly code: string;
  readonly level: 'PROVINCE' | 'COMMUNE';
  readonly name: string;
  readonly fullName: string;
  readonly nameEn: string | null;
  readonly fullNameEn: string;
  readonly kind: 'PROVINCE' | 'CITY' | 'COMMUNE' | 'WARD' | 'SPECIAL_ZONE';
  /** `null` exactly for a province. */
  readonly provinceCode: string | null;
  readonly codeMeantBefore: string | null;
  readonly validFrom: string;
  readonly platePrefixes: readonly string[];
}

/** One row of `former_provinces`: a province of before 1 July 2025. */
export interface FormerProvinceRow {
  /** The code of that time. */
  readonly code: string;
  readonly name: string;
  /** The province of today that it went into. */
  readonly provinceCode: string;
}

/** One row of `agencies`. */
export interface AgencyRow {
  readonly id: string;
  readonly code: string;
  readonly identificationCode: string | null;
  readonly name: string;
  readonly nameEn: string | null;
  readonly level: string;
  readonly predecessor: string | null;
  readonly dataRole: string | null;
  readonly certainty: string;
  readonly source: string | null;
}

/** One row of `databases`. */
export interface DatabaseRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly nameEn: string;
  readonly owner: string | null;
  readonly ownerAgencyCode: string | null;
  readonly class: string;
  readonly legalBasis: string | null;
  readonly keyIdentifiers: string | null;
  readonly content: string | null;
  readonly listedInDecree47: boolean;
  readonly listedInDecision11: boolean | null;
  readonly resolution71Number: string | null;
  readonly plan02Note: string | null;
  readonly certainty: string;
  readonly source: string | null;
}

/** One row of `procedures`: one for each code, in the order of its first row in the annex. */
export interface ProcedureRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly ministry: string;
  readonly ministryAgencyCode: string | null;
}

/** One row of `procedure_databases`: a database that replaces a document in a procedure. */
export interface ProcedureDatabaseRow {
  readonly id: string;
  readonly procedureCode: string;
  readonly databaseKey: string;
}

/** One row of `replaceable_documents`: one for each row of the annex, in its order. */
export interface ReplaceableDocumentRow {
  readonly id: string;
  readonly procedureCode: string;
  readonly number: string;
  readonly document: string | null;
  /** Keys of `databases` only; what the annex prints is in `databaseAsPrinted`. */
  readonly databaseKeys: readonly string[];
  readonly databaseAsPrinted: string | null;
  readonly databaseOwner: string;
  readonly legalBasis: string | null;
  readonly article: string | null;
  readonly codeAsPrinted: string;
  readonly codeRepaired: boolean;
  readonly nameAsPrinted: string;
  readonly ministryAsPrinted: string;
  readonly faults: readonly string[];
  readonly certainty: string;
  readonly source: string;
}

/** The tables of the catalogue. */
export interface CatalogueTables {
  readonly administrativeUnits: AdministrativeUnitRow;
  readonly formerProvinces: FormerProvinceRow;
  readonly agencies: AgencyRow;
  readonly databases: DatabaseRow;
  readonly procedures: ProcedureRow;
  readonly procedureDatabases: ProcedureDatabaseRow;
  readonly replaceableDocuments: ReplaceableDocumentRow;
}
