import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compiled, entitiesOf, fetchOf, parallel, sequence } from './plan.fixture.ts';
import { type DatabaseAnswer, type DatabaseCall, runPlan } from './run-plan.ts';

const AN = { __typename: 'Citizen', personalId: '1' };
const BINH = { __typename: 'Citizen', personalId: '2' };

/** `b` is asked for two places; for the second one, `c` must have answered. */
const PLAN = compiled(
  sequence(
    fetchOf('a', '{ me { __typename personalId spouse { __typename personalId } } }'),
    parallel(
      entitiesOf('b', 'me', '... on Citizen { name }'),
      sequence(
        entitiesOf('c', 'me', '... on Citizen { age }'),
        entitiesOf('b', 'me.spouse', '... on Citizen { name }'),
      ),
    ),
  ),
);

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

/** Runs the plan; `a` and `b` answer at once, `c` when the test says so. */
function running() {
  const asked: { readonly database: string; readonly sent: readonly unknown[] }[] = [];
  let answerC: (answer: DatabaseAnswer) => void = () => undefined;
  const call = async ({ call: { database }, representations }: DatabaseCall): Promise<DatabaseAnswer> => {
    const sent = [...representations.values()].flat();
    asked.push({ database, sent });
    if (database === 'a') return { data: { me: { ...AN, spouse: { ...BINH } } }, errors: [] };
    if (database === 'b') return { data: { _entities: sent.map(() => ({ name: 'N' })) }, errors: [] };
    return await new Promise((resolve) => {
      answerC = resolve;
    });
  };
  const result = runPlan(PLAN, {}, call);
  return { asked, result, answer: () => answerC({ data: { _entities: [{ age: 7 }] }, errors: [] }) };
}

const WHOLE = { me: { ...AN, name: 'N', age: 7, spouse: { ...BINH, name: 'N' } } };

/** Lets everything happen that waits for nobody. */
const quiet = () => new Promise((resolve) => setImmediate(resolve));

describe('a call for two places, one of which must wait', () => {
  it('is made once when the wait is short', async () => {
    const { asked, result, answer } = running();
    await quiet();
    vi.advanceTimersByTime(24);
    await quiet();
    expect(asked.map(({ database }) => database)).toEqual(['a', 'c']);
    answer();
    expect((await result).data).toEqual(WHOLE);
    expect(asked.slice(2)).toEqual([{ database: 'b', sent: [AN, BINH] }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is made for the other one when it is long, and again when it is over', async () => {
    const { asked, result, answer } = running();
    await quiet();
    vi.advanceTimersByTime(25);
    await quiet();
    expect(asked.slice(2)).toEqual([{ database: 'b', sent: [AN] }]);
    answer();
    expect((await result).data).toEqual(WHOLE);
    expect(asked.slice(3)).toEqual([{ database: 'b', sent: [BINH] }]);
  });
});
