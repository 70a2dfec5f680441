import { describe, expect, it } from 'vitest';
import {
  ASKS_CONDITIONS,
  type ConditionsQuestion,
  MAX_CONDITIONS,
  UNKNOWN_PERSON,
} from '../../contract/subject-conditions.ts';
import { answerConditions, type ConditionsReader } from './conditions.ts';
import type { Database } from './database.ts';
import { FULL_GRANT } from './fixture.ts';

const ANN = '901195000001';
const GRANT = { ...FULL_GRANT, elements: [ASKS_CONDITIONS], jurisdiction: ['00004'], expiresAt: 0 };
/** Nothing is read here: the reader below answers by itself. */
const NO_DATABASE = {} as Database<object>;

/** What the reader was asked, or the code of the refusal. */
async function askedWith(body: unknown, grant = GRANT): Promise<unknown> {
  const asked: unknown[] = [];
  const read: ConditionsReader<object> = async (_database, question, jurisdiction) => {
    asked.push({ ...question, jurisdiction });
    return question.personalIds.map(() => UNKNOWN_PERSON);
  };
  try {
    const answers = await answerConditions(read, NO_DATABASE, grant, body);
    return { answers: answers.length, asked };
  } catch (error) {
    return { code: (error as { code: string }).code, asked };
  }
}

describe("the gateway's question about persons", () => {
  it('reaches the register with officer and guardian, within the jurisdiction of the grant', async () => {
    const question: ConditionsQuestion = { personalIds: [ANN], officer: '1', guardian: '2' };
    expect(await askedWith(question)).toEqual({
      answers: 1,
      asked: [{ ...question, jurisdiction: ['00004'] }],
    });
  });

  it('takes nothing else from the body: no jurisdiction of its own, no officer that is no text', async () => {
    expect(await askedWith({ personalIds: [ANN], jurisdiction: 'national', officer: 7 })).toEqual({
      answers: 1,
      asked: [{ personalIds: [ANN], jurisdiction: ['00004'] }],
    });
  });

  it('is refused under a grant for data, and allowed under one that names it', async () => {
    const body = { personalIds: [ANN] };
    const data = { ...GRANT, elements: ['population.identity.personalId'] };
    expect(await askedWith(body, data)).toEqual({ code: 'GRANT_INSUFFICIENT', asked: [] });
    expect(await askedWith(body)).toMatchObject({ answers: 1 });
  });

  it.each([undefined, null, 'x', {}, { personalIds: ANN }, { personalIds: [1] }, { personalIds: [null] }])(
    'is refused when it is %j',
    async (body) => {
      expect(await askedWith(body)).toEqual({ code: 'BAD_REQUEST', asked: [] });
    },
  );

  it('may be about ten thousand persons, and not about one more', async () => {
    const personalIds = new Array<string>(MAX_CONDITIONS).fill(ANN);
    expect(await askedWith({ personalIds })).toMatchObject({ answers: MAX_CONDITIONS });
    expect(await askedWith({ personalIds: [...personalIds, ANN] })).toEqual({
      code: 'TOO_MANY_KEYS',
      asked: [],
    });
  });
});
