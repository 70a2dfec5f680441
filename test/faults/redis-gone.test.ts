import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { POLICY_KEY } from '../../gateway/policy/shared-bundle.ts';
import { CALLERS } from '../support/callers.ts';
import {
  type GovernanceFolder,
  governanceFolder,
  suspendedToday,
  TAX_FILE,
  taxAgreement,
} from '../support/governance-folder.ts';
import { PROFILE, PROTECTED_SPOUSE } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

const SOON = { timeout: 20_000, interval: 10 };
const NAME = 'Nguyễn Minh Quân';
const query = (personalId: string) => `{ citizen(personalId: "${personalId}") { name { full } } }`;
const ask = (system: TestSystem, personalId = PROFILE) => system.ask(CALLERS.tax, query(personalId));
const nameIn = ({ data }: Answer) =>
  (data?.['citizen'] as { readonly name?: { readonly full?: string } | null } | null | undefined)?.name?.full;

describe.skipIf(!HAS_REDIS)('Redis that is gone', () => {
  let redis: TestRedis;
  let direct: Redis;
  let wire: Wire;
  let here: { readonly folder: GovernanceFolder; readonly system: TestSystem };
  let elsewhere: typeof here;

  const start = async (redisUrl: string, agreement: string): Promise<typeof here> => {
    const folder = await governanceFolder({ [TAX_FILE]: agreement });
    const system = await startTestSystem({ config: { governanceDir: folder.dir, redisUrl } });
    return { folder, system };
  };
  const expectName = (system: TestSystem, name: string | undefined) =>
    vi.waitFor(async () => expect(nameIn(await ask(system))).toBe(name), SOON);

  beforeAll(async () => {
    redis = await startTestRedis(4);
    direct = new Redis(redis.url);
    wire = await wireTo(redis.url);
    here = await start(wire.url, taxAgreement());
    elsewhere = await start(redis.url, taxAgreement());
  });

  beforeEach(async () => {
    await here.folder.write(TAX_FILE, taxAgreement());
    await expectName(here.system, NAME);
    await expectName(elsewhere.system, NAME);
  });

  afterEach(() => wire.mend());

  afterAll(async () => {
    for (const { system, folder } of [here, elsewhere]) {
      await system.stop();
      await folder.remove();
    }
    direct.disconnect();
    await wire.cut();
    await redis.stop();
  });

  it('stops nothing and widens nothing: the gateway goes on with what it has', async () => {
    await wire.cut();
    expect(nameIn(await ask(here.system))).toBe(NAME);
    expect((await here.system.ask(CALLERS.withoutAgreement, query(PROFILE))).errors).not.toEqual([]);
  });

  it.each([
    ['cut off', () => wire.cut()],
    ['silent', async () => wire.freeze()],
  ])('and was %s: what another replica took meanwhile is taken when it is back', async (_how, end) => {
    await end();
    await elsewhere.folder.write(TAX_FILE, taxAgreement(suspendedToday()));
    await expectName(elsewhere.system, undefined);
    expect(nameIn(await ask(here.system))).toBe(NAME);
    await wire.mend();
    await expectName(here.system, undefined);
    await elsewhere.folder.write(TAX_FILE, taxAgreement());
    await expectName(here.system, NAME);
  });

  it('leaves the files: they are taken at once, and by everybody else when it is back', async () => {
    await wire.cut();
    await here.folder.write(TAX_FILE, taxAgreement(suspendedToday()));
    await expectName(here.system, undefined);
    expect(nameIn(await ask(elsewhere.system))).toBe(NAME);
    await wire.mend();
    await expectName(elsewhere.system, undefined);
  });

  it('does not keep a gateway from starting', async () => {
    await wire.cut();
    const late = await start(wire.url, taxAgreement());
    expect(nameIn(await ask(late.system))).toBe(NAME);
    await late.system.stop();
    await late.folder.remove();
  });

  it('leaves a quota uncounted, so nothing under it is released; whatever has no quota is', async () => {
    await here.folder.write(TAX_FILE, taxAgreement({ quota: { subjects: 1, per: 'month' } }));
    const isInForce = async () => expect(await direct.get(POLICY_KEY)).toContain('\\"per\\": \\"month\\"');
    await vi.waitFor(isInForce, SOON);
    expect(nameIn(await ask(here.system))).toBe(NAME);
    await wire.cut();
    const refused = await ask(here.system);
    expect([refused.status, refused.data]).toEqual([503, undefined]);
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'quotas' });
    const unlimited = await here.system.ask(CALLERS.socialInsurance, query(PROFILE));
    expect(nameIn(unlimited)).toBe(NAME);
    await wire.mend();
    await expectName(here.system, NAME);
    expect((await ask(here.system, PROTECTED_SPOUSE)).errors[0]?.extensions['rule']).toBe('quota');
  });
});
