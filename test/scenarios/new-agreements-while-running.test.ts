import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../gateway/observability/index.ts';
import { CALLERS } from '../support/callers.ts';
import {
  type GovernanceFolder,
  governanceFolder,
  suspendedToday,
  TAX_FILE,
  taxAgreement,
} from '../support/governance-folder.ts';
import { type HeldDatabase, holdDatabase } from '../support/held-database.ts';
import { PROFILE } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

const SOON = { timeout: 20_000, interval: 5 };
const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
const NAME = 'Nguyễn Minh Quân';

/** One gateway with the folder it follows and what it logged. */
interface Replica {
  readonly folder: GovernanceFolder;
  readonly system: TestSystem;
  readonly lines: { readonly msg: string; readonly time: number; readonly problems?: readonly string[] }[];
}

async function startReplica(redisUrl: string | undefined): Promise<Replica> {
  const folder = await governanceFolder({ [TAX_FILE]: taxAgreement() });
  const lines: Replica['lines'] = [];
  const log = createLog(
    'info',
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as Replica['lines'][number]);
        done();
      },
    }),
  );
  const system = await startTestSystem({ config: { governanceDir: folder.dir, redisUrl }, log });
  return { folder, system, lines };
}

const nameIn = ({ data }: Answer) =>
  (data?.['citizen'] as { readonly name?: { readonly full?: string } | null } | null | undefined)?.name?.full;

/** A client that asks one question after the other until it is told that it is over. */
function stream(replica: Replica, isOver: () => boolean): Stream {
  const asked: Asked[] = [];
  const ask = async (): Promise<void> => {
    while (!isOver()) {
      const at = Date.now();
      asked.push({ at, answer: await replica.system.ask(CALLERS.tax, QUERY) });
    }
  };
  return { replica, asked, ended: ask() };
}

interface Stream {
  readonly replica: Replica;
  readonly asked: readonly Asked[];
  readonly ended: Promise<void>;
}

interface Asked {
  readonly at: number;
  readonly answer: Answer;
}

const inForce = ({ lines }: Replica) => lines.filter(({ msg }) => msg === 'policy in force');

describe.skipIf(!HAS_REDIS)('two gateways and one Redis', () => {
  let redis: TestRedis;
  let one: Replica;
  let two: Replica;

  beforeAll(async () => {
    redis = await startTestRedis(3);
    one = await startReplica(redis.url);
    two = await startReplica(redis.url);
  });

  beforeEach(async () => {
    await one.folder.write(TAX_FILE, taxAgreement());
    await vi.waitFor(async () => {
      for (const { system } of [one, two]) expect(nameIn(await system.ask(CALLERS.tax, QUERY))).toBe(NAME);
    }, SOON);
    for (const { lines } of [one, two]) lines.length = 0;
  });

  afterAll(async () => {
    await Promise.all([one, two].map(({ system }) => system.stop()));
    await Promise.all([one, two].map(({ folder }) => folder.remove()));
    await redis.stop();
  });

  it('stop a suspended agreement at once, without dropping a request', async () => {
    let isOver = false;
    const streams = [one, one, one, two, two, two].map((replica) => stream(replica, () => isOver));
    await vi.waitFor(() => {
      for (const { asked } of streams) expect(asked.length).toBeGreaterThan(0);
    }, SOON);
    const changed = Date.now();
    await one.folder.write(TAX_FILE, taxAgreement(suspendedToday()));
    await vi.waitFor(() => {
      for (const replica of [one, two]) expect(inForce(replica)).toHaveLength(1);
    }, SOON);
    const counts = streams.map(({ asked }) => asked.length);
    await vi.waitFor(() => {
      for (const [index, { asked }] of streams.entries()) {
        expect(asked.length).toBeGreaterThan((counts[index] ?? 0) + 1);
      }
    }, SOON);
    isOver = true;
    await Promise.all(streams.map(({ ended }) => ended));

    for (const { replica, asked } of streams) {
      const taken = inForce(replica)[0]?.time ?? 0;
      // Both replicas, six clients and the databases share one processor here; alone it is a third of that.
      expect(taken - changed).toBeLessThan(3_000);
      expect(new Set(asked.map(({ answer }) => answer.status))).toEqual(new Set([200]));
      for (const { at, answer } of asked) {
        if (nameIn(answer) === NAME) expect(at).toBeLessThanOrEqual(taken);
        else expect(answer.errors[0]?.extensions).toMatchObject({ code: 'ELEMENT_WITHHELD' });
      }
      expect(asked.map(({ answer }) => nameIn(answer)).at(0)).toBe(NAME);
      expect(asked.map(({ answer }) => nameIn(answer)).at(-1)).toBeUndefined();
    }
  });

  it('keep what is in force when somebody deploys a broken version, and say what is wrong with it', async () => {
    await two.folder.write(TAX_FILE, taxAgreement({ jurisdiction: 'everywhere' }));
    await vi.waitFor(() => expect(two.lines.map(({ msg }) => msg)).toContain('policy refused'), SOON);
    const [refused] = two.lines.filter(({ msg }) => msg === 'policy refused');
    expect(refused?.problems?.join()).toMatch(/agreements\/gdt\.yaml:\d+: found jurisdiction/);
    for (const { system } of [one, two]) expect(nameIn(await system.ask(CALLERS.tax, QUERY))).toBe(NAME);
    await two.folder.write(TAX_FILE, taxAgreement());
  });

  it('grant what a new version grants', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } birthDate } }`;
    const before = await two.system.ask(CALLERS.tax, query);
    expect(before.errors.map(({ path }) => path)).toEqual([['citizen', 'birthDate']]);
    await one.folder.write(TAX_FILE, taxAgreement({ elements: ['population.identity.*'] }));
    await vi.waitFor(async () => expect((await two.system.ask(CALLERS.tax, query)).errors).toEqual([]), SOON);
  });
});

describe('one gateway with its files', () => {
  let replica: Replica;
  let population: HeldDatabase;

  beforeAll(async () => {
    replica = await startReplica(undefined);
    population = await holdDatabase(replica.system, 'population');
  });

  afterEach(() => population.release());

  afterAll(async () => {
    await replica.system.stop();
    await population.stop();
    await replica.folder.remove();
  });

  it('answers a request that waits for a database while nothing changes', async () => {
    const held = population.hold();
    const answer = replica.system.ask(CALLERS.tax, QUERY);
    await held;
    population.release();
    expect(nameIn(await answer)).toBe(NAME);
  });

  it('releases nothing to a request that runs while its agreement is suspended, and does not drop it', async () => {
    const held = population.hold();
    const answer = replica.system.ask(
      CALLERS.tax,
      `{ ${QUERY.slice(1, -1)} administrativeUnit(code: "00004") { fullName } }`,
    );
    await held;
    await replica.folder.write(TAX_FILE, taxAgreement(suspendedToday()));
    await vi.waitFor(() => expect(inForce(replica)).toHaveLength(1), SOON);
    population.release();
    const { status, data, errors } = await answer;
    expect(status).toBe(200);
    expect(data).toMatchObject({ administrativeUnit: { fullName: expect.stringContaining('Ba Đình') } });
    expect(nameIn({ data } as Answer)).toBeUndefined();
    expect(errors[0]?.extensions.code).toBe('ELEMENT_WITHHELD');
    await replica.folder.write(TAX_FILE, taxAgreement());
    await vi.waitFor(
      async () => expect(nameIn(await replica.system.ask(CALLERS.tax, QUERY))).toBe(NAME),
      SOON,
    );
  });
});
