/** What happened to one request that asked for data. */
export interface LedgerEntry {
  /** Time of the answer, ISO 8601. */
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
  /** SHA-256 of the operation as the client sent it. */
  readonly operationHash: string;
  readonly operationName: string | null;
  /** `answered`, or `refused` as a whole. */
  readonly outcome: 'answered' | 'refused';
  /** About whom the answer says something, and what. */
  readonly subjects: readonly LedgerSubject[];
  /** Elements that were asked for and withheld. */
  readonly withheld: readonly string[];
  /** Databases that answered. */
  readonly databases: readonly string[];
}

/** One citizen or business that an answer says something about. */
export interface LedgerSubject {
  readonly type: string;
  /** Identifier in clear; the ledger keeps only its keyed digest. */
  readonly key: string;
  readonly elements: readonly string[];
}

/**
 * The record of who read what, about whom, why. An entry is durable when `append` resolves; the gateway releases no
 * answer before that, and none at all when it rejects (Law 60/2024/QH15, article 16; Regulation 384-QĐ/TW,
 * article 17: the record must not be editable).
 */
export interface Ledger {
  append(entry: LedgerEntry): Promise<void>;
  /** Whether entries can be written now, for the readiness probe; never rejects. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}
