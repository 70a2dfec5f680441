/**
 * The official code lists as typed records. Text is kept as the source has it, marks of certainty included; an empty
 * cell is `null`, so that what is unknown stays unknown.
 */

/** A province or centrally-run city in force since 1 July 2025 (Decision 19/2025/QĐ-TTg). */
export interface Province {
  /** Two digits. Seven of these codes meant another province before 1 July 2025. */
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly fullNameVi: string;
  readonly fullNameEn: string;
  /** Whether it is a centrally-run city (thành phố trực thuộc trung ương). */
  readonly municipality: boolean;
  readonly communeCount: number;
  /** Old codes of the provinces that it was merged from, its own among them where the code was kept. */
  readonly formerCodes: readonly string[];
  readonly formerNames: readonly string[];
  /** Name that the same code meant until 30 June 2025. */
  readonly codeMeantBefore: string;
  readonly codeMeaningChanged: boolean;
  readonly platePrefixes: readonly string[];
}

/** A commune, ward or special zone (xã, phường, đặc khu) in force. */
export interface Commune {
  /** Five digits. */
  readonly code: string;
  readonly nameVi: string;
  readonly fullNameVi: string;
  readonly fullNameEn: string;
  readonly unitType: string;
  readonly provinceCode: string;
}

/** An organisation of the state as far as its role in data sharing is known. */
export interface RegisterAgency {
  /** Short key of the list; not an official code. */
  readonly key: string;
  /** Identification code under Decision 20/2020/QĐ-TTg; `null` where none was found. */
  readonly officialCode: string | null;
  readonly nameVi: string;
  readonly nameEn: string | null;
  readonly level: string;
  readonly predecessor: string | null;
  readonly dataRole: string | null;
  /** Mark of certainty, explained in codes/SOURCES.md. */
  readonly mark: string;
  readonly source: string | null;
}

/** A national or specialised database. */
export interface RegisterDatabase {
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

/** A row of the annex of Resolution 66.7/2025/NQ-CP: a paper that data replace in a procedure. */
export interface ProcedureRow {
  /** Number in the annex (STT); one procedure may have several rows. */
  readonly number: string;
  readonly ministry: string;
  readonly code: string;
  readonly codeAsPrinted: string;
  /** Whether the code differs from the printed one, which had lost its zeros or had a comma for the dot. */
  readonly codeRepaired: boolean;
  readonly nameVi: string;
  readonly documentReplacedVi: string | null;
  readonly databaseAsPrinted: string | null;
  /** Keys of the databases of {@link RegisterDatabase}; a key that is not there is listed damage. */
  readonly databaseKeys: readonly string[];
  readonly databaseOwner: string;
  readonly legalBasis: string | null;
  readonly article: string | null;
}

/** A fault of the official source that is known and kept, because guessing the right value would be worse. */
export interface KnownDamage {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly problem: string;
}

/** All code lists, checked against each other. */
export interface Codes {
  /** By code, in the official order. */
  readonly provinces: ReadonlyMap<string, Province>;
  /** By code, in the official order. */
  readonly communes: ReadonlyMap<string, Commune>;
  readonly agencies: ReadonlyMap<string, RegisterAgency>;
  readonly databases: ReadonlyMap<string, RegisterDatabase>;
  /** Every row of the annex, in its order. */
  readonly procedures: readonly ProcedureRow[];
  /** The same rows by procedure code. */
  readonly proceduresByCode: ReadonlyMap<string, readonly ProcedureRow[]>;
  readonly damage: readonly KnownDamage[];
}
