import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unexplained } from '../support/explained-gaps.ts';
import { type Fault, type FaultyProxy, openFaultyProxy } from '../support/faulty-proxy.ts';
import { type OwnGateway, startOwnGateway } from '../support/own-gateway.ts';
import { personaId } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

/** Citizens who ask for their own profile, each of whom has other records. */
const CITIZENS = [
  ...['profile', 'profile-spouse', 'divorced-remarried', 'ex-spouse', 'triple-owner'],
  ...['homonym-a', 'homonym-b', 'landless', 'widow', 'merged-commune'],
].map(personaId);
/** Connections of each of them. */
const CONNECTIONS = 4;
const DEADLINE_MS = 2_000;
/** What a busy machine may add to a deadline. */
const ALLOWANCE_MS = 3_000;
const FAULT_MS = 6_000;
const RECOVERY_MS = 20_000;
const MEGABYTE = 1024 * 1024;
/** What one fault may leave behind, when everything that is made once has been made. */
const GROWTH_BYTES = 12 * MEGABYTE;
/** Most connections of the gateway to one database. */
const POOL = 16;

const PROFILE = readFileSync(new URL('../operations/unified-profile.graphql', import.meta.url), 'utf8');

interface Client {
  readonly personalId: string;
  readonly authorization: string;
  readonly expected: Answer;
}

let system: TestSystem;
let redis: TestRedis | undefined;
let redisWire: Wire | undefined;
let gateway: OwnGateway;
const proxies = new Map<string, FaultyProxy>();
const clients: Client[] = [];
const agent = new Agent();

beforeAll(async () => {
  system = await startTestSystem();
  for (const name of ['land', 'population']) {
    proxies.set(name, await openFaultyProxy(system.subgraphUrl(name)));
  }
  if (HAS_REDIS) {
    redis = await startTestRedis(12);
    redisWire = await wireTo(redis.url);
  }
  gateway = await startOwnGateway(system, {
    DEADLINE_MS: String(DEADLINE_MS),
    CALL_TIMEOUT_MS: '500',
    LAND_URL: proxies.get('land')?.url ?? '',
    POPULATION_URL: proxies.get('population')?.url ?? '',
    ...(redisWire === undefined ? {} : { REDIS_URL: redisWire.url }),
  });
  for (const personalId of CITIZENS) {
    const authorization = `Bearer ${await system.token({ citizen: personalId })}`;
    const { answer } = await ask({ personalId, authorization });
    expect(answer.data).toMatchObject({ citizen: { personalId } });
    clients.push({ personalId, authorization, expected: answer });
  }
  await underLoad(async () => await setTimeout(3_000));
});

afterAll(async () => {
  await agent.close();
  await gateway.stop();
  for (const proxy of proxies.values()) await proxy.close();
  await redisWire?.cut();
  await redis?.stop();
  await system.stop();
});

interface Reply {
  readonly client: Pick<Client, 'personalId'>;
  readonly at: number;
  readonly ms: number;
  readonly answer: Answer;
}

async function ask(
  client: Pick<Client, 'personalId' | 'authorization'>,
  signal?: AbortSignal,
): Promise<Reply> {
  const at = performance.now();
  const { statusCode, body } = await request(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: client.authorization },
    body: JSON.stringify({ query: PROFILE, variables: { personalId: client.personalId } }),
    dispatcher: agent,
    ...(signal === undefined ? {} : { signal }),
  });
  const { data, errors = [], extensions = {} } = (await body.json()) as Partial<Answer>;
  return { client, at, ms: performance.now() - at, answer: { status: statusCode, data, errors, extensions } };
}

/** Everybody asks again and again while something happens; what they were told. */
async function underLoad(happening: () => Promise<void>): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  let isOver = false;
  const asking = clients.flatMap((client) =>
    Array.from({ length: CONNECTIONS }, async () => {
      while (!isOver) replies.push(await ask(client));
    }),
  );
  await happening();
  isOver = true;
  await Promise.all(asking);
  return replies;
}

/** What of replies is neither what these citizens were told before nor explained by a database that did not answer. */
function wrongIn(replies: readonly Reply[], codes: readonly string[]): readonly string[] {
  return replies.flatMap(({ client, answer }) => {
    const expected = clients.find(({ personalId }) => personalId === client.personalId)?.expected;
    return expected === undefined ? ['nobody'] : unexplained(answer, expected, codes);
  });
}

