import type { LegalBasis } from '../../governance/index.ts';
import type { OwnContext } from './own-fields.ts';

/** One entry of the ledger about a person, as that person may see it: the agency, and never its officer. */
export interface AccessRecord {
  /** Position in the ledger, the first entry being 0. */
  readonly position: number;
  /** When it was answered, ISO 8601. */
  readonly at: string;
  /** Key of the agency, or `CITIZEN`. */
  readonly agency: string;
  readonly purpose: string;
  readonly legalBases: readonly LegalBasis[];
  readonly database: string;
  /** Names of data elements, sorted. */
  readonly elements: readonly string[];
  readonly outcome: AccessRecordOutcome;
  /**
   * Proof that the entry stands in a tree that was signed; `null` until it does.
   *
   * @throws Refusal `LEDGER_UNAVAILABLE`
   */
  proof(): Promise<AccessRecordProof | null>;
}

/** What became of an answer: it was given, or it is known that it did not arrive. */
export type AccessRecordOutcome = 'READ' | 'UNDELIVERED';

/** Inclusion proof of one entry (RFC 9162, section 2.1.3); hashes in hexadecimal digits. */
export interface AccessRecordProof {
  readonly leafHash: string;
  /** From the leaf up. */
  readonly path: readonly string[];
  /** The newest signed head. */
  readonly head: {
    readonly logId: string;
    readonly size: number;
    readonly root: string;
    readonly at: string;
    readonly previous: string;
    readonly keyId: string;
    readonly signature: string;
  };
}

/** Which entries about a person are asked for. */
export interface AccessRecordQuestion {
  /** Personal number of whom the entries are about. */
  readonly personalId: string;
  /** Most entries of the page. */
  readonly limit: number;
  /** Only entries before this position; all when left out. */
  readonly before?: number | undefined;
}

/** A page of entries, the newest first. */
export interface AccessRecordPage {
  readonly records: readonly AccessRecord[];
  readonly hasNextPage: boolean;
}

/**
 * The entries of the ledger about one person. To look at them is itself a reading, so there is only one way to them,
 * which records it first.
 */
export interface AccessRecords {
  /**
   * Reads a page, and records durably who was shown it before it is returned.
   *
   * @throws Refusal `LEDGER_UNAVAILABLE` when it cannot be read, or not be recorded
   */
  view(question: AccessRecordQuestion, context: OwnContext): Promise<AccessRecordPage>;
}
