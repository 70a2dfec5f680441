import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from './fixture.ts';
import { createFollower, type Follower } from './follow-changes.ts';
import { createNames } from './names.ts';
import type { AnnouncedChanges } from './shared-store.ts';
import { Watch } from './watch.ts';

const names = createNames('secret');
const announced = (entity: string) => ({ entity, proof: names.proof(entity) });

describe('a replica that follows the changes', () => {
  let clock: ReturnType<typeof manualClock>;
  let watch: Watch;
  let follower: Follower;
  let seen: string[];
  let answer: () => AnnouncedChanges | Promise<AnnouncedChanges>;

  beforeEach(() => {
    clock = manualClock();
    watch = new Watch(clock);
    seen = [];
    answer = () => ({ changes: [], position: '1-0', isAll: true });
    follower = createFollower({
      log: { end: async () => '1-0', after: async () => await answer() },
      watch,
      names,
      clock,
      onChange: (entity) => seen.push(entity),
      onGap: () => seen.push('gap'),
    });
  });

  /** Begins to follow, and reads something just then. */
  const following = async () => {
    await follower.round();
    await follower.round();
    return watch.mark();
  };

  it('vouches for what it holds as long as its questions are answered', async () => {
    const mark = await following();
    for (let second = 0; second < 60; second += 1) {
      clock.pass(800);
      await follower.round();
      expect(watch.isCurrent(mark)).toBe(true);
    }
    clock.pass(899);
    expect(watch.isCurrent(mark)).toBe(true);
    clock.pass(1);
    expect(watch.isCurrent(mark)).toBe(false);
  });

  it('counts from the question, not from an answer that took its time', async () => {
    const mark = await following();
    answer = () => {
      clock.pass(850);
      return { changes: [], position: '1-0', isAll: true };
    };
    clock.pass(100);
    await follower.round();
    clock.pass(49);
    expect(watch.isCurrent(mark)).toBe(true);
    clock.pass(1);
    expect(watch.isCurrent(mark)).toBe(false);
  });

  it('does not vouch for anything while there is more to read', async () => {
    const mark = await following();
    clock.pass(850);
    answer = () => ({ changes: [announced('a')], position: '2-0', isAll: false });
    await follower.round();
    clock.pass(60);
    expect(seen).toEqual(['gap', 'a']);
    expect(watch.isCurrent(mark)).toBe(false);
  });

  it('begins anew after a question that was not answered, and for nothing from before', async () => {
    const mark = await following();
    answer = () => Promise.reject(new Error('away'));
    await expect(follower.round()).rejects.toThrow('away');
    expect(watch.mark().epoch).toBe(0);
    answer = () => ({ changes: [], position: '1-0', isAll: true });
    const later = await following();
    clock.pass(899);
    await follower.round();
    clock.pass(1);
    expect(seen).toEqual(['gap', 'gap']);
    expect(watch.isCurrent(mark)).toBe(false);
    expect(watch.isCurrent(later)).toBe(true);
  });

  it('begins anew when it was silent for so long that the log may not reach back', async () => {
    await following();
    clock.pass(5_001);
    await follower.round();
    expect(seen).toEqual(['gap', 'gap']);
  });

  it('listens to replicas only', async () => {
    await following();
    const forged = { entity: 'b', proof: names.proof('a') };
    answer = () => ({
      changes: [announced('a'), forged, { entity: 'c', proof: '' }],
      position: '4-0',
      isAll: true,
    });
    await follower.round();
    expect(seen).toEqual(['gap', 'a']);
  });
});
