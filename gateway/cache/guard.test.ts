import { describe, expect, it } from 'vitest';
import { manualClock } from './fixture.ts';
import { createGuard } from './guard.ts';

const PATIENCE = { budgetMs: 5, mostUnderWay: 2, failures: 2, restMs: 500 };
const never = () => new Promise<string>(() => undefined);
const answer = async () => 'pong';
const fault = async (): Promise<string> => {
  throw new Error('away');
};

describe('whoever asks Redis', () => {
  it('gets the answer, and none when there is none in time', async () => {
    const guard = createGuard(PATIENCE, manualClock());
    expect(await guard.ask(answer)).toBe('pong');
    expect(await guard.ask(never)).toBeUndefined();
    expect(await guard.ask(fault)).toBeUndefined();
  });

  it('leaves it alone after failures in a row, and tries it by one call after a while', async () => {
    const clock = manualClock();
    const guard = createGuard(PATIENCE, clock);
    await guard.ask(fault);
    await guard.ask(answer);
    await guard.ask(fault);
    expect(await guard.ask(answer)).toBe('pong');
    await guard.ask(fault);
    await guard.ask(fault);
    expect(await guard.ask(answer)).toBeUndefined();
    clock.pass(500);
    const tried = guard.ask(never);
    expect(await guard.ask(answer)).toBeUndefined();
    expect(await tried).toBeUndefined();
    clock.pass(500);
    expect(await guard.ask(answer)).toBe('pong');
    expect(await guard.ask(answer)).toBe('pong');
  });

  it('sends nothing while too much is under way, though nobody waits for it any more', async () => {
    const guard = createGuard({ ...PATIENCE, failures: 100 }, manualClock());
    const release: (() => void)[] = [];
    const slow = () => new Promise<string>((resolve) => release.push(() => resolve('late')));
    await Promise.all([guard.ask(slow), guard.ask(slow)]);
    expect(await guard.ask(answer)).toBeUndefined();
    for (const one of release) one();
    await Promise.resolve().then(() => undefined);
    await new Promise(setImmediate);
    expect(await guard.ask(answer)).toBe('pong');
  });
});
