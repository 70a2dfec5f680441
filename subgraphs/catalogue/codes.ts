/**
 * The official code lists as the catalogue reads them: what it needs of them and no more, so that it depends on no
 * loader. An empty cell is `null`.
 */

/** A province in force, with the provinces that it was merged from. */
export interface ListedProvince {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly fullNameVi: string;
  readonly fullNameEn: string;
  /** Whether it is a centrally-run city (thành phố trực thuộc trung ương). */
  readonly municipality: boolean;
  readonly formerCodes: readonly string[];
  /** In the order of `formerCodes`. */
  readonly formerNames: readonly string[];
  readonly codeMeantBefore: string;
  readonly codeMeaningChanged: boolean;
  readonly platePrefixes: readonly string[];
}

/** A commune, ward or special zone in force. */
export interface ListedCommune {
  readonly code: string;
  readonly nameVi: string;
  readonly fullNameVi: string;
  readonly fullNameEn: string;
  readonly unitType: string;
  readonly provinceCode: string;
}

/** An agency with its mark of certainty. */
export interface ListedAgency {
  readonly key: string;
  readonly officialCode: string | null;
  readonly nameVi: string;
  readonly nameEn: string | null;
  readonly level: string;
  readonly predecessor: string | null;
  readonly dataRole: string | null;
  readonly mark: string;
  readonly source: string | null;
}

/** A national or specialised database with its mark of certainty. */
export interface ListedDatabase {
  readonly key: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly owner: string;
  readonly databaseClass: string;
  readonly inDecree47List: string | null;
  readonly inDecision11List: string | null;
  readonly resolution71Item: string | null;
  readonly plan02Note: string | null;
  readonly legalBasis: string | null;
  readonly keyIdentifiers: string | null;
  readonly content: string | null;
  readonly mark: string;
  readonly source: string | null;
}

/** A row of the annex of Resolution 66.7/2025/NQ-CP. */
export interface ListedProcedureRow {
  readonly number: string;
  readonly ministry: string;
  readonly code: string;
  readonly codeAsPrinted: string;
  readonly codeRepaired: boolean;
  readonly nameVi: string;
  readonly documentReplacedVi: string | null;
  readonly databaseAsPrinted: string | null;
  readonly databaseKeys: readonly string[];
  readonly databaseOwner: string;
  readonly legalBasis: string | null;
  readonly article: string | null;
}

/** A known fault of a list: the line of the file (the heading is line 1), the column, what is wrong. */
export interface ListedDamage {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly problem: string;
}

/** All lists that the catalogue serves. */
export interface CatalogueCodes {
  readonly provinces: ReadonlyMap<string, ListedProvince>;
  readonly communes: ReadonlyMap<string, ListedCommune>;
  readonly agencies: ReadonlyMap<string, ListedAgency>;
  readonly databases: ReadonlyMap<string, ListedDatabase>;
  readonly procedures: readonly ListedProcedureRow[];
  readonly damage: readonly ListedDamage[];
}
