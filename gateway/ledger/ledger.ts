/** What happened to one request that asked for data. */
export interface AnswerRecord {
  /** Time of the answer, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly requestId: string;
  readonly agency: string;
  readonly client: string;
  readonly officer: string | null;
  readonly caseId: string | null;
  /** Declared emergency (break-glass) under which it was asked. */
  readonly emergencyId: string | null;
  readonly purpose: string;
  /** Ids of the agreements under which data was read. */
  readonly agreements: readonly string[];
  readonly legalBases: readonly { readonly document: string; readonly article: string | null }[];
  /** Version of the agreements under which it was decided. */
  readonly policyVersion: string;
  /** SHA-256 of the operation as the client sent it. */
  readonly operationHash: string;
  readonly operationName: string | null;
  /** `answered`; `refused` as a whole; `previewed`: asked what would be withheld, and told. */
  readonly outcome: 'answered' | 'refused' | 'previewed';
  /** Elements by which was searched or ordered: which kinds of arguments were used, never what they said. */
  readonly searched: readonly string[];
  /** How many subjects the answer speaks of. */
  readonly matches: number;
  /** About whom the answer says something, and what. */
  readonly subjects: readonly ReadSubject[];
  /** What was asked for and not said, by rule; a rule about records names no elements. */
  readonly withheld: readonly WithheldElements[];
  /** Databases that answered. */
  readonly databases: readonly string[];
}

/** One citizen or business that an answer says something about. */
export interface ReadSubject {
  readonly type: string;
  /** Identifier in clear; the ledger keeps a keyed digest of it, and the identifier itself encrypted. */
  readonly key: string;
  readonly elements: readonly string[];
}

/** What one rule withheld. */
export interface WithheldElements {
  readonly rule: string;
  readonly elements: readonly string[];
}

/**
 * The record of who read what, about whom, why. An answer is recorded durably when `append` resolves; the gateway
 * releases none before that, and none at all when it rejects (Law 60/2024/QH15, article 16; Regulation 384-QĐ/TW,
 * article 17: the record must not be editable).
 */
export interface Ledger {
  /** Returns the id of the recorded answer. */
  append(record: AnswerRecord): Promise<string>;
  /** Says of a recorded answer that it did not arrive; once, however often this is called. */
  markUndelivered(answer: string): Promise<void>;
  /** Whether answers can be recorded now, for the readiness probe; never rejects. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}
