import { readFile } from 'node:fs/promises';
import type { Contestant, RunningGateway } from '../harness/gateways.ts';
import { startGateway } from '../harness/gateways.ts';
import type { Ask } from '../load/job.ts';
import { createVerifier } from '../load/verify.ts';
import { medianOf } from '../spread.ts';
import { openConnection, postRequest } from '../wire/client.ts';

/** How a gateway begins. */
export interface Start {
  readonly name: string;
  /** From the start of its process until it answers a question that needs no database. */
  readonly readySeconds: number;
  /** The first real question: it is planned, and nothing is warm. */
  readonly firstMs: number;
  /** The same operation once more, of another person: the plan is known. */
  readonly secondMs: number;
  /** When it has been asked some hundred times. */
  readonly warmMs: number;
}

/** Questions until a gateway counts as warm. */
const WARMING = 200;
const MEASURED = 20;

/** Starts gateways one after the other, a few times, and asks each its first questions; medians. */
export async function measureStarts(
  contestants: readonly Contestant[],
  asksFile: string,
  rounds: number,
): Promise<readonly Start[]> {
  const asks = JSON.parse(await readFile(asksFile, 'utf8')) as readonly Ask[];
  const starts: Start[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of contestants) starts.push(await measureStart(contestant, asks));
  }
  return contestants.map(({ name }) => {
    const own = starts.filter((start) => start.name === name);
    const median = (value: (start: Start) => number): number => medianOf(own.map(value));
    return {
      name,
      readySeconds: median(({ readySeconds }) => readySeconds),
      firstMs: median(({ firstMs }) => firstMs),
      secondMs: median(({ secondMs }) => secondMs),
      warmMs: median(({ warmMs }) => warmMs),
    };
  });
}

async function measureStart(contestant: Contestant, asks: readonly Ask[]): Promise<Start> {
  const gateway = await startGateway(contestant);
  try {
    const times = await askInTurn(gateway, asks.slice(0, WARMING + MEASURED));
    const [firstMs = 0, secondMs = 0] = times;
    const warmMs = medianOf(times.slice(WARMING));
    return { name: contestant.name, readySeconds: gateway.startSeconds, firstMs, secondMs, warmMs };
  } finally {
    gateway.child.stop();
  }
}

/** @throws Error for an answer that is not the expected one */
async function askInTurn({ port, contestant }: RunningGateway, asks: readonly Ask[]): Promise<number[]> {
  const connection = await openConnection(port);
  const times: number[] = [];
  for (const ask of asks) {
    const request = postRequest(port, '/graphql', ask.body, contestant.headers);
    const sent = performance.now();
    const answer = await connection.send(request);
    times.push(performance.now() - sent);
    const wrong = createVerifier(ask)(answer);
    if (wrong !== undefined) throw new Error(`${contestant.name}: ${wrong}`);
  }
  connection.close();
  return times;
}
