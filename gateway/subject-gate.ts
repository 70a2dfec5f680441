import type { PolicyGrant } from '../governance/index.ts';
import { limitedDatabases, subjectKeys } from './authorization/index.ts';
import type { ExecutionRequest, PlanRunner } from './execution/index.ts';

/** Which subjects of a result a limited caller may read. */
export type SubjectGate = (type: string, key: string) => boolean;

const EVERYONE: SubjectGate = () => true;

const READABLE = /* GraphQL */ `
  query ReadableCitizens($personalIds: [PersonalId!]!) {
    citizens(personalIds: $personalIds) { personalId outcome }
  }
`;

const CHUNK = 1_000;

/**
 * Asks the population database, in one call for all citizens of a result, which of them the caller's jurisdiction
 * covers; on a citizen's own token only that citizen passes. However a record was reached, by a look-up or along an
 * edge of another database, this is asked before anything of it is released. No answer means nobody passes.
 */
export async function readableSubjects(
  runner: PlanRunner,
  request: ExecutionRequest,
  result: unknown,
): Promise<SubjectGate> {
  const limited = limitedDatabases(request.policy);
  if (limited.size === 0) return EVERYONE;
  const { subject } = request;
  if (subject !== undefined) return (type, key) => type !== 'Citizen' || key === subject;
  const question = { ...request, policy: questionPolicy(request.policy) };
  const readable = await readableCitizens(runner, question, [...subjectKeys(result, 'personalId')]);
  return (type, key) => type !== 'Citizen' || readable.has(key);
}

const KEY = 'population.identity.personalId';
/** Kept with the policy, so that signed grants for the question are used again too. */
const questions = new WeakMap<PolicyGrant, PolicyGrant>();

/**
 * The grant of this one question: who of these lives in the jurisdiction? The agency's own terms for the population
 * database may be wider, or it may have none at all, while another database is limited.
 */
function questionPolicy(policy: PolicyGrant): PolicyGrant {
  const known = questions.get(policy);
  if (known !== undefined) return known;
  const own = [...policy.terms.values()].find(({ jurisdiction }) => jurisdiction !== 'national');
  if (own === undefined) return policy;
  const question: PolicyGrant = {
    ...policy,
    elements: new Set([KEY]),
    terms: new Map([['population', { ...own, subject: 'any' }]]),
  };
  questions.set(policy, question);
  return question;
}

async function readableCitizens(
  runner: PlanRunner,
  request: ExecutionRequest,
  personalIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const population = runner.database('population');
  if (population === undefined) return new Set();
  const chunks: (readonly string[])[] = [];
  for (let at = 0; at < personalIds.length; at += CHUNK) chunks.push(personalIds.slice(at, at + CHUNK));
  const answers = await Promise.all(
    chunks.map((chunk) => population.call(request, READABLE, { personalIds: chunk }).catch(() => undefined)),
  );
  return new Set(answers.flatMap((answer) => foundIds(answer?.data)));
}

function foundIds(data: Readonly<Record<string, unknown>> | null | undefined): readonly string[] {
  const outcomes = data?.['citizens'];
  if (!Array.isArray(outcomes)) return [];
  return outcomes.flatMap((item: { personalId?: unknown; outcome?: unknown }) =>
    item.outcome === 'FOUND' && typeof item.personalId === 'string' ? [item.personalId] : [],
  );
}
