import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceWith } from '../support/governance.ts';
import { TAX_FILE, taxAgreement } from '../support/governance-folder.ts';
import { PROTECTED_THIRD, personaId } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const PERSONS = ['profile', 'profile-spouse', 'widow', 'divorced-remarried', 'ex-spouse'].map(personaId);
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = ''] = PERSONS;

/** One governance for each story, so that none finds what another has counted. */
const quotaOf = (subjects: number, per: 'day' | 'month') =>
  governanceWith({
    [TAX_FILE]: taxAgreement({ quota: { subjects, per }, elements: ['population.identity.*'] }),
  });

/** Whose name came back, and the rules by which the others were withheld. */
async function read(system: TestSystem, personalIds: readonly string[]) {
  const answers = await Promise.all(
    personalIds.map(async (personalId) => {
      const query = `{ citizen(personalId: "${personalId}") { name { full } } }`;
      const { status, data, errors } = await system.ask(CALLERS.tax, query);
      expect(status).toBe(200);
      const { name } = (data as { readonly citizen: { readonly name: object | null } | null }).citizen ?? {};
      return { personalId, isRead: name != null, rules: errors.map(({ extensions }) => extensions['rule']) };
    }),
  );
  return {
    named: answers.filter(({ isRead }) => isRead).map(({ personalId }) => personalId),
    rules: new Set(answers.filter(({ isRead }) => !isRead).flatMap(({ rules }) => rules)),
  };
}

describe('the tax department with a quota of two persons a day', () => {
  let system: TestSystem;
  let clock = new Date();

  beforeAll(async () => {
    system = await startTestSystem({ governance: quotaOf(2, 'day'), now: () => clock });
  });

  afterAll(() => system.stop());

  it('reads two, and those again, and nobody else; the next day it reads others', async () => {
    expect(await read(system, [FIRST])).toEqual({ named: [FIRST], rules: new Set() });
    expect(await read(system, [SECOND])).toEqual({ named: [SECOND], rules: new Set() });
    expect(await read(system, [THIRD])).toEqual({ named: [], rules: new Set(['quota']) });
    expect(await read(system, [FIRST, SECOND])).toEqual({ named: [FIRST, SECOND], rules: new Set() });
    clock = new Date(clock.getTime() + 86_400_000);
    expect(await read(system, [THIRD])).toEqual({ named: [THIRD], rules: new Set() });
  });

  it('does not use it up with persons whom it may not read, nor with public data', async () => {
    clock = new Date(clock.getTime() + 86_400_000);
    await read(system, [PROTECTED_THIRD, PROTECTED_THIRD]);
    await system.ask(CALLERS.tax, '{ administrativeUnit(code: "00004") { fullName } }');
    expect((await read(system, [FIRST, SECOND])).named).toEqual([FIRST, SECOND]);
  });

  it('is told what would suffice, and gets the rest of the answer', async () => {
    clock = new Date(clock.getTime() + 86_400_000);
    await read(system, [FIRST, SECOND]);
    const query = `{
      known: citizen(personalId: "${FIRST}") { name { full } }
      fourth: citizen(personalId: "${FOURTH}") { name { full } }
    }`;
    const { data, errors } = await system.ask(CALLERS.tax, query);
    expect(data).toMatchObject({ known: { name: { full: 'Nguyễn Minh Quân' } } });
    expect(JSON.stringify(data?.['fourth'])).not.toContain('full":"');
    expect(errors.map(({ path, extensions }) => [path?.[0], extensions.code, extensions['rule']])).toEqual([
      ['fourth', 'SUBJECT_WITHHELD', 'quota'],
    ]);
    expect(errors[0]?.extensions['wouldSuffice']).toContain('more subjects');
  });
});

describe.skipIf(!HAS_REDIS)('two gateways with one Redis', () => {
  let redis: TestRedis;
  let systems: readonly TestSystem[] = [];

  beforeAll(async () => {
    redis = await startTestRedis(6);
    const config = { redisUrl: redis.url };
    systems = await Promise.all([
      startTestSystem({ governance: quotaOf(3, 'month'), config }),
      startTestSystem({ governance: quotaOf(3, 'month'), config }),
    ]);
  });

  afterAll(async () => {
    await Promise.all(systems.map((system) => system.stop()));
    await redis.stop();
  });

  it('together let the agency read as many persons as agreed, whatever it asks at the same time', async () => {
    const answers = await Promise.all(
      systems.flatMap((system, index) => {
        const order = index === 0 ? PERSONS : PERSONS.toReversed();
        return [read(system, order), read(system, order), read(system, order)];
      }),
    );
    expect(new Set(answers.flatMap(({ named }) => named)).size).toBe(3);
    expect(new Set(answers.flatMap(({ rules }) => [...rules]))).toEqual(new Set(['quota']));
    const [first, ...others] = await Promise.all(systems.map((system) => read(system, PERSONS)));
    expect(first?.named).toHaveLength(3);
    for (const other of others) expect(other.named).toEqual(first?.named);
  });
});
