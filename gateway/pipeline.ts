import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { Refusal } from '../contract/refusal.ts';
import { type AdmissionParts, admit } from './admission.ts';
import { type DescribedGaps, describeFieldErrors, describeGaps } from './answer.ts';
import {
  type Authorizer,
  type PermittedOperation,
  type RestoredAnswer,
  type RestoreOptions,
  restoreAnswer,
} from './authorization/index.ts';
import { ConditionsUnavailable, type SubjectGate, subjectsInArguments } from './conditions/index.ts';
import { withoutStacks } from './errors/index.ts';
import { pathText, type RunResult } from './execution/index.ts';
import type { Cost } from './protection/index.ts';
import { countAgainstQuotas } from './quota-rule.ts';
import type { LimitState, Quotas } from './quotas/index.ts';
import { type Recorded, type RecordingParts, recordAnswer } from './record-answer.ts';
import { judgeResult } from './record-rules.ts';
import { answerWhileStanding, type DecidedRequest, type StandingParts, stands } from './standing-policy.ts';
import type { PolicySchema } from './supergraph/index.ts';

/** What one request carries through the pipeline. */
export interface RequestContext extends DecidedRequest, Recorded {
  readonly requestId: string;
  /** `null` answers withheld fields as null with an error; `reject` refuses the whole operation. */
  readonly onWithheld: 'null' | 'reject';
  /** Values of the variables, defaults applied; set once the inputs have been checked. */
  variables: Readonly<Record<string, unknown>>;
  /** What the request costs and may cost; set once it has been checked. */
  cost?: Cost | undefined;
  /** What is left of the limits that were counted against, by their names. */
  readonly limits: Map<string, LimitState>;
}

/** What the pipeline runs on. */
export interface PipelineParts extends AdmissionParts, StandingParts, RecordingParts {
  readonly policySchema: PolicySchema;
  readonly authorizer: Authorizer;
  readonly quotas: Quotas;
}

type Incoming = GatewayGraphQLRequestContext<RequestContext>;

/**
 * A request's way from the parsed operation to the answer, under one version of the agreements: the one that still
 * holds when the answer leaves.
 */
export async function answerOperation(
  parts: PipelineParts,
  incoming: Incoming,
): Promise<GatewayExecutionResult> {
  return await answerWhileStanding(parts, incoming.context, () => answerOnce(parts, incoming));
}

/**
 * Decide the fields, find out whose records may be read, run what is permitted, apply the rules about the records,
 * record what will be said, say it. Each step needs what the one before returns, so none can be left out. `undefined`
 * when the policy under which all of it was decided has changed: before recording, so that the ledger tells what was
 * said, and after it, because recording takes time. In that case the ledger tells more than was said, never less.
 */
async function answerOnce(
  parts: PipelineParts,
  incoming: Incoming,
): Promise<GatewayExecutionResult | undefined> {
  const { context } = incoming;
  const permitted = decide(parts, incoming);
  const isWhole = context.onWithheld === 'reject';
  if (isWhole && permitted.withheld.length > 0) {
    const withheld = permitted.withheld.map(({ path, withholding }) => ({ path, ...withholding }));
    return await refuseWhole(parts, incoming, permitted, withheld);
  }
  const gate = await openGate(parts, incoming, permitted);
  const result = await run(parts, incoming, permitted);
  const answer = await applyRecordRules(parts, context, permitted, gate, result);
  const told = tell(context, result, answer);
  if (!stands(parts, context)) return undefined;
  const withheld = told.states.filter(({ state }) => state === 'withheld');
  if (isWhole && withheld.length > 0) return await refuseWhole(parts, incoming, permitted, withheld);
  await recordAnswer(parts, incoming, 'answered', permitted, answer);
  return stands(parts, context) ? release(context, told, answer) : undefined;
}

function decide({ authorizer }: PipelineParts, incoming: Incoming): PermittedOperation {
  const { queryHash, document, operation, context } = incoming;
  try {
    return authorizer.permit(queryHash, document, operation, context.caller.policy, context.variables);
  } catch (error) {
    throw error instanceof Refusal ? toGraphQLError(error) : error;
  }
}

