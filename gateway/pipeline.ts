import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { Refusal } from '../contract/refusal.ts';
import type { Governance } from '../governance/index.ts';
import { describeFieldErrors, describeGaps } from './answer.ts';
import {
  type Authorizer,
  isSubjectLimited,
  limitedDatabases,
  type PermittedOperation,
  type RestoredAnswer,
  restoreAnswer,
  unknownSubjectRule,
} from './authorization/index.ts';
import { type ExecutionContext, type PlanRunner, pathText, type RunResult } from './execution/index.ts';
import type { Caller } from './identity/index.ts';
import type { Ledger, LedgerEntry } from './ledger/index.ts';
import { harmless } from './observability/index.ts';
import { readableSubjects } from './subject-gate.ts';
import type { PolicySchema } from './supergraph/index.ts';

/** What one request carries through the pipeline. */
export interface RequestContext extends ExecutionContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** `null` answers withheld fields as null with an error; `reject` refuses the whole operation. */
  readonly onWithheld: 'null' | 'reject';
  /** Values of the variables, defaults applied; set once the inputs have been checked. */
  variables: Readonly<Record<string, unknown>>;
}

/** What the pipeline runs on. */
export interface PipelineParts {
  readonly governance: Governance;
  readonly policySchema: PolicySchema;
  readonly authorizer: Authorizer;
  readonly runner: PlanRunner;
  readonly ledger: Ledger;
  readonly onFault: (error: unknown) => void;
}

type Incoming = GatewayGraphQLRequestContext<RequestContext>;

/**
 * A request's way from the parsed operation to the answer: decide, run what is permitted, apply the rules about the
 * records, record what will be said, say it. Each step needs what the one before returns, so none can be left out.
 */
export async function answerOperation(
  parts: PipelineParts,
  incoming: Incoming,
): Promise<GatewayExecutionResult> {
  const permitted = decide(parts, incoming);
  if (permitted.withheld.length > 0 && incoming.context.onWithheld === 'reject') {
    return await refuseWhole(parts, incoming, permitted);
  }
  const result = await run(parts, incoming, permitted);
  const answer = await applyRecordRules(parts, incoming.context, permitted, result);
  await record(parts, incoming, 'answered', permitted, answer);
  return release(parts, incoming.context, result, answer);
}

function decide({ authorizer }: PipelineParts, incoming: Incoming): PermittedOperation {
  const { queryHash, document, operation, context } = incoming;
  try {
    return authorizer.permit(queryHash, document, operation, context.caller.policy);
  } catch (error) {
    throw error instanceof Refusal ? toGraphQLError(error) : error;
  }
}

async function run(
  { runner }: PipelineParts,
  incoming: Incoming,
  { document, source, hash }: PermittedOperation,
): Promise<RunResult> {
  if (document === undefined) return { data: {}, errors: [] };
  return await runner.run(incoming, { document, source, hash });
}

async function applyRecordRules(
  { runner, policySchema }: PipelineParts,
  { execution, caller, variables }: RequestContext,
  { shape }: PermittedOperation,
  { data }: RunResult,
): Promise<RestoredAnswer> {
  const limited = limitedDatabases(caller.policy);
  const mayRead = await readableSubjects(runner, execution.request, data);
  return restoreAnswer(shape, data, {
    variables,
    keyOf: policySchema.keyOf,
    failedSource: (pattern) => {
      const path = pathText(pattern);
      return execution.record.failures.find(({ paths }) => paths.has(path))?.source;
    },
    subjectRule(type, key, elements) {
      if (mayRead(type, key)) return undefined;
      return key === '' ? unknownSubjectRule(limited) : isSubjectLimited(limited, elements);
    },
  });
}

async function refuseWhole(
  parts: PipelineParts,
  incoming: Incoming,
  permitted: PermittedOperation,
): Promise<GatewayExecutionResult> {
  await record(parts, incoming, 'refused', permitted, { data: {}, gaps: [], subjects: [] });
  const withheld = permitted.withheld.map(({ path, withholding }) => ({ path, ...withholding }));
  const refusal = new Refusal(
    'OPERATION_WITHHELD',
    `${withheld.length} field(s) of the operation are withheld.`,
    {
      withheld,
    },
  );
  return { errors: [toGraphQLError(refusal)] };
}

/** @throws Refusal `LEDGER_UNAVAILABLE`: what cannot be recorded is not released */
async function record(
  { ledger, onFault }: PipelineParts,
  { context, queryHash, operationName }: Incoming,
  outcome: LedgerEntry['outcome'],
  { withheld }: PermittedOperation,
  { subjects }: RestoredAnswer,
): Promise<void> {
  const { caller, requestId, execution } = context;
  try {
    await ledger.append({
      at: new Date().toISOString(),
      requestId,
      agency: caller.agency,
      client: caller.client,
      officer: caller.officer ?? null,
      caseId: caller.caseId ?? null,
      purpose: caller.purpose,
      agreements: caller.policy.agreements,
      legalBases: caller.policy.legalBases,
      operationHash: queryHash,
      operationName: harmless(operationName) ?? null,
      outcome,
      subjects: subjects
        .filter(({ elements }) => elements.size > 0)
        .map(({ type, key, elements }) => ({ type, key, elements: [...elements] })),
      withheld: [...new Set(withheld.flatMap(({ withholding }) => withholding.lacking))],
      databases: [...execution.record.sources.keys()],
    });
  } catch (error) {
    onFault(error);
    throw toGraphQLError(
      new Refusal('LEDGER_UNAVAILABLE', 'The answer could not be recorded, so it is not released.'),
    );
  }
}

function release(
  { governance }: PipelineParts,
  { caller, requestId, execution }: RequestContext,
  { errors: fieldErrors }: RunResult,
  { data, gaps }: RestoredAnswer,
): GatewayExecutionResult {
  const described = [describeGaps(gaps, caller, governance), describeFieldErrors(fieldErrors, gaps)];
  const errors = described.flatMap((part) => part.errors);
  return {
    data,
    ...(errors.length === 0 ? {} : { errors }),
    extensions: {
      lienthong: {
        requestId,
        states: described.flatMap((part) => part.states),
        sources: [...execution.record.sources].map(([database, asOf]) => ({ database, asOf })),
      },
    },
  };
}
