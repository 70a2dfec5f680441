import type { Codes } from './codes-model.ts';
import type { Jurisdiction } from './territory.ts';

/** A provision of law. */
export interface LegalBasis {
  /** The document by its number and, for a procedure, in the words of the annex of Resolution 66.7/2025/NQ-CP. */
  readonly document: string;
  /** The article; `null` only where it is not known (never on an agreement). */
  readonly article: string | null;
}

/** The provision on which an agreement rests: no data without document and article, nor on a day outside of it. */
export interface AgreementBasis extends LegalBasis {
  readonly article: string;
  /** First day on which the provision is in force, `YYYY-MM-DD`; `null` where the agreement does not say. */
  readonly validFrom: string | null;
  /** Its last day, inclusive; `null` when it has none. */
  readonly validTo: string | null;
}

/** What an agency is; `bank` is the only kind that is not part of the state. */
export const AGENCY_KINDS = [
  'ministry',
  'department',
  'provincial-department',
  'provincial-police',
  'commune-police',
  'school',
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
 * `own-data`: a citizen's own record; `emergency`: provision in an emergency (Law 60/2024/QH15, article 18).
 */
export const PURPOSE_KINDS = ['procedure', 'management', 'consent', 'own-data', 'emergency'] as const;

/** One of {@link PURPOSE_KINDS}. */
export type PurposeKind = (typeof PURPOSE_KINDS)[number];

/** Why data are read. */
export interface Purpose {
  /** `TTHC:<procedure code>`, `QLNN:<short name>`, `CONSENT:<short name>`, `OWN-DATA` or `EMERGENCY`. */
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

/** Whose record may be read: see {@link Agreement.subject}. */
export const SUBJECT_SCOPES = ['any', 'self', 'case-party'] as const;

/** One of {@link SUBJECT_SCOPES}. */
export type SubjectScope = (typeof SUBJECT_SCOPES)[number];

/** How often the owner provides the data; published with the agreement (384-QĐ/TW, article 18), limited by the quota. */
export const FREQUENCIES = ['on-demand', 'daily', 'monthly', 'yearly'] as const;

/** One of {@link FREQUENCIES}. */
export type Frequency = (typeof FREQUENCIES)[number];

/** The most distinct subjects that a consumer may read within a day or a month, under the agreements of one purpose. */
export interface Quota {
  readonly subjects: number;
  readonly per: 'day' | 'month';
}

/** In what state an agreement is (384-QĐ/TW, articles 15 and 16). */
export const AGREEMENT_STATES = ['active', 'planned-suspension', 'suspended', 'terminated'] as const;

/** One of {@link AGREEMENT_STATES}. */
export type AgreementState = (typeof AGREEMENT_STATES)[number];

/** The owner stops providing for a while; before it and after it the agreement holds. */
export interface PlannedSuspension {
  /** `planned`: announced in public 7 working days before; `force-majeure`: within 24 hours after. */
  readonly cause: 'planned' | 'force-majeure';
  readonly announcedOn: string;
  /** First day without data. */
  readonly from: string;
  /** Last day without data; `null` only for force majeure whose end is not known yet. */
  readonly to: string | null;
}

/** The owner stopped providing to one consumer because of misuse. */
export interface Suspension {
  /** First day without data. */
  readonly from: string;
  /** Day on which the consumer was told violation and remedy: that of the suspension or the next. */
  readonly notifiedOn: string;
  readonly violation: string;
  readonly remedy: string;
  /** Last day to remedy it, 30 days after the notice; not remedied, the agreement may be terminated. */
  readonly deadline: string;
}

/** The agreement is over. */
export interface Termination {
  /** First day on which nothing is granted for good. */
  readonly on: string;
  readonly reason: 'not-remedied' | 'purpose-gone';
}

/** What one consumer may read from one database. */
export interface Agreement {
  readonly id: string;
  /** Key of the agency that owns the database and agreed. */
  readonly provider: string;
  /** Key of an agency, or {@link CITIZEN}. */
  readonly consumer: string;
  readonly database: string;
  readonly purposes: readonly string[];
  /** Codes of the procedures served: those of its purposes, and those that it states for a duty of management. */
  readonly procedures: readonly string[];
  readonly legalBasis: AgreementBasis;
  /** As written: names and `<database>.<group>.*`. */
  readonly patterns: readonly string[];
  /** What the patterns cover: a wildcard never covers an element of class `sensitive`. */
  readonly elements: readonly string[];
  /** `own` is the consumer's jurisdiction. */
  readonly jurisdiction: 'national' | 'own';
  /**
   * `self`: only the record of the citizen who asks and of the minors they represent; `case-party`: only parties to
   * the open case that the request names.
   */
  readonly subject: SubjectScope;
  readonly officerRequired: boolean;
  readonly caseRequired: boolean;
  /** Whether a record is read only with the consent of the person whose data it holds. */
  readonly consentRequired: boolean;
  /** Whether the records of the dead may be read; consent ends with death, so never where it is required. */
  readonly deceased: 'included' | 'excluded';
  /** Highest grade of protection whose persons may be read; 0: of nobody who is protected. */
  readonly protectedUpTo: 0 | 1 | 2;
  /** `null`: no limit. */
  readonly quota: Quota | null;
  readonly frequency: Frequency;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Day of the next review; `null` only when the agreement ends before one is due. */
  readonly review: string | null;
  /** Day of the last review; `null` before the first. */
  readonly reviewed: string | null;
  /** Last day, inclusive; `null` when it has no end. */
  readonly to: string | null;
  readonly state: AgreementState;
  /** Set when the state is `planned-suspension`. */
  readonly plannedSuspension: PlannedSuspension | null;
  /** Set when the state is `suspended`, and when it is `terminated` because nothing was remedied. */
  readonly suspension: Suspension | null;
  /** Set when the state is `terminated`. */
  readonly termination: Termination | null;
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
