/**
 * What the synthetic country consists of, independent of any database. Each database's `sample.ts` turns the parts
 * that it holds into its own rows, so the six registers agree with each other. Every person and enterprise in it is
 * synthetic: personal numbers start with 9 (see contract/identifiers.ts) and names of enterprises say so.
 */

/** Sex (giới tính) as the population register knows it. */
export type Sex = 'MALE' | 'FEMALE';

/** A date of any precision: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export type PartialDateText = string;
/** A day, `YYYY-MM-DD`. */
export type DateText = string;

/** A place as a register holds it: today's unit (if in Viet Nam) and the words that were written down. */
export interface Place {
  /** ISO 3166-1 alpha-2, `VN` at home. */
  readonly country: string;
  /** Code of the commune in force today; `null` abroad. */
  readonly communeCode: string | null;
  /** House number, street, hamlet; empty when only the unit was recorded; abroad the town or the whole address. */
  readonly detail: string;
  /** The unit's name as it was recorded, when that was before 1 July 2025 and differs from today's. */
  readonly asRecorded: string | null;
}

/** Residence of one kind, with the day on which it began. */
export interface Residence {
  readonly place: Place;
  readonly since: DateText;
}

/** An identity document (chứng minh nhân dân, căn cước công dân, căn cước) that a person had or has. */
export interface IdCard {
  readonly kind: 'IDENTITY_CARD_9' | 'CITIZEN_CARD' | 'IDENTITY_CARD';
  readonly number: string;
  readonly issuedOn: DateText;
  readonly issuedBy: string;
  readonly expiresOn: DateText | null;
}

/**
 * How far a person's record is closed to others: 0, not at all, to 3, to everyone. Which bodies give which grade is
 * not public, so the grades and what they mean are this project's own.
 */
export type ProtectionGrade = 0 | 1 | 2 | 3;

/** A synthetic person with the items of Law 26/2023/QH15, article 9. */
export interface Person {
  readonly personalId: string;
  readonly formerPersonalIds: readonly string[];
  /** Number of a former 9-digit card, if the person ever had one. */
  readonly oldIdNumber: string | null;
  /** Empty for somebody whose name is one word, which is then the given name. */
  readonly familyName: string;
  /** Empty when there is none. */
  readonly middleName: string;
  readonly givenName: string;
  readonly otherNames: readonly string[];
  readonly birthDate: PartialDateText;
  readonly sex: Sex;
  readonly birthPlace: Place;
  readonly birthRegistrationPlace: Place;
  readonly nativePlace: Place;
  /** Code of the ethnic group, 01 to 54. */
  readonly ethnicity: string;
  /** Vietnamese name of the religion, `Không` for none. */
  readonly religion: string;
  /** ISO 3166-1 alpha-2 codes. */
  readonly nationalities: readonly string[];
  readonly bloodGroup: 'A' | 'B' | 'AB' | 'O' | null;
  readonly idCards: readonly IdCard[];
  /** The household's place; `null` for the dead and those declared missing, as for the other residences. */
  readonly permanentResidence: Residence | null;
  readonly temporaryResidence: Residence | null;
  /** Where the person lives: the temporary residence, if there is one. */
  readonly currentResidence: Residence | null;
  readonly temporaryAbsence: {
    readonly from: DateText;
    readonly until: DateText | null;
    readonly reason: string;
  } | null;
  readonly residenceFileNumber: string | null;
  /** Of somebody who has died: on the day of death. */
  readonly maritalStatus: 'NEVER_MARRIED' | 'MARRIED' | 'DIVORCED' | 'WIDOWED';
  readonly deathOrMissing: { readonly kind: 'DEAD' | 'MISSING'; readonly date: PartialDateText } | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly fatherId: string | null;
  readonly motherId: string | null;
  /** Spouse of the marriage in force; `null` once it ended by divorce or death. */
  readonly spouseId: string | null;
  /** Guardian or other legal representative, for minors without parents and adults without capacity. */
  readonly legalRepresentativeId: string | null;
  /** 0 for everybody but a few personas. */
  readonly protectionGrade: ProtectionGrade;
}

/** Relation to the head of the household (quan hệ với chủ hộ). */
export type RelationToHead =
  | 'HEAD'
  | 'SPOUSE'
  | 'CHILD'
  | 'PARENT'
  | 'SIBLING'
  | 'GRANDCHILD'
  | 'GRANDPARENT'
  | 'WARD'
  | 'OTHER';

