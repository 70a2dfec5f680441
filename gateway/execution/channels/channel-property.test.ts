import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Asked,
  answerTo,
  type FixtureChannel,
  type FixtureDatabase,
  openChannel,
  startDatabase,
} from './database.fixture.ts';
import type { ChannelAnswer } from './index.ts';
import { CallFailure } from './index.ts';

let database: FixtureDatabase;

beforeAll(async () => {
  database = await startDatabase();
});

afterAll(() => database.stop());

type Treatment = 'echo' | 'short' | 'garbage' | 'error' | 'reset' | 'refuse';

type Step =
  | { readonly kind: 'call'; readonly name: string; readonly grant: string; readonly shared: boolean }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'treat'; readonly which: number; readonly how: Treatment }
  | { readonly kind: 'turn' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      grant: fc.constantFrom('one', 'two'),
      shared: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('treat' as const),
      which: fc.nat(5),
      how: fc.constantFrom<Treatment>('echo', 'echo', 'echo', 'short', 'garbage', 'error', 'reset', 'refuse'),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'turn' as const }) },
);

const REFUSAL = { errors: [{ message: 'No.' }] };

function treat(request: Asked, how: Treatment): void {
  const ways: Readonly<Record<Treatment, () => void>> = {
    echo: () => request.echo(),
    short: () => request.answer(200, '[]'),
    garbage: () => request.answer(200, 'no JSON'),
    error: () => request.answer(500, JSON.stringify(REFUSAL)),
    refuse: () => request.answer(403, JSON.stringify(REFUSAL)),
    reset: () => request.reset(),
  };
  ways[how]();
}

/** One run: what was asked, under which grant, and how it ended. */
class Run {
  readonly #channel: FixtureChannel;
  readonly #clients: AbortController[] = [];
  readonly #calls: { readonly name: string; readonly grant: string; readonly answer: Promise<unknown> }[] =
    [];
  readonly #treated = new Set<Asked>();
  readonly #from = database.asked.length;
  #isSettled = false;

  constructor(channel: FixtureChannel) {
    this.#channel = channel;
  }

  async step(step: Step): Promise<void> {
    if (step.kind === 'call') this.#call(step);
    else if (step.kind === 'cancel') this.#clients[step.which]?.abort();
    else if (step.kind === 'treat') this.#treat(step.which, step.how);
    else await turn();
  }

  #call({ name, grant, shared }: Extract<Step, { kind: 'call' }>): void {
    const client = new AbortController();
    const asking = { grant, signal: client.signal, ...(shared ? { sameAs: name } : {}) };
    const answer = this.#channel.ask(name, asking);
    answer.catch(() => undefined);
    this.#clients.push(client);
    this.#calls.push({ name, grant, answer });
  }

  #treat(which: number, how: Treatment): void {
    const request = this.#held()[which];
    if (request === undefined) return;
    this.#treated.add(request);
    treat(request, how);
  }

  #held(): readonly Asked[] {
    return database.asked.slice(this.#from).filter((request) => !this.#treated.has(request));
  }

  /** From now on the database answers, until nothing is open. */
  async end(): Promise<void> {
    const settled = Promise.allSettled(this.#calls.map(({ answer }) => answer));
    void settled.then(() => {
      this.#isSettled = true;
    });
    while (!this.#isSettled) {
      for (const request of this.#held()) {
        this.#treated.add(request);
        request.echo();
      }
      await turn();
    }
    for (const [index, outcome] of (await settled).entries()) {
      const { name = '', grant } = this.#calls[index] ?? {};
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(CallFailure);
      else
        expect([answerTo(name, grant), refused(403), refused(500)]).toContainEqual(
          alone(outcome.value as ChannelAnswer),
        );
    }
  }
}

const refused = (status: number) => ({ status, body: REFUSAL, isShared: false });

/** However many got it. */
const alone = (answer: ChannelAnswer): ChannelAnswer => ({ ...answer, isShared: false });

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('whatever comes in whatever order, each call gets its own answer or fails, and none stays open', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(1, 3, 64),
      fc.constantFrom(4, 1_000),
      fc.constantFrom(2, 1_000),
      async (steps, connections, maxBatch, maxWaiting, failures) => {
        const breaker = { failures, halfOpenAfterMs: 1 };
        const channel = openChannel(database.url, { connections, maxBatch, maxWaiting, breaker });
        const run = new Run(channel);
        try {
          for (const each of steps) await run.step(each);
          await run.end();
        } finally {
          await channel.close();
        }
      },
    ),
    { numRuns: 150 },
  );
});