/** Admits the request: from now on databases can be called for it, about those whom the gate lets pass. */
async function openGate(
  parts: PipelineParts,
  incoming: Incoming,
  permitted: PermittedOperation,
): Promise<SubjectGate> {
  const { context, document } = incoming;
  const { execution, caller, variables } = context;
  try {
    const gate = await admit(parts, caller, execution.request);
    const asked = subjectsInArguments(parts.runner.schema, permitted.document ?? document, variables);
    execution.request = { ...execution.request, gate, asked };
    return gate;
  } catch (error) {
    if (error instanceof Refusal) await recordRefusal(parts, incoming, permitted, error.code);
    throw undecided(parts, error);
  }
}

/** What the client is told when a rule about records refuses the request, or cannot be decided. */
function undecided({ onFault }: PipelineParts, error: unknown): unknown {
  if (error instanceof Refusal) return toGraphQLError(error);
  if (!(error instanceof ConditionsUnavailable)) return error;
  onFault(error.cause);
  return toGraphQLError(
    new Refusal('SOURCE_UNAVAILABLE', 'The registers that rules about records need do not answer.', {
      source: error.source,
    }),
  );
}

async function run(
  { runner }: PipelineParts,
  { context }: Incoming,
  { document, source, hash }: PermittedOperation,
): Promise<RunResult> {
  if (document === undefined) return { data: {}, errors: [] };
  return await runner.run(context.execution, { document, source, hash }, context.variables);
}

async function applyRecordRules(
  parts: PipelineParts,
  { execution, caller, variables, governance, limits }: RequestContext,
  { shape }: PermittedOperation,
  gate: SubjectGate,
  result: RunResult,
): Promise<RestoredAnswer> {
  const { policySchema, runner, quotas, now } = parts;
  const { data, ruleFor } = await judgeResult(
    { policy: caller.policy, gate, record: execution.record, linkKey: runner.linkKey(execution.request) },
    result.data,
  );
  const restore = (subjectRule: RestoreOptions['subjectRule']) =>
    restoreAnswer(shape, data, {
      variables,
      keyOf: policySchema.keyOf,
      failedSource: (pattern) => {
        if (execution.record.failures.length === 0) return undefined;
        const path = pathText(pattern);
        return execution.record.failures.find(({ paths }) => paths.has(path))?.source;
      },
      subjectRule,
    });
  const answer = restore(ruleFor);
  const isBeyondQuota = await countAgainstQuotas(
    {
      quotas,
      policy: caller.policy,
      governance,
      now: now(),
      onCounted: (state) => limits.set(state.policy, state),
    },
    answer.subjects,
  ).catch((error: unknown) => {
    throw undecided(parts, error);
  });
  if (isBeyondQuota === undefined) return answer;
  return restore((...of) => ruleFor(...of) ?? (isBeyondQuota(...of) ? 'quota' : undefined));
}

/** Records that nothing was said; `code` is that of a refusal of the whole request. */
async function recordRefusal(
  parts: PipelineParts,
  incoming: Incoming,
  permitted: PermittedOperation,
  code?: string,
): Promise<void> {
  const nothing = { data: {}, gaps: [], subjects: [] };
  await recordAnswer(parts, incoming, 'refused', permitted, nothing, code);
}

/** Says nothing but what is withheld, by fields or by records, each place with its rule. */
async function refuseWhole(
  parts: PipelineParts,
  incoming: Incoming,
  permitted: PermittedOperation,
  withheld: readonly object[],
): Promise<GatewayExecutionResult> {
  await recordRefusal(parts, incoming, permitted);
  const message = `${withheld.length} field(s) of the operation are withheld.`;
  return { errors: [toGraphQLError(new Refusal('OPERATION_WITHHELD', message, { withheld }))] };
}

/** What the client is told of everything that has no value. */
function tell(
  { caller, governance }: RequestContext,
  { errors }: RunResult,
  { gaps, data }: RestoredAnswer,
): DescribedGaps {
  const described = withoutStacks(() => [
    describeGaps(gaps, caller, governance),
    describeFieldErrors(errors, gaps, data),
  ]);
  return {
    errors: described.flatMap((part) => part.errors),
    states: described.flatMap((part) => part.states),
  };
}

function release(
  { requestId, execution, cost }: RequestContext,
  { errors, states }: DescribedGaps,
  { data }: RestoredAnswer,
): GatewayExecutionResult {
  const sources = [...execution.record.sources].map(([database, asOf]) => ({ database, asOf }));
  return {
    data,
    ...(errors.length === 0 ? {} : { errors }),
    extensions: { lienthong: { requestId, states, sources, cost } },
  };
}
