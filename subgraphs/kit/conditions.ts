import type { VerifiedGrant } from '../../contract/access-grant.ts';
import { Refusal } from '../../contract/refusal.ts';
import {
  ASKS_CONDITIONS,
  type ConditionsQuestion,
  MAX_CONDITIONS,
  type PersonConditions,
  packConditions,
} from '../../contract/subject-conditions.ts';
import type { Database } from './database.ts';

/** Reads what holds for persons, one entry for each number in the order of the question, in one SQL statement. */
export type ConditionsReader<Tables> = (
  database: Database<Tables>,
  question: ConditionsQuestion,
  jurisdiction: VerifiedGrant['jurisdiction'],
) => Promise<readonly PersonConditions[]>;

/**
 * Answers the gateway's question about persons, packed, under a grant that allows it.
 * @throws Refusal `GRANT_INSUFFICIENT`, `BAD_REQUEST` or `TOO_MANY_KEYS`
 */
export async function answerConditions<Tables>(
  read: ConditionsReader<Tables>,
  database: Database<Tables>,
  grant: VerifiedGrant,
  body: unknown,
): Promise<readonly number[]> {
  if (!grant.elements.includes(ASKS_CONDITIONS)) {
    throw new Refusal('GRANT_INSUFFICIENT', 'The access grant does not cover this question.', {
      lacking: [{ coordinate: 'conditions', element: ASKS_CONDITIONS }],
    });
  }
  const question = toQuestion(body);
  if (question.personalIds.length > MAX_CONDITIONS) {
    throw new Refusal('TOO_MANY_KEYS', `personalIds: expected at most ${MAX_CONDITIONS} keys.`, {
      argument: 'personalIds',
      received: question.personalIds.length,
      expected: `at most ${MAX_CONDITIONS}`,
    });
  }
  return (await read(database, question, grant.jurisdiction)).map(packConditions);
}

function toQuestion(body: unknown): ConditionsQuestion {
  const { personalIds, officer, guardian } = (body ?? {}) as Partial<Record<string, unknown>>;
  if (!Array.isArray(personalIds) || !personalIds.every((key) => typeof key === 'string')) {
    throw new Refusal('BAD_REQUEST', 'personalIds: expected a list of texts.', { argument: 'personalIds' });
  }
  return {
    personalIds,
    ...(typeof officer === 'string' ? { officer } : {}),
    ...(typeof guardian === 'string' ? { guardian } : {}),
  };
}
