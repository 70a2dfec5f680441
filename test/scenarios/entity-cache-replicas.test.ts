import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSql } from '../../subgraphs/kit/fixture.ts';
import { ChangesNotTold, createChangeTeller } from '../../subgraphs/kit/index.ts';
import { CALLERS } from '../support/callers.ts';
import { type ChangeKeys, makeChangeKeys } from '../support/change-keys.ts';
import { changeableDatabases } from '../support/changeable-country.ts';
import { type OwnGateway, startOwnGateway } from '../support/own-gateway.ts';
import { PROFILE } from '../support/personas.ts';
import { HAS_REDIS, startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const SOON = { timeout: 20_000, interval: 10 };
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WARD = '00004';
const QUERY =
  'query ($personalId: PersonalId!) { citizen(personalId: $personalId) { permanentResidence { place { unit { name } } } } }';

describe.skipIf(!HAS_REDIS)('gateways that share a Redis', () => {
  const databases = changeableDatabases('catalogue');
  let folder: string;
  let keys: ChangeKeys;
  let redis: TestRedis;
  let wire: Wire;
  /** The one reaches Redis by a wire that can be cut; the other is a process of its own. */
  let here: TestSystem;
  let there: OwnGateway;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lien-thong-replicas-'));
    keys = await makeChangeKeys('catalogue');
    await writeFile(join(folder, 'keys.json'), JSON.stringify(keys.publicKeys));
    redis = await startTestRedis(8);
    wire = await wireTo(redis.url);
    const cache = {
      redis: { urls: [wire.url], isCluster: false },
      keys: undefined,
      localBytes: 1_000_000,
      changeKeys: keys.publicKeys,
    };
    here = await startTestSystem({ databases, config: { cache } });
    there = await replica();
  });

  beforeEach(async () => {
    await rename('Ba Đình');
    await vi.waitFor(() => tell(here.gatewayUrl), SOON);
    await untilTold(there.url, 'Ba Đình');
  });

  afterEach(() => wire.mend());

  afterAll(async () => {
    await there.stop();
    await here.stop();
    await wire.cut();
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  const replica = (environment: Readonly<Record<string, string>> = {}) =>
    startOwnGateway(here, {
      CACHE_REDIS_URL: redis.url,
      CHANGE_KEYS_FILE: join(folder, 'keys.json'),
      ...environment,
    });

  const rename = (name: string) =>
    runSql(
      databases['catalogue']?.ownerUrl ?? '',
      `update administrative_units set name = '${name}' where code = '${WARD}'`,
    );

  async function tell(gatewayUrl: string): Promise<void> {
    const privateKey = keys.privateKey('catalogue');
    const teller = await createChangeTeller({ database: 'catalogue', privateKey, gatewayUrl });
    await teller.tell([{ type: 'AdministrativeUnit', key: { code: WARD } }]);
  }

  /** What a gateway says, and the statements that it cost the catalogue. */
  async function ask(
    url: string,
    personalId = PROFILE,
  ): Promise<readonly [name: string | undefined, statements: number]> {
    here.clearStatements();
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await here.token(CALLERS.tax)}`,
        ...CALLERS.tax.headers,
      },
      body: JSON.stringify({ query: QUERY, variables: { personalId } }),
    });
    const [, name] = /"unit":\{"name":"([^"]*)"/.exec(await answer.text()) ?? [];
    return [name, here.statements.get('catalogue')?.length ?? 0];
  }

  const untilTold = (url: string, name: string) =>
    vi.waitFor(async () => expect((await ask(url))[0]).toBe(name), SOON);
  const untilKept = (url: string, name: string | undefined, personalId = PROFILE) =>
    vi.waitFor(async () => expect(await ask(url, personalId)).toEqual([name, 0]), SOON);

  async function residentsOfDifferentWards(): Promise<string[]> {
    const rows = await runSql(
      databases['population']?.ownerUrl ?? '',
      `select min(personal_id) as resident from citizens
       where protection_grade = 0 and death_or_missing_kind is null and permanent_commune_code <> '${WARD}'
       group by permanent_commune_code order by 1 limit 30`,
    );
    return rows.map(({ resident }) => String(resident));
  }

  it('tell what another one has read', async () => {
    const residents = await residentsOfDifferentWards();
    // Redis has a moment to answer and no more, and a machine may be busy: then it is the next resident's turn.
    await vi.waitFor(async () => {
      const resident = residents.pop() ?? '';
      const [name] = await ask(here.gatewayUrl, resident);
      await untilKept(here.gatewayUrl, name, resident);
      expect(await ask(there.url, resident)).toEqual([name, 0]);
    }, SOON);
  });

  it('tell all of what has changed, whichever of them the database told', async () => {
    for (const [index, url] of [here.gatewayUrl, there.url].entries()) {
      await untilKept(here.gatewayUrl, index === 0 ? 'Ba Đình' : 'Tên 0');
      await untilKept(there.url, index === 0 ? 'Ba Đình' : 'Tên 0');
      await rename(`Tên ${index}`);
      await tell(url);
      expect((await ask(url))[0]).toBe(`Tên ${index}`);
      await untilTold(here.gatewayUrl, `Tên ${index}`);
      await untilTold(there.url, `Tên ${index}`);
    }
  });

  it.each(['cut', 'freeze'] as const)('answer without Redis (%s), and never wrongly', async (fault) => {
    await untilKept(there.url, 'Ba Đình');
    await wire[fault]();
    expect((await ask(here.gatewayUrl))[0]).toBe('Ba Đình');
    await rename('Tên mới');
    const refused = tell(here.gatewayUrl);
    await expect(refused).rejects.toThrow(ChangesNotTold);
    await expect(refused).rejects.toMatchObject({ code: 'CHANGE_NOT_TOLD' });
    // Who was told knows it all the same; the others will, when it is told again.
    expect((await ask(here.gatewayUrl))[0]).toBe('Tên mới');
    await wire.mend();
    await vi.waitFor(() => tell(here.gatewayUrl), SOON);
    await untilTold(there.url, 'Tên mới');
    await untilKept(here.gatewayUrl, 'Tên mới');
  });

  it('share nothing with one that has another graph', async () => {
    await untilKept(here.gatewayUrl, 'Ba Đình');
    const other = await replica({ SUPERGRAPH_FILE: await otherGraph() });
    try {
      const [name, statements] = await ask(other.url);
      expect(name).toBe('Ba Đình');
      expect(statements).toBeGreaterThan(0);
      await untilKept(other.url, 'Ba Đình');
    } finally {
      await other.stop();
    }
  });

  /** The same databases, one of which describes a field in other words. */
  async function otherGraph(): Promise<string> {
    const supergraph = await readFile(join(ROOT, 'supergraph.yaml'), 'utf8');
    for (const [, file = ''] of supergraph.matchAll(/file: (\S+)/g)) {
      const schema = await readFile(join(ROOT, file), 'utf8');
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), schema.replace('"Kind of unit (', '"What kind of unit it is ('));
    }
    await writeFile(join(folder, 'supergraph.yaml'), supergraph);
    return join(folder, 'supergraph.yaml');
  }
});
