import type { FastifyRequest } from 'fastify';
import { today } from '../contract/calendar.ts';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { Refusal } from '../contract/refusal.ts';
import { type Caller, identifyCaller, type TokenVerifier } from './identity/index.ts';
import type { Log } from './observability/index.ts';
import type { RequestContext } from './pipeline.ts';
import type { RunningPolicy } from './policy/index.ts';
import { type RateLimits, type RateState, rateLimited, requestsState } from './quotas/index.ts';

/** What is needed to know who asks, and why. */
export interface ContextParts {
  readonly policy: RunningPolicy;
  /** The clock of agreements. */
  readonly now: () => Date;
  readonly tokens: TokenVerifier;
  readonly rateLimits: RateLimits;
  readonly log: Log;
}

/**
 * Token and headers become what the pipeline needs to know of one request.
 *
 * @throws GraphQLError with the code of a refusal, when nobody can be identified or the headers contradict each other
 */
export async function createContext(
  request: FastifyRequest,
  signal: AbortSignal,
  parts: ContextParts,
): Promise<RequestContext> {
  try {
    return await identified(request, signal, parts);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Whoever is turned away at the door appears nowhere else: the ledger records callers that are known.
    parts.log.info({ requestId: request.id, code: error.code }, 'refused');
    throw toGraphQLError(error);
  }
}

async function identified(
  request: FastifyRequest,
  signal: AbortSignal,
  parts: ContextParts,
): Promise<RequestContext> {
  const { policy: running, now, tokens } = parts;
  const requestId = request.id;
  const claims = await tokens.verify(request.headers.authorization);
  const headers = {
    purpose: text(request, 'purpose'),
    officerId: text(request, 'officer-id'),
    caseId: text(request, 'case-id'),
    emergencyId: text(request, 'emergency-id'),
  };
  const governance = running.current();
  const caller = identifyCaller(claims, headers, governance, today(now()));
  const { policy, subject, officer, caseId } = caller;
  const requests = requestsState(await countRequest(caller, requestId, parts));
  return {
    requestId,
    governance,
    caller,
    onWithheld: onWithheld(text(request, 'on-withheld')),
    variables: {},
    recorded: [],
    limits: new Map([[requests.policy, requests]]),
    execution: {
      request: { requestId, policy, subject, officer, caseId, gate: undefined, asked: new Set(), signal },
      record: { sources: new Map(), failures: [] },
    },
  };
}

/** @throws GraphQLError `RATE_LIMITED` with its headers, for a request beyond the rate */
async function countRequest(
  caller: Caller,
  requestId: string,
  { rateLimits, log }: ContextParts,
): Promise<RateState> {
  const rate = await rateLimits.take(caller);
  if (rate.isWithin) return rate;
  log.info({ requestId, agency: caller.agency, client: caller.client, code: 'RATE_LIMITED' }, 'refused');
  throw rateLimited(rate);
}

function onWithheld(header: string | undefined): 'null' | 'reject' {
  if (header === undefined || header === 'null') return 'null';
  if (header === 'reject') return 'reject';
  throw new Refusal('BAD_REQUEST', `On-Withheld: received "${header}", expected "null" or "reject".`, {
    header: 'On-Withheld',
    expected: ['null', 'reject'],
  });
}

function text(request: FastifyRequest, header: string): string | undefined {
  const value = request.headers[header];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
