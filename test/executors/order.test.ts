import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectedPaths } from '../../gateway/execution/expected-paths.ts';
import { type CallDatabase, type DatabaseCall, runPlan } from '../../gateway/execution/index.ts';
import { operationOf } from './compare.ts';
import { createDatabases } from './databases.ts';
import { callsTo, type Executors, outcomeOf, type Runnable, startExecutors } from './executors.ts';
import { composeWorld } from './graph.ts';

const ask = createDatabases();
const callDatabase = callsTo(ask);
let executors: Executors;

beforeAll(async () => {
  executors = await startExecutors(composeWorld(), ask);
});
afterAll(() => executors.stop());
// Time is in the hands of the test; what is under way goes on.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const PASSING_MS = 25;

/** Random operations with several calls, and with calls of their own for persons or without. */
const runnables = fc.tuple(fc.nat(100_000), fc.boolean()).map(async ([number, isSplit]) => {
  const { operation } = operationOf(executors.schema, 7, number);
  const { ours, split } = await executors.prepare(operation);
  return isSplit ? split : ours;
});

/** Which of the calls under way answers next, or that time passes before one does. */
const orders = fc.infiniteStream(fc.nat(1_000));

/** Runs something whose calls answer in an order. */
async function inOrder<Result>(
  order: Iterator<number>,
  run: (call: CallDatabase) => Promise<Result>,
): Promise<Result> {
  const underWay: (() => void)[] = [];
  let isOver = false;
  const result = run(async (call) => {
    const answer = await callDatabase(call);
    await new Promise<void>((resolve) => underWay.push(resolve));
    return answer;
  }).finally(() => {
    isOver = true;
  });
  for (;;) {
    await quiet();
    if (isOver) return await result;
    const chosen = Number(order.next().value ?? 0) % (underWay.length + 1);
    const [answer] = underWay.splice(chosen, 1);
    if (answer === undefined) vi.advanceTimersByTime(PASSING_MS);
    else answer();
  }
}

/** Lets everything happen that waits for nobody. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

describe('a plan', () => {
  it('gives the same in whatever order its calls answer', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(runnables, orders, async (prepared, order) => {
        const runnable = await prepared;
        const usual = await outcomeOf(runnable, callDatabase);
        const other = await inOrder(order, (call) => outcomeOf(runnable, call));
        expect(JSON.stringify(other.data)).toBe(JSON.stringify(usual.data));
        expect(sorted(other.errors)).toEqual(sorted(usual.errors));
        expect(sorted(other.misfits)).toEqual(sorted(usual.misfits));
      }),
      { numRuns: 25, seed: 2026 },
    );
  });

  it('loses to calls that fail their fields, and those that need these, and no others', {
    timeout: 300_000,
  }, async () => {
    const failing = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    let lost = 0;
    await fc.assert(
      fc.asyncProperty(runnables, failing, async (prepared, fails) => {
        const runnable = await prepared;
        const usual = await run(runnable, callDatabase);
        const left = await run(runnable, (made) =>
          fails[made.call.index % fails.length] ? Promise.reject(new Error('down')) : callDatabase(made),
        );
        const concerned = concernedPaths(runnable, left.failed);
        const changed = differences(usual.data, left.data).filter((path) => !isBelow(path, concerned));
        expect(changed).toEqual([]);
        lost += left.failed.length;
      }),
      { numRuns: 40, seed: 2026 },
    );
    expect(lost).toBeGreaterThan(40);
  });
});

function run({ plan, given }: Runnable, call: (made: DatabaseCall) => ReturnType<CallDatabase>) {
  return runPlan(plan, given, call);
}

type Failed = Awaited<ReturnType<typeof run>>['failed'];

/** What calls should have filled that failed, or that come behind one. */
function concernedPaths({ plan }: Runnable, failed: Failed): ReadonlySet<string> {
  const steps = new Set(failed.flatMap((each) => each.steps));
  // Each step stands behind those that it waits for.
  for (const [step, { waitsFor }] of plan.steps.entries()) {
    if (waitsFor.some((before) => steps.has(before))) steps.add(step);
  }
  const calls = plan.calls.filter((call) => call.steps.some((step) => steps.has(step)));
  return new Set(calls.flatMap((call) => [...expectedPaths({ call, steps: [...steps] })]));
}

function isBelow(path: string, places: ReadonlySet<string>): boolean {
  const steps = path.split('.');
  return steps.some((_step, at) => places.has(steps.slice(0, at + 1).join('.')));
}

/** Where two results differ, without positions in lists. */
function differences(one: unknown, other: unknown, path = ''): readonly string[] {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, index) => differences(item, other[index], path));
  }
  if (!isObject(one) || !isObject(other)) return one === other ? [] : [path];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => differences(one[key], other[key], path === '' ? key : `${path}.${key}`));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
