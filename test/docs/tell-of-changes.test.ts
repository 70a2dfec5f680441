import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangesNotTold, ChangeTeller } from '../../subgraphs/kit/index.ts';
import { blocksOf, followGuide } from '../support/guide.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

/** What the guide's `changes.ts` exports. */
interface Changes {
  vehicleTeller(options: { readonly privateKey: JWK; readonly gatewayUrl: string }): Promise<ChangeTeller>;
  tellOfVehicles(teller: ChangeTeller, plates: readonly string[]): Promise<void>;
}

const copy = followGuide();

afterAll(() => copy.remove());

describe('somebody who tells of changes as subgraphs/README.md says', () => {
  let changes: Changes;
  let ours: JWK;
  let others: JWK;
  let system: TestSystem;

  beforeAll(async () => {
    changes = (await import(join(copy.root, 'subgraphs/vehicles/changes.ts'))) as Changes;
    let publicKeys: JSONWebKeySet;
    [ours, publicKeys] = makeKeys();
    [others] = makeKeys();
    const cache = { redis: undefined, keys: undefined, localBytes: 1_000_000, changeKeys: publicKeys };
    system = await startTestSystem({ config: { cache } });
  });

  afterAll(() => system.stop());

  /** By the commands of the guide. */
  function makeKeys(): [JWK, JSONWebKeySet] {
    const guide = readFileSync(join(copy.root, 'subgraphs/README.md'), 'utf8');
    const [block] = blocksOf(guide).filter(({ label }) => label === 'keys');
    const lines = execFileSync('sh', ['-ec', block?.text ?? ''], { encoding: 'utf8' }).split('\n');
    return [JSON.parse(lines[0] ?? '') as JWK, JSON.parse(lines[1] ?? '') as JSONWebKeySet];
  }

  const tell = async (privateKey: JWK) => {
    const teller = await changes.vehicleTeller({ privateKey, gatewayUrl: system.gatewayUrl });
    await changes.tellOfVehicles(teller, ['00A-00001', '00A-00002']);
  };

  it('is heard', async () => {
    await expect(tell(ours)).resolves.toBeUndefined();
  });

  it('is not heard with another key, and is told so', async () => {
    const refusal = {
      name: 'ChangesNotTold',
      code: 'CHANGE_NOTICE_INVALID',
    } satisfies Partial<ChangesNotTold>;
    await expect(tell(others)).rejects.toMatchObject(refusal);
  });
});
