import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../nation/random.ts';
import { essence, withheldIn } from '../support/essence.ts';
import {
  ASKED,
  governanceOfTwoReaches,
  LIMITED,
  protectedCountry,
  UNLIMITED,
} from '../support/protected-country.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** The long variant, with 10,000 pairs and their times, is test/deep/existence.deep.test.ts. */
const PAIRS = 300;

const country = protectedCountry(400);
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ databases: country.databases, governance: governanceOfTwoReaches() });
});

afterAll(() => system.stop());

const CALLERS: Readonly<Record<string, Asker>> = { 'an unlimited': UNLIMITED, 'a limited': LIMITED };

describe.each(Object.entries(CALLERS))('to %s caller', (_reach, caller) => {
  /** Asks about both of each pair, a few pairs at a time, and expects the same answer to the byte. */
  async function expectSame(query: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
    for (let from = 0; from < pairs.length; from += 10) {
      const answers = await Promise.all(
        pairs
          .slice(from, from + 10)
          .map((pair) =>
            Promise.all(pair.map(async (of) => essence(await system.ask(caller, query, { of }), of))),
          ),
      );
      for (const [found, none] of answers) expect(found).toBe(none);
    }
  }

  it(`each of ${PAIRS} protected persons is nobody, by number`, async () => {
    const persons = country.people.protected;
    const pairs = Array.from(
      { length: PAIRS },
      (_pair, index) => [persons[index % persons.length] ?? '', country.nobody()] as const,
    );
    await expectSame(ASKED['a number'], pairs);
  });

  it('each protected holder of an old card is nobody, by the number of the card', async () => {
    const cards = country.people.protectedOldCards.slice(0, 60);
    expect(cards.length).toBeGreaterThan(20);
    await expectSame(
      ASKED['an old card'],
      cards.map((card) => [card, country.noCard()] as const),
    );
  });

  it('a list with protected persons is a list with nobody in their places', async () => {
    const query = `query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { personalId outcome citizen {
      name { full } birthDate spouse { birthDate } } } }`;
    const random = createRandom(7);
    // Six in a row from anywhere: nobody twice.
    const pick = (from: readonly string[]) => {
      const first = random.integer(0, from.length - 6);
      return from.slice(first, first + 6);
    };
    for (let list = 0; list < 30; list += 1) {
      const [open, closed] = [pick(country.people.open), pick(country.people.protected)];
      const none = closed.map(() => country.nobody());
      const mixed = (hidden: readonly string[]) => open.flatMap((id, index) => [id, hidden[index] ?? '']);
      const [withProtected, withNobody] = await Promise.all(
        [closed, none].map(async (hidden) =>
          essence(await system.ask(caller, query, { ids: mixed(hidden) }), ...hidden),
        ),
      );
      expect(withProtected).toBe(withNobody);
    }
  });
});

describe('whoever is not protected', () => {
  it('is found by number, by both callers where both reach', async () => {
    const query =
      'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { outcome citizen { personalId } } }';
    const ids = country.people.open.slice(0, 100);
    const outcomes = async (caller: Asker) => {
      const { data } = await system.ask(caller, query, { ids });
      return (data as { citizens: { outcome: string }[] }).citizens.map(({ outcome }) => outcome);
    };
    expect(new Set(await outcomes(UNLIMITED))).toEqual(new Set(['FOUND']));
    expect(new Set(await outcomes(LIMITED))).toEqual(new Set(['FOUND', 'NOT_FOUND']));
  });

  it('is refused to the limited caller by the rule, which the unlimited one never hears', async () => {
    const of = country.people.protected[0];
    expect(withheldIn(await system.ask(LIMITED, ASKED['a number'], { of }))).toEqual([
      'citizen SUBJECT_WITHHELD jurisdiction',
    ]);
    expect(withheldIn(await system.ask(UNLIMITED, ASKED['a number'], { of }))).toEqual([]);
  });
});
