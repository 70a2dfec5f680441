import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceWith } from '../support/governance.ts';
import { TAX_FILE, taxAgreement } from '../support/governance-folder.ts';
import { personaId } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

const [FIRST = '', SECOND = ''] = ['profile', 'widow'].map(personaId);
const GOVERNANCE = governanceWith({
  [TAX_FILE]: taxAgreement({ quota: { subjects: 3, per: 'day' }, elements: ['population.identity.*'] }),
});
/** Six in the evening in Viet Nam. */
const NOW = new Date('2026-11-23T11:00:00Z');

/** One request: status, headers, and the codes of its errors. */
async function send(system: TestSystem, { headers = {}, ...claims }: Asker, query: string) {
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token(claims)}`,
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions: Record<string, unknown> }[] };
  return { status: response.status, headers: response.headers, errors: errors.map((one) => one.extensions) };
}

const nameOf = (personalId: string) => `{ citizen(personalId: "${personalId}") { name { full } } }`;

describe('a client with four requests a minute', () => {
  let system: TestSystem;

  beforeAll(async () => {
    const config = { rateLimitPerMinute: 4 };
    system = await startTestSystem({ governance: GOVERNANCE, config, now: () => NOW });
  });

  afterAll(() => system.stop());

  it('is told what is left of its minute and of its quota, and then to wait', async () => {
    const first = await send(system, CALLERS.tax, nameOf(FIRST));
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-policy')).toBe(
      '"requests";q=4;w=60, "subjects-population";q=3;w=86400',
    );
    expect(first.headers.get('ratelimit')).toMatch(
      /^"requests";r=3;t=\d+, "subjects-population";r=2;t=21600$/,
    );
    expect(['limit', 'remaining', 'reset'].map((what) => first.headers.get(`ratelimit-${what}`))).toEqual([
      '3',
      '2',
      '21600',
    ]);
    const second = await send(system, CALLERS.tax, nameOf(SECOND));
    expect(second.headers.get('ratelimit')).toMatch(/"requests";r=2;.*"subjects-population";r=1;/);
    const nobody = await send(system, CALLERS.tax, '{ administrativeUnit(code: "00004") { fullName } }');
    expect(nobody.headers.get('ratelimit')).toMatch(/^"requests";r=1;t=\d+$/);
    // What is refused counts, too.
    expect((await send(system, CALLERS.tax, '{ nothing }')).headers.get('ratelimit-remaining')).toBe('0');

    system.clearStatements();
    const beyond = await send(system, CALLERS.tax, nameOf(FIRST));
    expect(beyond.status).toBe(429);
    expect(beyond.errors).toEqual([
      expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) }),
    ]);
    expect(beyond.headers.get('retry-after')).toBe(String(beyond.errors[0]?.['retryAfter']));
    expect(beyond.headers.get('ratelimit')).toMatch(/^"requests";r=0;t=\d+$/);
    expect([...system.statements.values()].flat()).toEqual([]);
  });

  it('takes nothing from others: another agency asks on', async () => {
    const other = await send(system, CALLERS.socialInsurance, nameOf(FIRST));
    expect([other.status, other.headers.get('ratelimit-remaining')]).toEqual([200, '3']);
  });
});

describe.skipIf(!HAS_REDIS)('two gateways with one Redis', () => {
  let redis: TestRedis;
  let systems: readonly TestSystem[] = [];

  beforeAll(async () => {
    redis = await startTestRedis(7);
    const config = { redisUrl: redis.url, rateLimitPerMinute: 20 };
    systems = await Promise.all([
      startTestSystem({ governance: GOVERNANCE, config }),
      startTestSystem({ governance: GOVERNANCE, config }),
    ]);
  });

  afterAll(async () => {
    await Promise.all(systems.map((system) => system.stop()));
    await redis.stop();
  });

  it('together let a client through as often as agreed', async () => {
    const answers = await Promise.all(
      systems.flatMap((system) =>
        Array.from({ length: 20 }, () => send(system, CALLERS.tax, '{ __typename }')),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });
});
