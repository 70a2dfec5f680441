import type { Codes } from './codes-model.ts';
import type { Jurisdiction } from './territory.ts';

/** A provision of law. */
export interface LegalBasis {
  /** The document by its number and, for a procedure, in the words of the annex of Resolution 66.7/2025/NQ-CP. */
  readonly document: string;
  /** The article; `null` only where it is not known (never on an agreement). */
  readonly article: string | null;
}

/** What an agency is; `bank` is the only kind that is not part of the state. */
export const AGENCY_KINDS = [
  'ministry',
  'department',
  'social-security',
  'commune-peoples-committee',
  'land-registration-office',
  'portal',
  'bank',
] as const;

/** One of {@link AGENCY_KINDS}. */
export type AgencyKind = (typeof AGENCY_KINDS)[number];

/** An organisation that may call, or that owns a database. */
export interface Agency {
  /** Our own local key; never an official code. */
  readonly key: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly kind: AgencyKind;
  /** Its key in codes/agencies.csv; `null` when it is not on that list. */
  readonly register: string | null;
  /** Identification code under Decision 20/2020/QĐ-TTg, from the register; `null` where it is not known. */
  readonly officialCode: string | null;
  /** Mark of certainty of the register's entry, explained in codes/SOURCES.md. */
  readonly mark: string | null;
  /** Key of the agency above it. */
  readonly parent: string | null;
  readonly jurisdiction: Jurisdiction;
  /** Whether the organisation is invented. */
  readonly synthetic: boolean;
  readonly note: string | null;
}

/**
 * `procedure`: an administrative procedure; `management`: a duty by law; `consent`: what a person agreed to;
 * `own-data`: a citizen's own record.
 */
export const PURPOSE_KINDS = ['procedure', 'management', 'consent', 'own-data'] as const;

/** One of {@link PURPOSE_KINDS}. */
export type PurposeKind = (typeof PURPOSE_KINDS)[number];

/** Why data are read. */
export interface Purpose {
  /** `TTHC:<procedure code>`, `QLNN:<short name>`, `CONSENT:<short name>` or `OWN-DATA`. */
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly kind: PurposeKind;
  /** Code of the administrative procedure, for a purpose of kind `procedure`. */
  readonly procedure: string | null;
  readonly legalBasis: LegalBasis;
}

/** A database that a subgraph serves. */
export interface Database {
  /** Also the subgraph's name and the first part of its elements. */
  readonly key: string;
  /** Key in codes/databases.csv. */
  readonly register: string;
  /** Key of the agency that owns it. */
  readonly owner: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly legalBasis: LegalBasis;
}

/**
 * What a datum is about: `none` is public reference data; `business` is about organisations, not about persons;
 * `basic` and `sensitive` personal data follow Decree 356/2025/NĐ-CP, articles 3 and 4.1.
 */
export const ELEMENT_CLASSES = ['none', 'business', 'basic', 'sensitive'] as const;

/** One of {@link ELEMENT_CLASSES}. */
export type ElementClass = (typeof ELEMENT_CLASSES)[number];

/** An entry of the Shared Data Dictionary (Từ điển dữ liệu dùng chung). */
export interface DataElement {
  /** `<database>.<group>.<element>`. */
  readonly name: string;
  readonly database: string;
  readonly group: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly groupNameVi: string;
  readonly groupNameEn: string;
  readonly definition: string;
  readonly class: ElementClass;
  readonly format: string;
  /** Provision under which the owner holds it. */
  readonly legalBasis: LegalBasis;
}

/** What one consumer may read from one database. */
export interface Agreement {
  readonly id: string;
  /** Key of an agency, or {@link CITIZEN}. */
  readonly consumer: string;
  readonly database: string;
  readonly purposes: readonly string[];
  readonly legalBasis: LegalBasis;
  /** As written: names and `<database>.<group>.*`. */
  readonly patterns: readonly string[];
  /** What the patterns cover: a wildcard never covers an element of class `sensitive`. */
  readonly elements: readonly string[];
  /** `own` is the consumer's jurisdiction. */
  readonly jurisdiction: 'national' | 'own';
  /** `self`: only the record of the citizen who asks. */
  readonly subject: 'any' | 'self';
  readonly officerRequired: boolean;
  readonly caseRequired: boolean;
  /** Whether it grants nothing without the consent of the person whose data are read. */
  readonly consentRequired: boolean;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day, inclusive; `null` when it has no end. */
  readonly to: string | null;
  readonly state: 'active' | 'suspended';
}

/** Consumer of the agreements under which people read their own record. */
export const CITIZEN = 'CITIZEN';

/** Everything that the governance files say, after all checks. */
export interface GovernanceContent {
  readonly codes: Codes;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly purposes: ReadonlyMap<string, Purpose>;
  readonly databases: ReadonlyMap<string, Database>;
  /** By full name. */
  readonly elements: ReadonlyMap<string, DataElement>;
  readonly agreements: readonly Agreement[];
}
