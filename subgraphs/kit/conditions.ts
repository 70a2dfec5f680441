import type { VerifiedGrant } from '../../contract/access-grant.ts';
import { Refusal } from '../../contract/refusal.ts';
import {
  ASKS_CONDITIONS,
  type ConditionsAnswer,
  type ConditionsQuestion,
  MAX_CONDITIONS,
  type PersonConditions,
  packConditions,
  questionName,
} from '../../contract/subject-conditions.ts';
import type { Database } from './database.ts';

/** Reads what holds for persons, one entry for each number in the order of the question, in one SQL statement. */
export type ConditionsReader<Tables> = (
  database: Database<Tables>,
  question: ConditionsQuestion,
  jurisdiction: VerifiedGrant['jurisdiction'],
) => Promise<readonly PersonConditions[]>;

/**
 * Answers the gateway's questions about persons, packed, under a grant that allows them: one statement for all that
 * have the same officer and guardian. Each is answered, or rejected, alone.
 *
 * @returns an answer for each question, which rejects with Refusal `BAD_REQUEST` or `TOO_MANY_KEYS`
 * @throws Refusal `GRANT_INSUFFICIENT`
 */
export function answerConditions<Tables>(
  read: ConditionsReader<Tables>,
  database: Database<Tables>,
  grant: VerifiedGrant,
  questions: readonly unknown[],
): readonly Promise<ConditionsAnswer>[] {
  if (!grant.elements.includes(ASKS_CONDITIONS)) {
    throw new Refusal('GRANT_INSUFFICIENT', 'The access grant does not cover this question.', {
      lacking: [{ coordinate: 'conditions', element: ASKS_CONDITIONS }],
    });
  }
  const unions = new Map<string, Union>();
  const sent = questions.map((body) =>
    joined(body, unions, (question) => read(database, question, grant.jurisdiction)),
  );
  return sent.map(async (question) => {
    if (question instanceof Refusal) throw question;
    const found = await question.union.found();
    const { personalIds } = question.asked;
    return {
      of: questionName(question.asked),
      conditions: personalIds.flatMap((key) => found.get(key) ?? []),
    };
  });
}

type Read = (question: ConditionsQuestion) => Promise<readonly PersonConditions[]>;

/** The persons of all questions with one officer and one guardian. */
class Union {
  readonly personalIds = new Set<string>();
  readonly #read: (personalIds: readonly string[]) => Promise<readonly PersonConditions[]>;
  #found: Promise<ReadonlyMap<string, number>> | undefined;

  constructor(read: Read, asker: Omit<ConditionsQuestion, 'personalIds'>) {
    this.#read = (personalIds) => read({ ...asker, personalIds });
  }

  /** What holds for each of them, packed; read at the first call, when all have been named. */
  found(): Promise<ReadonlyMap<string, number>> {
    this.#found ??= this.#readAll();
    return this.#found;
  }

  async #readAll(): Promise<ReadonlyMap<string, number>> {
    const personalIds = [...this.personalIds];
    const conditions = await this.#read(personalIds);
    if (conditions.length !== personalIds.length)
      throw new Error('conditions: not one entry for each number');
    return new Map(conditions.map((each, index) => [personalIds[index] ?? '', packConditions(each)]));
  }
}

/** A question in the union where it belongs, or why it cannot be answered. */
function joined(
  body: unknown,
  unions: Map<string, Union>,
  read: Read,
): { readonly asked: ConditionsQuestion; readonly union: Union } | Refusal {
  const asked = toQuestion(body);
  if (asked instanceof Refusal) return asked;
  const { personalIds, ...asker } = asked;
  const name = JSON.stringify([asker.officer ?? null, asker.guardian ?? null]);
  const union = unions.get(name) ?? new Union(read, asker);
  unions.set(name, union);
  for (const key of personalIds) union.personalIds.add(key);
  return { asked, union };
}

function toQuestion(body: unknown): ConditionsQuestion | Refusal {
  const { personalIds, officer, guardian } = (body ?? {}) as Partial<Record<string, unknown>>;
  if (!Array.isArray(personalIds) || !personalIds.every(isKey)) {
    return new Refusal('BAD_REQUEST', 'personalIds: expected a list of texts.', { argument: 'personalIds' });
  }
  if (personalIds.length > MAX_CONDITIONS) {
    return new Refusal('TOO_MANY_KEYS', `personalIds: expected at most ${MAX_CONDITIONS} keys.`, {
      argument: 'personalIds',
      received: personalIds.length,
      expected: `at most ${MAX_CONDITIONS}`,
    });
  }
  return {
    personalIds,
    ...(typeof officer === 'string' ? { officer } : {}),
    ...(typeof guardian === 'string' ? { guardian } : {}),
  };
}

/** PostgreSQL has no text with a zero character, and would refuse the statement of all for it. */
function isKey(key: unknown): key is string {
  return typeof key === 'string' && !key.includes('\0');
}
