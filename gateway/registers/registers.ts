/** Who asks, and what the request states about itself. */
export interface AdmissionQuestion {
  readonly agency: string;
  readonly purpose: string;
  readonly officer: string | undefined;
  readonly caseId: string | undefined;
  readonly emergencyId: string | undefined;
  /** The day in Viet Nam, `YYYY-MM-DD`: an officer serves where they serve on that day. */
  readonly on: string;
}

/** What the registers know of the request; what was not asked or is not in force is `undefined`. */
export interface Admission {
  /** Personal identification number of the officer, if the officer serves at the agency on that day. */
  readonly officer: string | undefined;
  /** Names of the parties (`Citizen …`, `Business …`) to the case, if it is open for this agency and purpose. */
  readonly parties: ReadonlySet<string> | undefined;
  /** The emergency, if it is in force for this agency and officer. */
  readonly emergency: OpenEmergency | undefined;
}

/** An emergency under which records may be read (break-glass). */
export interface OpenEmergency {
  readonly id: string;
  /** Most persons who may be read under it. */
  readonly persons: number;
}

/** Whose consent is asked for. */
export interface ConsentQuestion {
  readonly agency: string;
  readonly purpose: string;
  readonly personalIds: readonly string[];
}

/** A person's consent that one agency reads for one purpose. */
export interface Consent {
  readonly id: string;
  readonly agency: string;
  readonly purpose: string;
  /** Times in ISO 8601, UTC. */
  readonly givenAt: string;
  readonly endsAt: string;
  readonly withdrawnAt: string | null;
}

/** What an agency declares before it breaks the glass. */
export interface EmergencyDeclaration {
  readonly agency: string;
  readonly officer: string;
  readonly reason: string;
  readonly legalBasis: string;
  readonly persons: number;
  /** At most 24. */
  readonly hours: number;
}

/** A declared emergency. */
export interface Emergency {
  readonly id: string;
  readonly persons: number;
  readonly declaredAt: string;
  readonly endsAt: string;
  /** Whether a second officer must still confirm it before it is in force. */
  readonly awaitsConfirmation: boolean;
}

/** Above so many persons an emergency needs a second officer. */
export const PERSONS_OF_ONE_OFFICER = 10;

/**
 * The registers on which rules about records are decided: posts of officers, open cases and their parties, consents,
 * emergencies. Whoever implements it answers from what is in force at this moment; nothing here may be kept.
 */
export interface Registers {
  /** One statement for everything that one request states about itself. */
  admit(question: AdmissionQuestion): Promise<Admission>;
  /** Those of the persons whose consent is in force now; one statement. */
  consenting(question: ConsentQuestion): Promise<ReadonlySet<string>>;
  /** Those of the subjects that may be read under the emergency: each new one counts, the first ones are let in. */
  countUnder(emergency: OpenEmergency, subjects: readonly string[]): Promise<ReadonlySet<string>>;

  giveConsent(consent: {
    readonly personalId: string;
    readonly agency: string;
    readonly purpose: string;
    /** ISO 8601; in the future. */
    readonly endsAt: string;
  }): Promise<Consent>;
  /** Takes effect at once; `false` when the person has no such consent. */
  withdrawConsent(personalId: string, consentId: string): Promise<boolean>;
  consentsOf(personalId: string): Promise<readonly Consent[]>;

  /** Needs at least one party. `false` when the agency has a case of that number for the purpose already. */
  openCase(opened: {
    readonly caseId: string;
    readonly agency: string;
    readonly purpose: string;
    readonly parties: readonly string[];
  }): Promise<boolean>;
  /** `false` when there is no such open case. */
  closeCase(agency: string, purpose: string, caseId: string): Promise<boolean>;

  declareEmergency(declaration: EmergencyDeclaration): Promise<Emergency>;
  /** By another officer of the same agency; `undefined` when there is none that awaits this officer. */
  confirmEmergency(agency: string, officer: string, emergencyId: string): Promise<Emergency | undefined>;

  /** From that day on; it takes the place of an earlier post of the officer at the agency. */
  postOfficer(post: {
    readonly agency: string;
    readonly officer: string;
    readonly personalId: string;
    readonly from: string;
    readonly until: string | null;
  }): Promise<void>;

  /** From that day on the officer serves there no more; `false` when there was no post to end. */
  endPost(post: { readonly agency: string; readonly officer: string; readonly on: string }): Promise<boolean>;

  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}
