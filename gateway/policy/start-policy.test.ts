import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { edited, FIXTURE } from '../../governance/fixture.ts';
import type { GovernanceFiles } from '../../governance/index.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../../test/support/redis.ts';
import { createLog } from '../observability/index.ts';
import { openBundle, sealBundle } from './bundle.ts';
import type { RunningPolicy } from './running-policy.ts';
import { POLICY_KEY } from './shared-bundle.ts';
import { startPolicy } from './start-policy.ts';

const SOON = { timeout: 20_000, interval: 10 };
const SECRET = 'the key of this gateway';

/** The ward reads civil status for statistics; in the second version it does not, in the third it reads it again for less. */
const V1 = FIXTURE;
const V2 = edited('agreements/ward.yaml', '"TTHC:1.001193", "QLNN:STATISTICS"', '"TTHC:1.001193"');
const V3 = edited('agreements/ward.yaml', 'case: optional', 'case: required');
const BROKEN = edited('agreements/ward.yaml', 'jurisdiction: own', 'jurisdiction: everywhere');
const OTHER_DICTIONARY = edited(
  'dictionary/population.yaml',
  'class: sensitive, format: text',
  'class: basic, format: text',
);

interface Replica {
  readonly policy: RunningPolicy;
  readonly redis: Redis | undefined;
  readonly dir: string;
  /** Lines of its log. */
  readonly lines: Record<string, unknown>[];
  write(files: GovernanceFiles): Promise<void>;
  stop(): Promise<void>;
}

const replicas: Replica[] = [];

afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.stop();
});

async function writeFiles(dir: string, files: GovernanceFiles): Promise<void> {
  for (const [name, text] of files) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

async function replica(files: GovernanceFiles, url?: string): Promise<Replica> {
  const dir = await mkdtemp(join(tmpdir(), 'lien-thong-policy-'));
  await writeFiles(dir, files);
  const lines: Record<string, unknown>[] = [];
  const log = createLog(
    'info',
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        done();
      },
    }),
  );
  const redis =
    url === undefined ? undefined : new Redis(url, { enableOfflineQueue: false, retryStrategy: () => 50 });
  redis?.on('error', () => undefined);
  const policy = await startPolicy({ dir, log, shared: redis && { redis, secret: SECRET } });
  const started: Replica = {
    policy,
    redis,
    dir,
    lines,
    write: (next) => writeFiles(dir, next),
    async stop() {
      await policy.stop();
      redis?.disconnect();
      await rm(dir, { recursive: true });
    },
  };
  replicas.push(started);
  return started;
}

/** What tells the versions apart. */
function versionIn({ policy }: Replica): string {
  const grant = policy.current().grantFor('WARD', 'QLNN:STATISTICS', '2026-06-01');
  if (!grant.elements.has('civil-status.birth.number')) return 'V2';
  return grant.caseRequired ? 'V3' : 'V1';
}

const soon = (one: Replica, version: string) => vi.waitFor(() => expect(versionIn(one)).toBe(version), SOON);
const said = ({ lines }: Replica, message: string) => lines.filter(({ msg }) => msg === message);

describe('one gateway with its files', () => {
  it('takes a new version, and tells who listens until they stop', async () => {
    const one = await replica(V1);
    const heard: string[] = [];
    const stopListening = one.policy.onChange(({ version }) => heard.push(version));
    const before = one.policy.current();
    await one.write(V2);
    await soon(one, 'V2');
    expect(heard).toEqual([one.policy.current().version]);
    expect(before.grantFor('WARD', 'QLNN:STATISTICS', '2026-06-01').elements.size).toBeGreaterThan(1);
    stopListening();
    await one.write(V1);
    await soon(one, 'V1');
    expect(heard).toHaveLength(1);
  });

  it('refuses a version with problems as a whole, with file and line, and takes the next good one', async () => {
    const one = await replica(V1);
    const before = one.policy.current();
    await one.write(BROKEN);
    await vi.waitFor(() => expect(said(one, 'policy refused')).toHaveLength(1), SOON);
    expect(JSON.stringify(said(one, 'policy refused'))).toMatch(/agreements\/ward\.yaml:10: found/);
    expect(one.policy.current()).toBe(before);
    await one.write(V3);
    await soon(one, 'V3');
  });

  it('refuses another dictionary, which needs a restart', async () => {
    const one = await replica(V1);
    const before = one.policy.current();
    await one.write(OTHER_DICTIONARY);
    await vi.waitFor(() => expect(said(one, 'policy refused')).toHaveLength(1), SOON);
    expect(said(one, 'policy refused')[0]?.['reason']).toMatch(/dictionary\/ .* restart/);
    expect(one.policy.current()).toBe(before);
  });

  it('does not start on files with problems', async () => {
    await expect(replica(BROKEN)).rejects.toThrow('ward.yaml:10');
  });
});

