import { Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../nation/random.ts';
import {
  ASKED,
  governanceOfTwoReaches,
  LIMITED,
  protectedCountry,
  UNLIMITED,
} from '../support/protected-country.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';
import { compareTimes, timingLine } from '../support/timing.ts';

/** Pairs of each of the four ways to ask; and before them as many as it takes until everything is compiled. */
const PAIRS = Number(process.env['PAIRS'] ?? 10_000);
const WARM_UP = 300;
/** From here on times are told apart, as in side-channel practice (TVLA). */
const TOLD_APART = 4.5;
const TOKEN_EVERY = 250;

const country = protectedCountry(2_000);
const random = createRandom(11);
let system: TestSystem;
let pool: Pool;

beforeAll(async () => {
  // No log and no counting of statements: both would be work that production does elsewhere.
  system = await startTestSystem({ databases: country.databases, governance: governanceOfTwoReaches() });
  pool = new Pool(new URL(system.gatewayUrl).origin, { connections: 1 });
});

afterAll(async () => {
  await pool.close();
  await system.stop();
});

interface Timed {
  readonly milliseconds: number;
  /** The whole body but the id of the request, the time of the data and the number asked for. */
  readonly said: string;
}

async function timed(token: string, query: string, of: string): Promise<Timed> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query, variables: { of } });
  const start = performance.now();
  const response = await pool.request({ path: '/graphql', method: 'POST', headers, body });
  const text = await response.body.text();
  const milliseconds = performance.now() - start;
  const said = text
    .replace(/"requestId":"[^"]*"/, '"requestId":""')
    .replaceAll(/"asOf":"[^"]*"/g, '"asOf":""')
    .replaceAll(of, 'NUMBER');
  return { milliseconds, said: `${response.statusCode} ${text.length} ${said}` };
}

/** Who asks and how, with those whom the caller must not find, and nobody. */
const WAYS: readonly (readonly [string, Asker, keyof typeof ASKED])[] = [
  ['an unlimited caller, by number', UNLIMITED, 'a number'],
  ['a limited caller, by number', LIMITED, 'a number'],
  ['an unlimited caller, by old card', UNLIMITED, 'an old card'],
  ['a limited caller, by old card', LIMITED, 'an old card'],
];

describe('protected persons and numbers that nobody has', () => {
  it.each(WAYS)(
    'cannot be told apart by %s, neither in content nor in time',
    { timeout: 3_600_000 },
    async (...way) => {
      const [what, caller, kind] = way;
      const { people, nobody, noCard } = country;
      const closed = kind === 'a number' ? people.protected : people.protectedOldCards;
      const none = kind === 'a number' ? nobody : noCard;
      const times: [number[], number[]] = [[], []];
      let token = '';
      for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
        if (token === '' || pair % TOKEN_EVERY === 0) token = await system.token({ ...caller });
        const numbers = [closed[random.integer(0, closed.length - 1)] ?? '', none()] as const;
        const order = random.chance(0.5) ? [0, 1] : [1, 0];
        const answers: [Timed | undefined, Timed | undefined] = [undefined, undefined];
        for (const which of order as (0 | 1)[])
          answers[which] = await timed(token, ASKED[kind], numbers[which]);
        expect(answers[0]?.said).toBe(answers[1]?.said);
        if (pair < 0) continue;
        for (const which of [0, 1] as const) times[which].push(answers[which]?.milliseconds ?? Number.NaN);
      }
      const compared = compareTimes(...times);
      process.stdout.write(timingLine(what, compared));
      expect(Math.abs(compared.t)).toBeLessThan(TOLD_APART);
      expect(Math.abs(compared.tOfFaster)).toBeLessThan(TOLD_APART);
    },
  );
});

describe('the measure itself', () => {
  it('tells apart somebody who may be read and nobody', { timeout: 600_000 }, async () => {
    const token = await system.token({ ...UNLIMITED });
    const times: [number[], number[]] = [[], []];
    for (let pair = 0; pair < 400; pair += 1) {
      const numbers = [country.people.open[pair % country.people.open.length] ?? '', country.nobody()];
      for (const [which, of] of numbers.entries()) {
        times[which as 0 | 1].push((await timed(token, ASKED['a number'], of)).milliseconds);
      }
    }
    const compared = compareTimes(...times);
    process.stdout.write(timingLine('somebody who may be read, and nobody', compared));
    expect(compared.tOfFaster).toBeGreaterThan(TOLD_APART);
  });
});
