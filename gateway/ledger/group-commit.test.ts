import { expect, it } from 'vitest';
import { groupCommit } from './group-commit.ts';

/** A store whose writes end when the test says so. */
function store(isGood: (entry: string) => boolean = () => true, isGone = false) {
  const groups: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const append = groupCommit<string>({
    most: 3,
    async write(entries) {
      groups.push(entries);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (!entries.every(isGood)) throw new Error(isGone ? 'gone' : 'refused');
    },
    isOfEntry: (error) => String(error).includes('refused'),
  });
  /** Ends the writes under way until these appends are settled. */
  const settled = async (appends: readonly Promise<void>[]) => {
    let isDone = false;
    const all = Promise.allSettled(appends).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      for (const end of ends.splice(0)) end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return (await all).map(({ status }) => status);
  };
  return { append, groups, settled };
}

it('an entry alone is written at once', async () => {
  const { append, groups, settled } = store();
  const one = append('a');
  expect(groups).toEqual([['a']]);
  expect(await settled([one])).toEqual(['fulfilled']);
});

it('entries that come while one is written are written together, as many as fit', async () => {
  const { append, groups, settled } = store();
  const all = ['a', 'b', 'c', 'd', 'e'].map(append);
  expect(await settled(all)).toEqual(new Array(5).fill('fulfilled'));
  expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});

it('no entry is durable before its group is', async () => {
  const { append, settled } = store();
  let isDurable = false;
  const first = append('a');
  const second = append('b').then(() => {
    isDurable = true;
  });
  await settled([first]);
  expect(isDurable).toBe(false);
  await settled([second]);
  expect(isDurable).toBe(true);
});

it('one that cannot be written fails alone', async () => {
  const { append, groups, settled } = store((entry) => entry !== 'bad');
  const all = ['a', 'b', 'bad', 'c'].map(append);
  expect(await settled(all)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(groups).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
});

it('a store that is gone fails all of a group at once', async () => {
  const { append, groups, settled } = store(() => false, true);
  expect(await settled(['a', 'b', 'c'].map(append))).toEqual(new Array(3).fill('rejected'));
  expect(groups).toEqual([['a'], ['b', 'c']]);
});

it('after a failure the next one is written again', async () => {
  const { append, settled } = store((entry) => entry !== 'bad');
  expect(await settled([append('bad')])).toEqual(['rejected']);
  expect(await settled([append('a')])).toEqual(['fulfilled']);
});
