import { Refusal } from '../contract/refusal.ts';

/** For tests: the refusal that a call throws. What is not refused, or fails in another way, fails the test. */
export function refusalOf(call: () => unknown): Refusal {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('expected a refusal, received an answer');
}

/** The same for a call that answers later. */
export async function refusalOfAsync(call: () => Promise<unknown>): Promise<Refusal> {
  const answer: unknown = await call().catch((error: unknown) => error);
  if (answer instanceof Refusal) return answer;
  if (answer instanceof Error) throw answer;
  throw new Error('expected a refusal, received an answer');
}
