import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBundle, sealBundle } from '../../gateway/policy/bundle.ts';
import { POLICY_KEY } from '../../gateway/policy/shared-bundle.ts';
import { CALLERS } from '../support/callers.ts';
import {
  type GovernanceFolder,
  governanceFolder,
  suspendedToday,
  TAX_FILE,
  taxAgreement,
} from '../support/governance-folder.ts';
import { PROFILE } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

/*
 * Somebody can write to Redis whatever they like: replace the bundle of the agreements, announce it, put an old one
 * back, take it away. They have no key of the gateway. What they want is that the tax department reads what it may not.
 */

const SOON = { timeout: 20_000, interval: 10 };
const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } birthDate } }`;
const NAME_ONLY = { citizen: { name: { full: 'Nguyễn Minh Quân' }, birthDate: null } };
const EVERYTHING = taxAgreement({ elements: ['population.identity.*'] });

describe.skipIf(!HAS_REDIS)('whoever can write to Redis', () => {
  let redis: TestRedis;
  let attacker: Redis;
  let folder: GovernanceFolder;
  let system: TestSystem;
  let genuine: string;

  beforeAll(async () => {
    redis = await startTestRedis(5);
    attacker = new Redis(redis.url);
    folder = await governanceFolder({ [TAX_FILE]: taxAgreement() });
    system = await startTestSystem({ config: { governanceDir: folder.dir, redisUrl: redis.url } });
  });

  beforeEach(async () => {
    await folder.write(TAX_FILE, taxAgreement());
    await vi.waitFor(async () => {
      expect((await system.ask(CALLERS.tax, QUERY)).data).toEqual(NAME_ONLY);
    }, SOON);
    genuine = (await attacker.get(POLICY_KEY)) ?? '';
  });

  afterAll(async () => {
    await system.stop();
    await folder.remove();
    attacker.disconnect();
    await redis.stop();
  });

  /** Puts a text there, and waits until the gateway has looked at it: it then takes the next honest version. */
  async function plant(text: string): Promise<void> {
    await attacker.multi().set(POLICY_KEY, text).publish(POLICY_KEY, '').exec();
  }

  /** The bundle as the gateway wrote it, with the tax department's file replaced and the seal left as it was. */
  const withMore = (): string => {
    const bundle = JSON.parse(genuine.slice(44)) as { serial: number; files: [string, string][] };
    const files = bundle.files.map(([name, text]) => [name, name === TAX_FILE ? EVERYTHING : text]);
    return `${genuine.slice(0, 43)}.${JSON.stringify({ ...bundle, serial: bundle.serial + 1, files })}`;
  };

  it.each([
    ['the genuine seal on other files', withMore],
    ['a seal made with another key', () => resealed('another key')],
    ['a seal made with an empty key', () => resealed('')],
    ['no seal', () => `.${withMore().slice(44)}`],
    ['nothing that is a bundle', () => 'population: all'],
  ])('grants nothing with %s', async (_what, forge) => {
    await plant(forge());
    const files = await governanceFolder({ [TAX_FILE]: taxAgreement() });
    const fresh = await startTestSystem({ config: { governanceDir: files.dir, redisUrl: redis.url } });
    for (const gateway of [system, fresh]) {
      const { data, errors } = await gateway.ask(CALLERS.tax, QUERY);
      expect(data).toEqual(NAME_ONLY);
      expect(errors[0]?.extensions.code).toBe('ELEMENT_WITHHELD');
    }
    await fresh.stop();
    await files.remove();
  });

  const resealed = (secret: string): string => {
    const { files, ...bundle } = JSON.parse(withMore().slice(44)) as {
      serial: number;
      version: string;
      history: string[];
      files: [string, string][];
    };
    const sealed = sealBundle(secret, { ...bundle, files: new Map(files) });
    expect(openBundle(secret, sealed)).toBeDefined();
    return sealed;
  };

  it('does not bring back what a suspension ended by putting the former bundle back', async () => {
    const before = genuine;
    await folder.write(TAX_FILE, taxAgreement(suspendedToday()));
    const isSuspended = async () =>
      expect((await system.ask(CALLERS.tax, QUERY)).data).toEqual({ citizen: null });
    await vi.waitFor(isSuspended, SOON);
    await plant(before);
    await vi.waitFor(async () => expect(await attacker.get(POLICY_KEY)).not.toBe(before), SOON);
    await isSuspended();
  });

  it('cannot keep honest replicas from their next version: what a gateway sealed is taken', async () => {
    await plant('population: all');
    await folder.write(TAX_FILE, EVERYTHING);
    await vi.waitFor(async () => {
      const { data } = await system.ask(CALLERS.tax, QUERY);
      expect(data).toEqual({
        citizen: { name: { full: 'Nguyễn Minh Quân' }, birthDate: expect.stringMatching(/^\d{4}/) },
      });
    }, SOON);
  });
});
