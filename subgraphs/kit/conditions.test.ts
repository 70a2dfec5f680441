import { describe, expect, it } from 'vitest';
import {
  ASKS_CONDITIONS,
  type ConditionsQuestion,
  MAX_CONDITIONS,
  UNKNOWN_PERSON,
  unpackConditions,
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
    const answer = await answerConditions(read, NO_DATABASE, grant, [body])[0];
    return { answers: answer?.conditions.length, asked };
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

  it('is refused about a number that no database takes, which would fail the statement of all', async () => {
    expect(await askedWith({ personalIds: [`${ANN}\0`] })).toEqual({ code: 'BAD_REQUEST', asked: [] });
    expect(await askedWith({ personalIds: [ANN] })).toMatchObject({ answers: 1 });
  });
});

describe('several questions at once', () => {
  const [BEN, CHI] = ['901090000002', '901188000003'];
  /** Ann is known, Ben has died, and whoever is close to the officer is so by the officer's number. */
  const read: ConditionsReader<object> = async (_database, question) => {
    asked.push(question);
    return question.personalIds.map((key) => ({
      ...UNKNOWN_PERSON,
      known: key !== CHI,
      deceased: key === BEN,
      closeToOfficer: question.officer === key,
      minorOfGuardian: question.guardian !== undefined && key === ANN,
    }));
  };
  let asked: ConditionsQuestion[] = [];
  const answersTo = async (...questions: readonly unknown[]) => {
    asked = [];
    const settled = await Promise.allSettled(answerConditions(read, NO_DATABASE, GRANT, questions));
    return settled.map((one) =>
      one.status === 'fulfilled'
        ? one.value.conditions.map(unpackConditions)
        : (one.reason as { code: string }).code,
    );
  };

  it('are one statement about everybody, and each gets its own answer in its own order', async () => {
    const questions = [{ personalIds: [ANN, BEN] }, { personalIds: [CHI, BEN, ANN] }, { personalIds: [] }];
    const together = await answersTo(...questions);
    expect(asked).toEqual([{ personalIds: [ANN, BEN, CHI] }]);
    const alone = [];
    for (const question of questions) alone.push(...(await answersTo(question)));
    expect(together).toEqual(alone);
    expect(together.map((one) => one.length)).toEqual([2, 3, 0]);
  });

  it('share nothing when they are asked for another officer or another guardian', async () => {
    const answers = await answersTo(
      { personalIds: [ANN], officer: ANN },
      { personalIds: [ANN], officer: BEN },
      { personalIds: [ANN], guardian: BEN },
      { personalIds: [ANN], officer: BEN, guardian: BEN },
      { personalIds: [BEN], officer: ANN },
    );
    const close = { known: true, closeToOfficer: true, deceased: false, minorOfGuardian: false };
    expect(answers).toMatchObject([
      [close],
      [{ ...close, closeToOfficer: false }],
      [{ ...close, closeToOfficer: false, minorOfGuardian: true }],
      [{ ...close, closeToOfficer: false, minorOfGuardian: true }],
      [{ ...close, closeToOfficer: false, deceased: true }],
    ]);
    expect(asked).toHaveLength(4);
  });

  it('fail alone', async () => {
    const many = new Array<string>(MAX_CONDITIONS + 1).fill(ANN);
    const answers = await answersTo({ personalIds: [ANN] }, { personalIds: [7] }, null, {
      personalIds: many,
    });
    expect(answers).toMatchObject([[{ known: true }], 'BAD_REQUEST', 'BAD_REQUEST', 'TOO_MANY_KEYS']);
    expect(asked).toEqual([{ personalIds: [ANN] }]);
  });

  it('are none of them answered when the register leaves somebody out', async () => {
    const short: ConditionsReader<object> = async () => [UNKNOWN_PERSON];
    const questions = [{ personalIds: [ANN] }, { personalIds: [BEN] }];
    const settled = await Promise.allSettled(answerConditions(short, NO_DATABASE, GRANT, questions));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