/** A household (hộ gia đình): who lives together, under one residence file. */
export interface Household {
  readonly residenceFileNumber: string;
  readonly headId: string;
  readonly place: Place;
  readonly members: readonly { readonly personalId: string; readonly relationToHead: RelationToHead }[];
}

/** A register entry: certificate number with book and page, the office and the day. */
export interface RegisterEntry {
  /** Unique in the country; its form is this project's own, such as `KS-00004-2019-0045`. */
  readonly number: string;
  readonly book: string;
  readonly page: number;
  readonly officeCommuneCode: string;
  readonly registeredOn: DateText;
}

/** Shows today's parents: an entry is amended after a recognition. */
export interface BirthRecord {
  readonly entry: RegisterEntry;
  readonly childId: string;
  readonly fatherId: string | null;
  readonly motherId: string | null;
}

/** A marriage (kết hôn); it stays in the register after its end. */
export interface MarriageRecord {
  readonly entry: RegisterEntry;
  readonly husbandId: string;
  readonly wifeId: string;
  readonly status: 'IN_FORCE' | 'ENDED_BY_DIVORCE' | 'ENDED_BY_DEATH';
}

/** A divorce (ly hôn) by decision of a court, of a marriage that is in the register. */
export interface DivorceRecord {
  readonly marriageNumber: string;
  readonly husbandId: string;
  readonly wifeId: string;
  readonly decisionNumber: string;
  readonly court: string;
  readonly effectiveOn: DateText;
}

/** A death (khai tử). */
export interface DeathRecord {
  readonly entry: RegisterEntry;
  readonly personalId: string;
}

/** A recognition of parent and child (nhận cha, mẹ, con) after the birth was registered. */
export interface RecognitionRecord {
  readonly entry: RegisterEntry;
  readonly kind: 'FATHER_CHILD' | 'MOTHER_CHILD';
  readonly parentId: string;
  readonly childId: string;
}

/** Legal form of an enterprise (loại hình doanh nghiệp). */
export type EnterpriseType =
  | 'SINGLE_MEMBER_LLC'
  | 'MULTI_MEMBER_LLC'
  | 'JOINT_STOCK'
  | 'PARTNERSHIP'
  | 'PRIVATE_ENTERPRISE';

/** The seven legal statuses of Decree 168/2025/NĐ-CP, article 35, in its order. */
export type EnterpriseStatus =
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'NOT_AT_ADDRESS'
  | 'REVOKED_FOR_TAX_ENFORCEMENT'
  | 'DISSOLVING'
  | 'IN_BANKRUPTCY'
  | 'DISSOLVED';

/** Who holds a part of an enterprise (thành viên, cổ đông, chủ sở hữu): a person or another enterprise. */
export interface EnterpriseMember {
  readonly holder: { readonly personalId: string } | { readonly enterpriseCode: string };
  readonly role: 'OWNER' | 'MEMBER' | 'SHAREHOLDER' | 'GENERAL_PARTNER';
  readonly contributionVnd: bigint;
  /** Share of the charter capital, percent with two decimals. */
  readonly sharePercent: number;
  readonly since: DateText;
}

/** A synthetic enterprise (doanh nghiệp) with its branches and its history in the register. */
export interface Enterprise {
  readonly enterpriseCode: string;
  readonly name: string;
  readonly foreignName: string | null;
  readonly shortName: string | null;
  readonly type: EnterpriseType;
  readonly status: EnterpriseStatus;
  readonly statusSetBy: 'REGISTRY' | 'TAX' | 'COURT';
  readonly statusSince: DateText;
  readonly foundedOn: DateText;
  readonly charterCapitalVnd: bigint;
  readonly headOffice: Place;
  readonly representatives: readonly {
    readonly personalId: string;
    readonly position: string;
    readonly since: DateText;
  }[];
  readonly members: readonly EnterpriseMember[];
  readonly linesOfBusiness: readonly { readonly code: string; readonly main: boolean }[];
  readonly branches: readonly {
    readonly code: string;
    readonly name: string;
    readonly place: Place;
    readonly status: EnterpriseStatus;
  }[];
  /** In order; the first entry is the foundation, with number 0. */
  readonly changes: readonly {
    readonly number: number;
    readonly changedOn: DateText;
    readonly content: string;
  }[];
  /** Unit code at the social-insurance agency; `null` when it has no insured employees. */
  readonly insuranceUnitCode: string | null;
}

