import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OwnGateway, startOwnGateway } from '../support/own-gateway.ts';
import { PROFILE } from '../support/personas.ts';
import { type SupergraphFolder, schemaFile, supergraphFolder } from '../support/supergraph-folder.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const CHANGES = 60;
/** After these, everything that is made once has been made. */
const WARM = 20;
/** Clients that ask all the time. */
const CLIENTS = 4;
/** Most connections of one generation to one database. */
const POOL = 16;
/** What forty changes may take: a generation that stayed would alone take more. */
const GROWTH_BYTES = 8 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
const SOON = { timeout: 120_000, interval: 50 };

const POPULATION = schemaFile('population');
const AGE = 'Completed years of age (tuổi)';
const profile = readFileSync(new URL('../operations/unified-profile.graphql', import.meta.url), 'utf8');

let system: TestSystem;
let files: SupergraphFolder;
let gateway: OwnGateway;
let authorization: string;
let original: string;
const agent = new Agent();

beforeAll(async () => {
  system = await startTestSystem();
  files = await supergraphFolder();
  original = await files.read(POPULATION);
  expect(original).toContain(AGE);
  gateway = await startOwnGateway(system, { SUPERGRAPH_FILE: files.file });
  authorization = `Bearer ${await system.token({ citizen: PROFILE })}`;
});

afterAll(async () => {
  await agent.close();
  await gateway.stop();
  await files.remove();
  await system.stop();
});

interface Reply {
  readonly status: number;
  readonly ms: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly unknown[] };
}

async function ask(query: string, variables: object = {}): Promise<Reply> {
  const began = performance.now();
  const { statusCode: status, body } = await request(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
    dispatcher: agent,
  });
  const answer = (await body.json()) as Reply['body'];
  return { status, ms: performance.now() - began, body: answer };
}

const askProfile = () => ask(profile, { personalId: PROFILE });

/** What the description of a field says in the graph that runs. */
async function described(): Promise<string> {
  const { body } = await ask('{ __type(name: "Citizen") { fields { name description } } }');
  const { __type } = body.data as {
    readonly __type: { readonly fields: readonly { readonly name: string; readonly description: string }[] };
  };
  return __type.fields.find(({ name }) => name === 'age')?.description ?? '';
}

async function change(number: number): Promise<void> {
  await files.write(POPULATION, original.replace(AGE, `Change ${number}. ${AGE}`));
  await vi.waitFor(async () => expect(await described()).toContain(`Change ${number}.`), SOON);
}

/** Nearest rank. */
const quantile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

describe('sixty new graphs while four clients ask for profiles', () => {
  it('fail no request, change no answer, and leave neither memory nor connections behind', {
    timeout: 1_800_000,
  }, async () => {
    const expected = await askProfile();
    expect(expected.status).toBe(200);
    expect(expected.body.data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
    let isOver = false;
    const times: number[] = [];
    const wrong: Reply[] = [];
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (!isOver) {
        const reply = await askProfile();
        times.push(reply.ms);
        const isSame =
          JSON.stringify([reply.body.data, reply.body.errors]) ===
          JSON.stringify([expected.body.data, expected.body.errors]);
        if (reply.status !== 200 || !isSame) wrong.push(reply);
      }
    });
    const memory = new Map<number, number>();
    const pauses: number[] = [];
    await gateway.pause();
    for (let number = 1; number <= CHANGES; number += 1) {
      await change(number);
      pauses.push(await gateway.pause());
      if (number % WARM !== 0) continue;
      memory.set(number, await gateway.memory());
      await gateway.pause();
      const open = await openToDatabases();
      say(
        `after ${number} changes: ${((memory.get(number) ?? 0) / MEGABYTE).toFixed(1)} MiB in use, connections to databases ${open.join(', ')}`,
      );
      // Those of the generation that runs, and at most those whose last requests are under way.
      expect(Math.max(...open)).toBeLessThanOrEqual(POOL);
      expect(Math.max(...open)).toBeGreaterThan(0);
    }
    isOver = true;
    await Promise.all(clients);
    const sorted = times.toSorted((a, b) => a - b);
    const longest = pauses.toSorted((a, b) => a - b);
    say(
      `${sorted.length} requests: ${quantile(sorted, 0.5)} ms median, ${quantile(sorted, 0.99)} ms p99, ${quantile(sorted, 1)} ms at most`,
    );
    say(`event loop at a change: ${quantile(longest, 0.5)} ms median, ${quantile(longest, 1)} ms at most`);
    expect(wrong.map(({ status, body }) => [status, body.errors])).toEqual([]);
    expect((memory.get(CHANGES) ?? 0) - (memory.get(WARM) ?? 0)).toBeLessThan(GROWTH_BYTES);
  });
});

/** Connections of the gateway to each database. */
async function openToDatabases(): Promise<readonly number[]> {
  const sockets = await gateway.sockets();
  const names = ['business', 'catalogue', 'civil-status', 'insurance', 'land', 'population'];
  return names.map((name) => sockets[new URL(system.subgraphUrl(name)).port] ?? 0);
}