const isWhole = (reply: Reply): boolean => wrongIn([reply], []).length === 0;

/** Fulfilled when each citizen is told everything again. */
async function recovered(): Promise<number> {
  const began = performance.now();
  for (;;) {
    const replies = await Promise.all(clients.map((client) => ask(client)));
    if (replies.every(isWhole)) return performance.now() - began;
    expect(performance.now() - began).toBeLessThan(RECOVERY_MS);
  }
}

function say(what: string, replies: readonly Reply[], facts: string): void {
  const sorted = replies.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  const whole = replies.filter(isWhole).length;
  const times = `${at(0.5)} ms median, ${at(0.99)} ms p99, ${at(1)} ms at most`;
  process.stdout.write(`${what}: ${replies.length} replies, ${whole} whole, ${times}; ${facts}\n`);
}

/** Lets something happen under load; proves that nobody waits, is told what is not theirs, or leaves memory behind. */
async function prove(
  what: string,
  codes: readonly string[],
  happening: () => Promise<void>,
  mend: () => Promise<void>,
): Promise<readonly Reply[]> {
  const before = await gateway.memory();
  const replies = await underLoad(happening);
  await mend();
  const back = await recovered();
  const growth = (await gateway.memory()) - before;
  say(what, replies, `whole again after ${back.toFixed(0)} ms, ${(growth / MEGABYTE).toFixed(1)} MiB more`);
  expect(new Set(wrongIn(replies, codes))).toEqual(new Set());
  expect(Math.max(...replies.map(({ ms }) => ms))).toBeLessThan(DEADLINE_MS + ALLOWANCE_MS);
  expect(growth).toBeLessThan(GROWTH_BYTES);
  for (const open of Object.values(await gateway.sockets())) expect(open).toBeLessThanOrEqual(POOL);
  return replies;
}

const FAULTS = ['slow', 'dead', 'half-dead', 'half an answer', 'wrong length', 'mixed up'] as const;

describe.each(['land', 'population'])('under load, the database %s', (database) => {
  const proxy = (): FaultyProxy => proxies.get(database) ?? ({} as FaultyProxy);

  it.each(FAULTS)(
    'may be %s: nobody hangs, and nobody is told what is not theirs',
    {
      timeout: 120_000,
    },
    async (fault: Fault) => {
      // Whose records are mixed up is somebody whom the citizen may not read.
      const codes =
        fault === 'mixed up' ? ['SOURCE_UNAVAILABLE', 'SUBJECT_WITHHELD'] : ['SOURCE_UNAVAILABLE'];
      const replies = await prove(
        `${database} ${fault}`,
        codes,
        async () => {
          await setTimeout(1_000);
          await proxy().become(fault);
          await setTimeout(FAULT_MS);
        },
        () => proxy().become('none'),
      );
      expect(replies.some(isWhole)).toBe(true);
      if (fault !== 'slow') expect(replies.some((reply) => !isWhole(reply))).toBe(true);
    },
  );
});

describe('under load, clients', () => {
  it('may go away: everybody else is told everything', { timeout: 120_000 }, async () => {
    let isOver = false;
    let gone = 0;
    const leave = async (client: Client, turn: number): Promise<void> => {
      for (let round = 0; !isOver; round += 1) {
        const impatient = AbortSignal.timeout(1 + ((turn * 7 + round * 3) % 60));
        await ask(client, impatient).catch(() => {
          gone += 1;
        });
      }
    };
    let leaving: readonly Promise<void>[] = [];
    const replies = await prove(
      'clients that go away',
      [],
      async () => {
        leaving = clients.map(leave);
        await setTimeout(FAULT_MS);
        isOver = true;
      },
      async () => void (await Promise.all(leaving)),
    );
    expect(gone).toBeGreaterThan(100);
    expect(replies.every(isWhole)).toBe(true);
  });
});

describe.skipIf(!HAS_REDIS)('under load, Redis', () => {
  it.each([
    ['cut off', async () => await redisWire?.cut()],
    ['silent', async () => redisWire?.freeze()],
  ])('may be %s: everybody is told everything', { timeout: 120_000 }, async (how, end) => {
    const replies = await prove(
      `Redis ${how}`,
      [],
      async () => {
        await setTimeout(1_000);
        await end();
        await setTimeout(FAULT_MS);
      },
      async () => await redisWire?.mend(),
    );
    expect(replies.every(isWhole)).toBe(true);
  });
});
