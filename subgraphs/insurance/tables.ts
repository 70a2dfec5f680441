/** One row of `employers`: a unit that declares employees; `employeeCount` counts its open declarations. */
export interface EmployerRow {
  readonly enterpriseCode: string;
  readonly unitCode: string | null;
  readonly employeeCount: number;
}

/** One row of `participants`: who has a social-insurance number, contributions or a pension, and how things are today. */
export interface ParticipantRow {
  readonly personalId: string;
  readonly socialInsuranceNumber: string | null;
  readonly participationKind: 'COMPULSORY' | 'VOLUNTARY' | null;
  readonly currentEmployerCode: string | null;
  /** Đồng, a whole number in text. */
  readonly monthlyPension: string | null;
}

/** One row of `periods`: seen from the person a contribution period, seen from the employer a declared employee. */
export interface PeriodRow {
  readonly id: string;
  readonly personalId: string;
  readonly since: string;
  readonly until: string | null;
  readonly kind: 'COMPULSORY' | 'VOLUNTARY';
  readonly employerCode: string | null;
  /** Đồng, a whole number in text. */
  readonly monthlyBase: string;
}

/** One row of `health_cards`. */
export interface HealthCardRow {
  readonly personalId: string;
  readonly cardNumber: string;
  readonly benefitLevel: number;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly initialFacility: string;
  readonly fiveYearsContinuousOn: string | null;
}

/** The tables of the national insurance database. */
export interface InsuranceTables {
  readonly employers: EmployerRow;
  readonly participants: ParticipantRow;
  readonly periods: PeriodRow;
  readonly healthCards: HealthCardRow;
}
