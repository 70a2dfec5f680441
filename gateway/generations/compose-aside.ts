import { Worker } from 'node:worker_threads';
import type { GraphOutcome, GraphQuestion } from './compose-graph.ts';

/** Most memory of a thread that composes: a hundred databases take a third of it. */
const MAX_MEGABYTES = 1_024;
/** Longest time for one graph: a hundred databases take a tenth of it. */
const WITHIN_MS = 120_000;

const THREAD = new URL('./compose-thread.mjs', import.meta.url);

/**
 * Asks a thread of its own, which ends with the answer: what composing takes of time is not the requests', and what it
 * takes of memory is given back. The thread sees no setting of this process.
 *
 * @returns problems also for a graph on which the thread fails, or takes too long
 * @throws what `signal` was aborted with
 */
export async function composeAside(question: GraphQuestion, signal: AbortSignal): Promise<GraphOutcome> {
  signal.throwIfAborted();
  const thread = new Worker(THREAD, {
    workerData: question,
    execArgv: [],
    env: { APOLLO_TELEMETRY_DISABLED: 'true' },
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
  });
  // Nothing of one graph may hang on what outlives it, or every change would leave something behind.
  const done = new AbortController();
  let patience: NodeJS.Timeout | undefined;
  try {
    return await new Promise<GraphOutcome>((resolve, reject) => {
      const fail = (reason: string) => resolve({ problems: [`supergraph: composing failed: ${reason}`] });
      thread.once('message', resolve);
      thread.once('error', ({ message }) => fail(message));
      thread.once('exit', () => fail('the thread ended without an answer'));
      patience = setTimeout(() => fail(`no answer within ${WITHIN_MS / 1_000} seconds`), WITHIN_MS);
      signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: done.signal });
    });
  } finally {
    done.abort();
    clearTimeout(patience);
    await thread.terminate();
  }
}
