import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreeOn, type HeldPolicy, pastOf, succeeding } from './agree.ts';

const held = (changes: Partial<HeldPolicy> = {}): HeldPolicy => ({
  version: 'b',
  serial: 2,
  history: ['a'],
  isPublished: true,
  ...changes,
});

describe('a replica that reads what all share', () => {
  it.each([
    ['publishes when there is nothing', held(), undefined, 'publish'],
    ['keeps what is in force already', held(), { serial: 2, version: 'b', history: ['a'] }, 'keep'],
    ['takes what was published after it', held(), { serial: 3, version: 'c', history: ['a', 'b'] }, 'take'],
    [
      'takes a version again that was in force before',
      held(),
      { serial: 3, version: 'a', history: ['b'] },
      'take',
    ],
    ['publishes over a bundle from the past', held(), { serial: 1, version: 'a', history: [] }, 'publish'],
    [
      'publishes over its own version from the past',
      held(),
      { serial: 1, version: 'b', history: [] },
      'publish',
    ],
    [
      'starts with files that nobody has seen, and publishes them',
      held({ serial: 0, isPublished: false, version: 'new' }),
      { serial: 7, version: 'b', history: ['a'] },
      'publish',
    ],
    [
      'starts with files that are behind, and takes what is in force',
      held({ serial: 0, isPublished: false, version: 'a' }),
      { serial: 7, version: 'b', history: ['a'] },
      'take',
    ],
    [
      'starts with files that are in force',
      held({ serial: 0, isPublished: false }),
      { serial: 7, version: 'b', history: ['a'] },
      'keep',
    ],
    [
      'publishes files that go back from what is in force',
      held({ isPublished: false, version: 'a' }),
      { serial: 2, version: 'b', history: ['a'] },
      'publish',
    ],
    [
      'takes what another one published while it went back',
      held({ isPublished: false, version: 'a' }),
      { serial: 3, version: 'c', history: ['a', 'b'] },
      'take',
    ],
  ] as const)('%s', (_story, own, shared, expected) => {
    expect(agreeOn(own, shared)).toBe(expected);
  });

  it('publishes beyond every serial it knows, and names what was in force before', () => {
    const shared = { serial: 4, version: 'b', history: ['a'] };
    expect(succeeding(held({ version: 'c', serial: 2, history: ['a', 'x'] }), shared)).toEqual({
      serial: 5,
      history: ['a', 'b', 'x'],
    });
    expect(succeeding(held({ version: 'a', history: ['a', 'b'] }), undefined)).toEqual({
      serial: 3,
      history: ['b'],
    });
  });

  it('remembers a thousand versions, the latest ones', () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `v${index}`);
    expect(pastOf('v1499', many)).toEqual(many.slice(499, 1_499));
  });
});

/** Replicas around one place: each step, one replica agrees; in between files change and the place loses its bundle. */
describe('replicas', () => {
  interface Place {
    bundle: { serial: number; version: string; history: readonly string[] } | undefined;
  }
  const step = (own: HeldPolicy, place: Place): HeldPolicy => {
    const { bundle } = place;
    const agreement = agreeOn(own, bundle);
    if (agreement === 'publish') {
      const next = succeeding(own, bundle);
      place.bundle = { ...next, version: own.version };
      return { ...own, ...next, isPublished: true };
    }
    return bundle === undefined ? own : { ...bundle, isPublished: true };
  };

  it('end with one version, and with the last one published, whatever happens in which order', () => {
    const event = fc.oneof(
      fc.record({ replica: fc.nat(2), version: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
      fc.record({ replica: fc.nat(2) }),
      fc.constant('lost' as const),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const place: Place = { bundle: undefined };
        const replicas = Array.from({ length: 3 }, () =>
          held({ version: 'a', serial: 0, history: [], isPublished: false }),
        );
        for (const one of events) {
          if (one === 'lost') {
            place.bundle = undefined;
            continue;
          }
          const own = replicas[one.replica];
          if (own === undefined) continue;
          const changed =
            'version' in one && one.version !== own.version
              ? {
                  ...own,
                  version: one.version,
                  history: pastOf(one.version, [...own.history, own.version]),
                  isPublished: false,
                }
              : own;
          replicas[one.replica] = 'version' in one ? changed : step(changed, place);
        }
        for (let round = 0; round < 3; round += 1) {
          for (const [index, own] of replicas.entries()) replicas[index] = step(own, place);
        }
        expect(new Set(replicas.map(({ version }) => version))).toEqual(new Set([place.bundle?.version]));
        expect(new Set(replicas.map(({ serial }) => serial)).size).toBe(1);
      }),
    );
  });
});
