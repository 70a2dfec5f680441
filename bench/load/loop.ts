/** The load, in a process of its own: one job a line on standard input, one result a line on standard output. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { type Usage, usageOf } from '../harness/usage.ts';
import { openConnection, postRequest } from '../wire/client.ts';
import type { Message } from '../wire/message.ts';
import type { Ask, Counts, LoadJob, LoadResult } from './job.ts';
import { createVerifier, type Verify } from './verify.ts';

/** Asks by their file, which stays the same while it is used. */
const asksOf = new Map<string, readonly VerifiedAsk[]>();

for await (const line of createInterface({ input: process.stdin })) {
  const result = await runJob(JSON.parse(line) as LoadJob);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** An ask with what knows a right answer to it. */
interface VerifiedAsk {
  readonly body: string;
  readonly verify: Verify;
}

/** An ask that is ready to be sent. */
interface Prepared {
  readonly request: Buffer;
  readonly verify: Verify;
}

/** What is noted while a job runs. */
interface Notes {
  readonly milliseconds: number[];
  /** Position of the next ask: no two clients ask the same before all has been asked. */
  next: number;
  refused: number;
  wrong: number;
  firstWrong: string | null;
}

async function runJob(job: LoadJob): Promise<LoadResult> {
  const asks = readAsks(job.asksFile).map(({ body, verify }) => ({
    request: postRequest(job.port, job.path, body, job.headers),
    verify,
  }));
  const notes: Notes = { milliseconds: [], next: 0, refused: 0, wrong: 0, firstWrong: null };
  await counts(job.countersPort, '/reset');
  const before = usages(job);
  const started = performance.now();
  const end = started + job.seconds * 1_000;
  await Promise.all(Array.from({ length: job.connections }, () => askInTurn(job, asks, end, notes)));
  const seconds = (performance.now() - started) / 1_000;
  const after = usages(job);
  const sorted = Float64Array.from(notes.milliseconds).sort();
  return {
    answers: sorted.length,
    refused: notes.refused,
    seconds,
    cpuMs: after.gateway.cpuMs - before.gateway.cpuMs,
    residentMb: after.gateway.residentMb,
    othersCpuMs: Object.fromEntries(
      Object.entries(after.others).map(([name, cpuMs]) => [name, cpuMs - (before.others[name] ?? 0)]),
    ),
    counts: await counts(job.countersPort, '/counts'),
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    p99Ms: percentile(sorted, 0.99),
    wrong: notes.wrong,
    firstWrong: notes.firstWrong,
  };
}

function readAsks(file: string): readonly VerifiedAsk[] {
  const known = asksOf.get(file);
  if (known !== undefined) return known;
  const asks = JSON.parse(readFileSync(file, 'utf8')) as readonly Ask[];
  const verified = asks.map((ask) => ({ body: ask.body, verify: createVerifier(ask) }));
  asksOf.set(file, verified);
  return verified;
}

function usages({ gatewayPid, others }: LoadJob): {
  readonly gateway: Usage;
  readonly others: Readonly<Record<string, number>>;
} {
  return {
    gateway: usageOf(gatewayPid),
    others: Object.fromEntries(Object.entries(others).map(([name, pid]) => [name, usageOf(pid).cpuMs])),
  };
}

/** One client: asks, waits for the answer, asks again until the time is over; where it is told to wait, it does. */
async function askInTurn(
  { port }: LoadJob,
  asks: readonly Prepared[],
  end: number,
  notes: Notes,
): Promise<void> {
  const note = (wrong: string): void => {
    notes.wrong += 1;
    notes.firstWrong ??= wrong;
  };
  const connection = await openConnection(port).catch((error: Error) => note(error.message));
  if (connection === undefined) return;
  while (performance.now() < end) {
    const ask = asks[notes.next % asks.length];
    notes.next += 1;
    if (ask === undefined) break;
    const sent = performance.now();
    try {
      const answer = await connection.send(ask.request);
      const pause = retryAfterMs(answer);
      if (pause !== undefined) {
        notes.refused += 1;
        await setTimeout(Math.max(0, Math.min(pause, end - performance.now())));
        continue;
      }
      notes.milliseconds.push(performance.now() - sent);
      const wrong = ask.verify(answer);
      if (wrong !== undefined) note(wrong);
    } catch (error) {
      note((error as Error).message);
      break;
    }
  }
  connection.close();
}

/** How long a gateway that is overloaded asks its client to wait; nothing for any other answer. */
function retryAfterMs({ startLine, headers }: Message): number | undefined {
  if (!startLine.startsWith('HTTP/1.1 503')) return undefined;
  const seconds = /\r\nretry-after:[ \t]*(\d+)/i.exec(headers)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

async function counts(port: number, path: string): Promise<Counts> {
  const connection = await openConnection(port);
  const { body } = await connection.send(postRequest(port, path, ''));
  connection.close();
  return JSON.parse(body.toString()) as Counts;
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
