import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type EmbeddedPostgres,
  type ProvisionedDatabase,
  provisionDatabase,
  startPostgres,
} from '../../embedded/index.ts';
import { readRows, type Verification, verifyLedger, withSnapshot } from '../../gateway/ledger/index.ts';
import { createRandom } from '../../nation/random.ts';
import { migrate } from '../../subgraphs/kit/index.ts';
import { type OwnGateway, startOwnGateway } from '../support/own-gateway.ts';
import { personaId } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const KILLS = 200;
const CITIZENS = ['profile', 'profile-spouse', 'triple-owner', 'widow', 'homonym-a', 'homonym-b'].map(
  personaId,
);
const CONNECTIONS = 2;
const LONGEST_LIFE_MS = 700;
const SOON = { timeout: 60_000, interval: 20 };
const QUERY = `query ($id: PersonalId!) {
  citizen(personalId: $id) { name { full } healthInsurance { validFrom } landRights { edges { node { form } } } }
}`;

let system: TestSystem;
let dataDir: string;
let postgres: EmbeddedPostgres;
let ledger: ProvisionedDatabase;
let gateway: OwnGateway;
const tokens = new Map<string, string>();
let agent = new Agent();
const random = createRandom(2026, 'ledger-kills');

beforeAll(async () => {
  system = await startTestSystem();
  dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-ledger-'));
  postgres = await startPostgres({ dataDir, durable: true });
  ledger = await provisionDatabase({
    adminUrl: postgres.adminUrl,
    name: 'ledger',
    secret: 'for the tests only',
    serving: 'append-only',
  });
  await migrate(ledger.ownerUrl, fileURLToPath(new URL('../../gateway/ledger/migrations', import.meta.url)));
  for (const citizen of CITIZENS) tokens.set(citizen, `Bearer ${await system.token({ citizen })}`);
  gateway = await openGateway();
});

afterAll(async () => {
  await agent.close();
  await gateway.stop();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
  await system.stop();
});

const openGateway = () =>
  startOwnGateway(system, { LEDGER_URL: ledger.servingUrl, LEDGER_HEAD_EVERY_MS: '200' });

/** Answers that clients have received whole, by request id. */
interface Received {
  readonly requestId: string;
  readonly citizen: string;
}

async function ask(citizen: string): Promise<Received | undefined> {
  const { statusCode, body } = await request(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: tokens.get(citizen) ?? '' },
    body: JSON.stringify({ query: QUERY, variables: { id: citizen } }),
    dispatcher: agent,
  });
  const answer = (await body.json()) as {
    readonly data?: { readonly citizen?: { readonly name?: unknown } | null } | null;
    readonly extensions?: { readonly lienthong?: { readonly requestId: string } };
  };
  if (statusCode !== 200 || answer.data?.citizen?.name === undefined) return undefined;
  return { requestId: answer.extensions?.lienthong?.requestId ?? '', citizen };
}

/** Clients ask without a pause until it is over; those whose answers fail ask again. */
function underLoad(received: Received[]): { readonly end: () => Promise<void> } {
  let isOver = false;
  const clients = CITIZENS.flatMap((citizen) =>
    Array.from({ length: CONNECTIONS }, async () => {
      while (!isOver) {
        const one = await ask(citizen).catch(() => undefined);
        if (one !== undefined) received.push(one);
        else await pause(20);
      }
    }),
  );
  return {
    async end() {
      isOver = true;
      await Promise.all(clients);
    },
  };
}

async function killGateway(): Promise<void> {
  await gateway.kill();
  gateway = await openGateway();
}

async function killPostgres(): Promise<void> {
  process.kill(await postmaster(), 'SIGKILL');
  await postgres.exited;
  const { port } = postgres;
  postgres = await startPostgres({ dataDir, durable: true, port });
}

/** The server's own process. */
async function postmaster(): Promise<number> {
  const client = new Client({ connectionString: postgres.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: string }>(
    "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid",
  );
  await client.end();
  return Number(rows[0]?.pid);
}

/** Each answer that arrived has an entry about its citizen, and none of them is said not to have arrived. */
async function expectRecorded(received: readonly Received[]): Promise<void> {
  const rows = await withSnapshot(ledger.servingUrl, (snapshot) =>
    snapshot.query<{ request_id: string; reads: number; missed: number }>(
      `select a.content->>'requestId' as request_id,
         (count(*) filter (where e.kind = 'read' and e.subject is not null))::int as reads,
         (count(*) filter (where e.kind = 'undelivered'))::int as missed
       from answers a join entries e on e.answer = a.id
       where a.content->>'requestId' = any($1) group by 1`,
      [received.map(({ requestId }) => requestId)],
    ),
  );
  const byId = new Map(rows.map((row) => [row.request_id, row]));
  for (const { requestId } of received) expect(byId.get(requestId)).toMatchObject({ missed: 0 });
  for (const { reads } of rows) expect(reads).toBeGreaterThanOrEqual(3);
}

async function verified(): Promise<Verification> {
  const { d: _private, ...publicKey } = system.secrets.ledgerKey.privateJwk;
  return await withSnapshot(ledger.servingUrl, (snapshot) =>
    verifyLedger({ rows: readRows(snapshot), keys: [publicKey] }),
  );
}

describe(`a ledger under load whose gateway and whose PostgreSQL are killed ${KILLS} times`, () => {
  it('has an entry for every answer that arrived, and is whole after each restart', {
    timeout: 3_600_000,
  }, async () => {
    let arrived = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const received: Received[] = [];
      const load = underLoad(received);
      await pause(random.integer(50, LONGEST_LIFE_MS));
      await (kill % 2 === 0 ? killGateway() : killPostgres());
      // Service resumes by itself.
      await vi.waitFor(async () => expect(await ask(CITIZENS[0] ?? '')).toBeDefined(), SOON);
      await load.end();
      await expectRecorded(received);
      const { findings, entries, heads } = await verified();
      expect(findings).toEqual([]);
      arrived += received.length;
      if (kill % 10 === 0) {
        process.stdout.write(
          `${kill}/${KILLS} kills, ${arrived} answers arrived, ${entries} entries under ${heads} heads\n`,
        );
      }
      await agent.close();
      agent = new Agent();
    }
    const marks = await withSnapshot(ledger.servingUrl, (snapshot) =>
      snapshot.query<{ answer: string; times: number }>(
        `select answer, count(*)::int as times from entries where kind = 'undelivered' group by 1`,
      ),
    );
    process.stdout.write(`${marks.length} answers are known not to have arrived\n`);
    expect(marks.filter(({ times }) => times !== 1)).toEqual([]);
  });
});
