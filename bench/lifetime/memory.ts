import { setTimeout } from 'node:timers/promises';
import { type Contestant, type RunningGateway, startGateway } from '../harness/gateways.ts';
import { usageOf } from '../harness/usage.ts';
import { type Load, startLoad } from '../load/driver.ts';

/** Memory of a gateway over the time of some mixed load. */
export interface Memory {
  readonly name: string;
  /** Before the first question. */
  readonly startMb: number;
  /** At equal steps, the last one at the end. */
  readonly stepsMb: readonly number[];
  readonly mostMb: number;
  /** All of them compared with the expected answer. */
  readonly answers: number;
  readonly failure: string | null;
}

/** A gateway with what it is asked. */
export interface Loaded {
  readonly contestant: Contestant;
  readonly asksFile: string;
  readonly countersPort: number;
}

/** Looks at the memory within one step: garbage comes and goes. */
const LOOKS = 10;
/** Steps that are told. */
export const STEPS = 5;
const CONNECTIONS = 16;

/** Puts all gateways under load at the same time, because only their memory is looked at. */
export async function measureMemory(loaded: readonly Loaded[], seconds: number): Promise<readonly Memory[]> {
  const gateways: RunningGateway[] = [];
  const loads: Load[] = [];
  try {
    for (const { contestant } of loaded) gateways.push(await startGateway(contestant));
    return await Promise.all(
      loaded.map(async (each, index) => {
        const gateway = gateways[index];
        if (gateway === undefined) throw new Error('A gateway was not started.');
        const load = startLoad();
        loads.push(load);
        return await measureOne(each, gateway, load, seconds);
      }),
    );
  } finally {
    for (const load of loads) load.stop();
    for (const { child } of gateways) child.stop();
  }
}

async function measureOne(
  { contestant: { name, headers }, asksFile, countersPort }: Loaded,
  { port, child }: RunningGateway,
  load: Load,
  seconds: number,
): Promise<Memory> {
  const startMb = usageOf(child.pid).residentMb;
  const running = load
    .run({
      ...{ port, path: '/graphql', headers, asksFile, connections: CONNECTIONS, seconds },
      ...{ gatewayPid: child.pid, others: {}, countersPort },
    })
    .catch((error: Error) => ({ answers: 0, wrong: 1, firstWrong: error.message }));
  const stepsMb: number[] = [];
  let mostMb = startMb;
  for (let step = 0; step < STEPS; step += 1) {
    const seen: number[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      await setTimeout((seconds * 1_000) / STEPS / LOOKS);
      seen.push(usageOf(child.pid).residentMb);
    }
    mostMb = Math.max(mostMb, ...seen);
    stepsMb.push(seen.reduce((sum, one) => sum + one, 0) / seen.length);
  }
  const { answers, wrong, firstWrong } = await running;
  return { name, startMb, stepsMb, mostMb, answers, failure: wrong === 0 ? null : firstWrong };
}
