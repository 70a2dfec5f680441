/** The load, in a process of its own: one job a line on standard input, one result a line on standard output. */
import { createInterface } from 'node:readline';
import { usageOf } from '../harness/usage.ts';
import { openConnection, postRequest } from '../wire/client.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { createVerifier, type Verify } from './verify.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const result = await runJob(JSON.parse(line) as LoadJob);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** An ask that is ready to be sent. */
interface Prepared {
  readonly request: Buffer;
  readonly verify: Verify;
}

/** What is noted while a job runs. */
interface Notes {
  readonly milliseconds: number[];
  wrong: number;
  firstWrong: string | null;
}

async function runJob(job: LoadJob): Promise<LoadResult> {
  const asks = job.asks.map((ask) => ({
    request: postRequest(job.port, job.path, ask.body, job.headers),
    verify: createVerifier(ask),
  }));
  const notes: Notes = { milliseconds: [], wrong: 0, firstWrong: null };
  await counters(job.countersPort, '/reset');
  const before = usageOf(job.gatewayPid);
  const started = performance.now();
  const end = started + job.seconds * 1_000;
  await Promise.all(
    Array.from({ length: job.connections }, (_item, index) => askInTurn(job, asks, index, end, notes)),
  );
  const seconds = (performance.now() - started) / 1_000;
  const after = usageOf(job.gatewayPid);
  const { calls, operations } = await counters(job.countersPort, '/calls');
  const sorted = Float64Array.from(notes.milliseconds).sort();
  return {
    answers: sorted.length,
    seconds,
    cpuMs: after.cpuMs - before.cpuMs,
    residentMb: after.residentMb,
    calls,
    operations,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    wrong: notes.wrong,
    firstWrong: notes.firstWrong,
  };
}

/** One client: asks, waits for the answer, asks again until the time is over. */
async function askInTurn(
  { port }: LoadJob,
  asks: readonly Prepared[],
  first: number,
  end: number,
  notes: Notes,
): Promise<void> {
  const note = (wrong: string): void => {
    notes.wrong += 1;
    notes.firstWrong ??= wrong;
  };
  const connection = await openConnection(port).catch((error: Error) => note(error.message));
  if (connection === undefined) return;
  for (let next = first; performance.now() < end; next += 1) {
    const ask = asks[next % asks.length];
    if (ask === undefined) break;
    const sent = performance.now();
    try {
      const wrong = ask.verify(await connection.send(ask.request));
      notes.milliseconds.push(performance.now() - sent);
      if (wrong !== undefined) note(wrong);
    } catch (error) {
      note((error as Error).message);
      break;
    }
  }
  connection.close();
}

async function counters(
  port: number,
  path: string,
): Promise<{ readonly calls: number; readonly operations: number }> {
  const connection = await openConnection(port);
  const { body } = await connection.send(postRequest(port, path, ''));
  connection.close();
  return JSON.parse(body.toString()) as { readonly calls: number; readonly operations: number };
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
