import { today } from '../contract/calendar.ts';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { Refusal } from '../contract/refusal.ts';
import type { Governance } from '../governance/index.ts';
import type { ExecutionContext } from './execution/index.ts';
import { type Caller, callerUnder } from './identity/index.ts';
import { type RunningPolicy, stillStands } from './policy/index.ts';

/** What knowing the policy in force needs. */
export interface StandingParts {
  readonly policy: RunningPolicy;
  /** The clock: with the day, an agreement's first or last one comes. */
  readonly now: () => Date;
}

/** A request with the one version of the agreements under which it is decided. */
export interface DecidedRequest extends ExecutionContext {
  governance: Governance;
  caller: Caller;
  execution: ExecutionContext['execution'];
}

/** Runs of one request: the first, and two more for a policy that changes while it runs. */
const MOST_RUNS = 3;

/** Whether the policy under which a request was decided holds at this moment. */
export function stands({ policy, now }: StandingParts, { caller }: Pick<DecidedRequest, 'caller'>): boolean {
  return stillStands(caller, policy.current(), today(now()));
}

/**
 * Answers under the policy that holds when the answer is ready. A request whose policy changed, or whose agreement
 * ended with the day, is decided and run again from its beginning: nothing of the former run is released, and no
 * request is dropped.
 *
 * @param answer one whole run; `undefined` when the policy did not stand until its end
 * @throws GraphQLError `POLICY_CHANGED` when it changed again and again, and whatever the request lacks by now
 */
export async function answerWhileStanding<Answer>(
  parts: StandingParts,
  request: DecidedRequest,
  answer: () => Promise<Answer | undefined>,
): Promise<Answer> {
  for (let run = 0; run < MOST_RUNS; run += 1) {
    const answered = await answer();
    if (answered !== undefined) return answered;
    renew(parts, request);
  }
  throw toGraphQLError(
    new Refusal('POLICY_CHANGED', 'The agreements changed again and again while the request ran.'),
  );
}

/** Puts the request back to its beginning, under the policy in force. */
function renew({ policy, now }: StandingParts, request: DecidedRequest): void {
  request.governance = policy.current();
  request.caller = callerUnder(request.caller, request.governance, today(now()));
  if (request.caller.lacks !== undefined) throw toGraphQLError(request.caller.lacks);
  request.execution = {
    request: {
      ...request.execution.request,
      policy: request.caller.policy,
      gate: undefined,
      asked: new Set(),
    },
    record: { sources: new Map(), failures: [] },
  };
}
