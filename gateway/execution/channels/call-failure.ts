/** Why a call has no answer. */
export type FailureReason =
  /** Its time was over, here or (by the signal's own `TimeoutError`) for the whole request. */
  | 'timeout'
  /** Nobody waits for it any more, or the channel was closed. */
  | 'cancelled'
  /** Too many calls wait for this database. */
  | 'overloaded'
  /** The database failed too often just now and is left in peace. */
  | 'open'
  /** No connection, or one that broke. */
  | 'network'
  /** What came back is no answer to this call: no JSON, another number of answers, too large. */
  | 'answer';

/** What may be told about a failure besides its reason. */
export interface FailureFacts {
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** Code of the error of the network, such as ECONNREFUSED. */
  readonly code?: string;
}

const WORDS: Readonly<Record<FailureReason, string>> = {
  timeout: 'no answer in time',
  cancelled: 'the call was cancelled',
  overloaded: 'too many calls are waiting',
  open: 'not called, because it failed too often just now',
  network: 'no connection, or a broken one',
  answer: 'the answer is of no form that was agreed on',
};

/** A call without an answer. Its words name the database and never repeat anything that was asked or answered. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly database: string;
  readonly reason: FailureReason;
  readonly status?: number;

  constructor(database: string, reason: FailureReason, facts: FailureFacts = {}) {
    const { status, code } = facts;
    const detail = [status === undefined ? '' : `HTTP ${status}`, code ?? ''].filter(Boolean).join(', ');
    super(`${database}: ${WORDS[reason]}${detail === '' ? '' : ` (${detail})`}`);
    this.database = database;
    this.reason = reason;
    if (status !== undefined) this.status = status;
  }
}
