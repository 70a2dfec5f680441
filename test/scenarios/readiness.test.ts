import { afterEach, describe, expect, inject, it } from 'vitest';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

afterEach(() => system.stop());

describe('a gateway behind a load balancer', () => {
  it('is ready when the ledger can be written', async () => {
    system = await startTestSystem();
    expect(await probe('ready')).toEqual([200, { status: 'ready' }]);
    expect(await probe('live')).toEqual([200, { status: 'ok' }]);
  });

  it('is alive but not ready when it cannot: no answer could leave', async () => {
    const url = new URL(inject('ledger').servingUrl);
    url.port = '1';
    system = await startTestSystem({ ledgerUrl: url.href });
    expect(await probe('ready')).toEqual([503, { status: 'not-ready' }]);
    expect(await probe('live')).toEqual([200, { status: 'ok' }]);
  });
});

async function probe(kind: string): Promise<readonly [number, unknown]> {
  const response = await fetch(new URL(`/health/${kind}`, system.gatewayUrl));
  return [response.status, await response.json()];
}
