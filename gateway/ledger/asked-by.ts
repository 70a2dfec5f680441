import type { Governance } from '../../governance/index.ts';
import type { Caller } from '../identity/index.ts';
import { harmless } from '../observability/index.ts';
import type { AnswerRecord } from './ledger.ts';

/** A request, as far as it says who asks what. */
export interface AskedRequest {
  readonly requestId: string;
  readonly caller: Caller;
  readonly governance: Pick<Governance, 'version'>;
  readonly operationHash: string;
  readonly operationName: string | null | undefined;
}

/** What of a record is the same whatever is answered: who asked, when, why, and under which agreements. */
export type AskedBy = Omit<
  AnswerRecord,
  'outcome' | 'searched' | 'matches' | 'subjects' | 'withheld' | 'databases'
>;

/** Who asks, as it is recorded, at this moment. */
export function askedBy({
  requestId,
  caller,
  governance,
  operationHash,
  operationName,
}: AskedRequest): AskedBy {
  return {
    at: new Date().toISOString(),
    requestId,
    agency: caller.agency,
    client: caller.client,
    officer: caller.officer ?? null,
    caseId: caller.caseId ?? null,
    emergencyId: caller.emergencyId ?? null,
    purpose: caller.purpose,
    agreements: caller.policy.agreements,
    legalBases: caller.policy.legalBases,
    policyVersion: governance.version,
    operationHash,
    operationName: harmless(operationName) ?? null,
  };
}
