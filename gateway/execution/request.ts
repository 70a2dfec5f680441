import type { PolicyGrant } from '../../governance/index.ts';
import type { SubjectGate } from '../conditions/index.ts';

/** What running a plan needs to know of one request. */
export interface ExecutionRequest {
  readonly requestId: string;
  readonly policy: PolicyGrant;
  /** Personal number on a citizen's own token. */
  readonly subject: string | undefined;
  readonly officer: string | undefined;
  readonly caseId: string | undefined;
  /** Decides whose records may be read; `undefined` until the request is admitted, and then nothing is called. */
  readonly gate: SubjectGate | undefined;
  /** Names of the subjects that the operation asks for by key. */
  readonly asked: ReadonlySet<string>;
  /** Aborted when the deadline has passed or the client has gone. */
  readonly signal: AbortSignal;
}

/** A call that brought nothing: the database, and the fields that it should have delivered. */
export interface FailedCall {
  readonly source: string;
  /** Paths in the answer, as {@link pathText} writes them. */
  readonly paths: ReadonlySet<string>;
}

/** What came of running a plan. */
export interface ExecutionRecord {
  /** Databases that answered, with the time of their data (ISO 8601; `null` when they did not say). */
  readonly sources: Map<string, string | null>;
  readonly failures: FailedCall[];
}

/** What the gateway's context must carry so that databases can be called for it. */
export interface ExecutionContext {
  readonly execution: {
    /** Gets its gate when the request is admitted. */
    request: ExecutionRequest;
    readonly record: ExecutionRecord;
  };
}

/** A path of response keys as text, without list positions; a dot cannot stand in a GraphQL name. */
export function pathText(path: readonly string[]): string {
  return path.filter((part) => part !== '@').join('.');
}
