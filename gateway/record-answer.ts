import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { toGraphQLError } from '../contract/graphql-refusal.ts';
import { Refusal } from '../contract/refusal.ts';
import { SUBJECT_RULES } from '../contract/subject-pass.ts';
import type { PermittedOperation, RestoredAnswer } from './authorization/index.ts';
import { type AnswerRecord, askedBy, type Ledger, type WithheldElements } from './ledger/index.ts';
import type { DecidedRequest } from './standing-policy.ts';

/** What recording needs. */
export interface RecordingParts {
  readonly ledger: Ledger;
  readonly onFault: (error: unknown) => void;
}

/** What recording leaves with a request. */
export interface Recorded {
  /** Ids of the answers that were recorded for it. */
  readonly recorded: string[];
}

/** A request whose answer is recorded. */
type Incoming = GatewayGraphQLRequestContext<DecidedRequest & Recorded & { readonly requestId: string }>;

/**
 * Records what is about to be said, and what is not.
 *
 * @param code code of a refusal of the whole request, which counts as the rule that withheld
 * @throws GraphQLError `LEDGER_UNAVAILABLE`: what cannot be recorded is not released
 */
export async function recordAnswer(
  { ledger, onFault }: RecordingParts,
  { context, queryHash, operationName }: Incoming,
  outcome: AnswerRecord['outcome'],
  permitted: Pick<PermittedOperation, 'withheld' | 'searched'>,
  answer: RestoredAnswer,
  code?: string,
): Promise<void> {
  const { execution } = context;
  const subjects = answer.subjects.filter(({ elements }) => elements.size > 0);
  try {
    const id = await ledger.append({
      ...askedBy({ ...context, operationHash: queryHash, operationName }),
      outcome,
      searched: permitted.searched,
      matches: answer.subjects.length,
      subjects: subjects.map(({ type, key, elements }) => ({ type, key, elements: [...elements] })),
      withheld: withheldByRule(permitted, answer, code),
      databases: [...execution.record.sources.keys()],
    });
    context.recorded.push(id);
  } catch (error) {
    onFault(error);
    throw toGraphQLError(
      new Refusal('LEDGER_UNAVAILABLE', 'The answer could not be recorded, so it is not released.'),
    );
  }
}

/** Rules about fields with the elements that they withheld; rules about records, and of the whole request, without. */
function withheldByRule(
  { withheld }: Pick<PermittedOperation, 'withheld'>,
  { gaps }: RestoredAnswer,
  code: string | undefined,
): readonly WithheldElements[] {
  const byRule = new Map<string, Set<string>>();
  for (const { withholding } of withheld) {
    const known = byRule.get(withholding.rule) ?? new Set<string>();
    for (const element of withholding.lacking) known.add(element);
    byRule.set(withholding.rule, known);
  }
  const ofRecords = gaps.flatMap((gap) => (gap.state === 'withheld' ? [gap.withholding.rule] : []));
  const others = ofRecords.filter((rule) => SUBJECT_RULES.some((one) => one === rule));
  for (const rule of code === undefined ? others : [code, ...others]) {
    if (!byRule.has(rule)) byRule.set(rule, new Set());
  }
  return [...byRule].map(([rule, elements]) => ({ rule, elements: [...elements].sort() }));
}