/** A period of contributions to social insurance (quá trình đóng bảo hiểm xã hội). */
export interface InsurancePeriod {
  readonly from: DateText;
  readonly until: DateText | null;
  readonly kind: 'COMPULSORY' | 'VOLUNTARY';
  readonly employerCode: string | null;
  readonly monthlyBaseVnd: bigint;
}

/** A health-insurance card (thẻ bảo hiểm y tế). */
export interface HealthCard {
  readonly cardNumber: string;
  /** Benefit level (mã mức hưởng), 1 to 5. */
  readonly benefitLevel: number;
  readonly validFrom: DateText;
  readonly validUntil: DateText;
  readonly initialFacility: string;
  readonly fiveYearsContinuousOn: DateText | null;
}

/** What the insurance register holds about one person; `null` for what they never had. */
export interface InsuranceHistory {
  readonly personalId: string;
  readonly socialInsuranceNumber: string | null;
  readonly periods: readonly InsurancePeriod[];
  readonly monthlyPensionVnd: bigint | null;
  readonly healthCard: HealthCard | null;
}

/** Purpose of land use (loại đất). */
export type LandUsePurpose =
  | 'RESIDENTIAL_RURAL'
  | 'RESIDENTIAL_URBAN'
  | 'RICE'
  | 'PERENNIAL_CROPS'
  | 'COMMERCIAL_SERVICE'
  | 'NON_AGRICULTURAL_PRODUCTION';

/** A land parcel (thửa đất) with its rights, certificates and mortgages. */
export interface LandParcel {
  /** Internal identifier of the land database (the format of the national one of August 2025 is not known). */
  readonly parcelId: string;
  readonly communeCode: string;
  readonly mapSheet: number;
  readonly parcelNumber: number;
  /** Sheet and parcel number before a re-survey or merger, with the last day on which they were in force. */
  readonly formerIdentifiers: readonly {
    readonly mapSheet: number;
    readonly parcelNumber: number;
    readonly until: DateText;
    readonly note: string;
  }[];
  readonly address: string;
  readonly areaM2: number;
  readonly uses: readonly {
    readonly purpose: LandUsePurpose;
    readonly areaM2: number;
    readonly until: DateText | null;
  }[];
  readonly rights: readonly LandUseRight[];
  readonly certificates: readonly LandCertificate[];
  readonly mortgages: readonly {
    readonly mortgageeCode: string;
    readonly registeredOn: DateText;
    readonly dischargedOn: DateText | null;
  }[];
}

/** The right of one holder to use one parcel (quyền sử dụng đất). */
export interface LandUseRight {
  readonly holder: { readonly personalId: string } | { readonly enterpriseCode: string };
  readonly form: 'SEPARATE' | 'COMMON';
  readonly origin: string;
  readonly since: DateText;
}

/** A certificate issued for a parcel (Giấy chứng nhận); old ones stay after they were replaced or revoked. */
export interface LandCertificate {
  readonly serial: string;
  readonly registerEntryNumber: string;
  readonly issuedOn: DateText;
  readonly issuedBy: string;
  readonly status: 'VALID' | 'REPLACED' | 'REVOKED';
}

/** The whole synthetic country. Arrays are in a fixed order: the same for the same options. */
export interface Nation {
  readonly people: readonly Person[];
  readonly households: readonly Household[];
  readonly births: readonly BirthRecord[];
  readonly marriages: readonly MarriageRecord[];
  readonly divorces: readonly DivorceRecord[];
  readonly deaths: readonly DeathRecord[];
  readonly recognitions: readonly RecognitionRecord[];
  readonly enterprises: readonly Enterprise[];
  readonly insurance: readonly InsuranceHistory[];
  readonly parcels: readonly LandParcel[];
  readonly personas: readonly Persona[];
}

/** A named test person or business, with what is special about it. */
export interface Persona {
  /** Short stable name in kebab-case, for tests. */
  readonly key: string;
  readonly kind: 'CITIZEN' | 'BUSINESS' | 'LAND_PARCEL';
  /** Personal number, enterprise code or parcel identifier. */
  readonly identifier: string;
  readonly name: string;
  /** One sentence: why this one exists. */
  readonly special: string;
}

/** A commune or province that the country may use, from the official list. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly provinceCode: string;
  /** Old province codes (before 1 July 2025) that today's province was merged from. */
  readonly formerProvinceCodes: readonly string[];
}

/** Which country to build. */
export interface NationOptions {
  /** Number of citizens, personas included; at least 200. */
  readonly citizens: number;
  /** Same seed, same country. */
  readonly seed?: number;
  /** Communes in force, in the official order. */
  readonly communes: readonly Unit[];
}