describe.skipIf(!HAS_REDIS)('replicas with one Redis', () => {
  let redis: TestRedis;
  let direct: Redis;

  beforeAll(async () => {
    redis = await startTestRedis(1);
    direct = new Redis(redis.url);
  });

  beforeEach(() => direct.flushdb());

  afterAll(async () => {
    direct.disconnect();
    await redis.stop();
  });

  const bundle = async () => openBundle(SECRET, (await direct.get(POLICY_KEY)) ?? '');

  it('share what the files of one of them say', async () => {
    const [one, two] = [await replica(V1, redis.url), await replica(V1, redis.url)];
    expect(await bundle()).toMatchObject({ serial: 1, version: one.policy.current().version, history: [] });
    await one.write(V2);
    await soon(two, 'V2');
    expect(two.policy.current()).not.toBe(one.policy.current());
    expect(two.policy.current().version).toBe(one.policy.current().version);
  });

  it('that start with files from before take what is in force', async () => {
    const one = await replica(V1, redis.url);
    await one.write(V2);
    await vi.waitFor(async () => expect((await bundle())?.serial).toBe(2), SOON);
    const behind = await replica(V1, redis.url);
    expect(versionIn(behind)).toBe('V2');
    expect(versionIn(one)).toBe('V2');
  });

  it('that start with new files publish them', async () => {
    const one = await replica(V1, redis.url);
    const next = await replica(V3, redis.url);
    await soon(one, 'V3');
    expect(versionIn(next)).toBe('V3');
  });

  it('go back when the files of one that runs go back', async () => {
    const [one, two] = [await replica(V1, redis.url), await replica(V1, redis.url)];
    await one.write(V2);
    await soon(two, 'V2');
    await one.write(V1);
    await soon(two, 'V1');
  });

  it('are not turned back by files that arrive late', async () => {
    const [one, late] = [await replica(V1, redis.url), await replica(V1, redis.url)];
    await one.write(V2);
    await soon(late, 'V2');
    await one.write(V3);
    await soon(late, 'V3');
    await late.write(V2);
    await vi.waitFor(
      () => expect(said(late, 'policy files are behind the version in force')).toHaveLength(1),
      SOON,
    );
    expect([versionIn(one), versionIn(late)]).toEqual(['V3', 'V3']);
  });

  it('publish a version once, whoever sees it first', async () => {
    const all = [await replica(V1, redis.url), await replica(V1, redis.url), await replica(V1, redis.url)];
    await Promise.all(all.map((one) => one.write(V2)));
    await Promise.all(all.map((one) => soon(one, 'V2')));
    await vi.waitFor(async () => expect((await bundle())?.serial).toBe(2), SOON);
    expect(all.flatMap((one) => said(one, 'policy published'))).toHaveLength(2);
  });

  it('put back what they have when Redis has lost it', async () => {
    const one = await replica(V1, redis.url);
    await one.write(V2);
    await vi.waitFor(async () => expect((await bundle())?.serial).toBe(2), SOON);
    await direct.flushdb();
    await vi.waitFor(async () => expect(await bundle()).toMatchObject({ serial: 3 }), SOON);
    expect(versionIn(await replica(V1, redis.url))).toBe('V2');
  });

  it('put back what they have when somebody brings a bundle from the past', async () => {
    const one = await replica(V1, redis.url);
    const past = (await direct.get(POLICY_KEY)) ?? '';
    await one.write(V2);
    await vi.waitFor(async () => expect((await bundle())?.serial).toBe(2), SOON);
    await direct.multi().set(POLICY_KEY, past).publish(POLICY_KEY, '').exec();
    await vi.waitFor(async () => expect((await bundle())?.serial).toBe(3), SOON);
    expect(versionIn(one)).toBe('V2');
  });

  it.each([
    ['with problems', BROKEN],
    ['with another dictionary', OTHER_DICTIONARY],
  ])('refuse a bundle %s, and take the next one', async (_what, files) => {
    const one = await replica(V1, redis.url);
    const before = one.policy.current();
    const sealed = sealBundle(SECRET, { serial: 2, version: 'x', history: [before.version], files });
    await direct.multi().set(POLICY_KEY, sealed).publish(POLICY_KEY, '').exec();
    await vi.waitFor(() => expect(said(one, 'policy refused')).toHaveLength(1), SOON);
    expect(one.policy.current()).toBe(before);
    await one.write(V2);
    await vi.waitFor(async () => expect((await bundle())?.serial).toBe(3), SOON);
    expect(versionIn(one)).toBe('V2');
  });

  it('refuse a bundle whose code lists are not theirs', async () => {
    const one = await replica(V1, redis.url);
    const sealed = sealBundle(SECRET, {
      serial: 2,
      version: 'not what these files make',
      history: [],
      files: V2,
    });
    await direct.multi().set(POLICY_KEY, sealed).publish(POLICY_KEY, '').exec();
    await vi.waitFor(() => expect(said(one, 'policy refused')[0]?.['reason']).toMatch(/code lists/), SOON);
    expect(versionIn(one)).toBe('V1');
  });

  it('find a bundle that was never announced', async () => {
    const [one, two] = [await replica(V1, redis.url), await replica(V1, redis.url)];
    const history = [one.policy.current().version];
    await one.stop();
    replicas.shift();
    const { version } = (await replica(V2)).policy.current();
    await direct.set(POLICY_KEY, sealBundle(SECRET, { serial: 2, version, history, files: V2 }));
    await soon(two, 'V2');
  });
});
