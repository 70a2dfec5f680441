import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFirstLevel } from './first-level.ts';
import { changeOf, entity, manualClock, memoryRedis, REPLICA, SCOPE } from './fixture.ts';
import { createFollower } from './follow-changes.ts';
import { createNames } from './names.ts';
import { createSeal } from './seal.ts';
import { createSharedLevel } from './shared-level.ts';
import { TwoLevelCache } from './two-level-cache.ts';
import { type Mark, Watch } from './watch.ts';

/** Within this time a change takes effect in every replica. */
const BOUND_MS = 1_000;

const KEY = '01';

const replica = fc.nat(1);
const event = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('get' as const), replica }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), replica }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('follow' as const), replica }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), replica }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(60, 550, 1_050) }),
  },
);
/** What happens one after the other, or all at once. */
const phase = fc.oneof(
  fc.array(event, { minLength: 1, maxLength: 1 }),
  fc.array(event, { minLength: 2, maxLength: 12 }),
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/**
 * Two replicas, one Redis, one database. Every command to Redis and every read of the database is two steps, there and
 * back; whatever is under way at the same time takes its steps in any order.
 */
class Country {
  readonly #pause: () => Promise<unknown>;
  readonly #clock = manualClock();
  #version = 0;
  readonly #acknowledged: { version: number; replica: number; at: number }[] = [];
  readonly #replicas;
  hits = 0;

  constructor(pause: () => Promise<unknown>) {
    this.#pause = pause;
    const redis = memoryRedis(pause);
    this.#replicas = [0, 1].map(() => this.#replica(redis));
  }

  #replica(redis: ReturnType<typeof memoryRedis>) {
    const clock = this.#clock;
    const names = createNames(REPLICA.nameSecret);
    const watch = new Watch(clock);
    const held = createFirstLevel<Mark>(1_000_000);
    const guard = { ask: async <T>(command: () => Promise<T>) => await command() };
    const shared = createSharedLevel({ store: redis, seal: createSeal(REPLICA.keys), names, guard, clock });
    const cache = new TwoLevelCache({ names, watch, clock, held, shared, random: () => 0 });
    const wire = { isCut: false };
    const log = {
      end: () => redis.end(),
      async after(position: string) {
        const answer = await redis.after(position);
        if (!wire.isCut) return answer;
        wire.isCut = false;
        throw new Error('The connection is away.');
      },
    };
    const onChange = (name: string) => cache.forget(name);
    const onGap = () => held.clear();
    return { cache, wire, follower: createFollower({ log, watch, names, clock, onChange, onGap }) };
  }

  async take(event: Event): Promise<void> {
    await this.#pause();
    if (event.kind === 'time') return this.#clock.pass(event.ms);
    const here = this.#replicas[event.replica];
    if (here === undefined) return;
    if (event.kind === 'cut') here.wire.isCut = true;
    else if (event.kind === 'follow') await here.follower.round().catch(() => undefined);
    else if (event.kind === 'change') await this.#change(event.replica, here.cache);
    else await this.#get(event.replica, here.cache);
  }

  async #change(number: number, cache: TwoLevelCache): Promise<void> {
    this.#version += 1;
    const version = this.#version;
    await cache.invalidate(changeOf(KEY));
    this.#acknowledged.push({ version, replica: number, at: this.#clock.steady() });
  }

  async #get(number: number, cache: TwoLevelCache): Promise<void> {
    const now = this.#clock.steady();
    const known = this.#acknowledged.filter(({ replica, at }) => replica === number || now - at >= BOUND_MS);
    const atLeast = Math.max(0, ...known.map(({ version }) => version));
    let isLoaded = false;
    const [found] = await cache.through(SCOPE, [KEY], async () => {
      isLoaded = true;
      await this.#pause();
      const version = this.#version;
      await this.#pause();
      return [entity(version)];
    });
    if (!isLoaded) this.hits += 1;
    expect(found?.value).toBeGreaterThanOrEqual(atLeast);
  }
}

/** Both have the entity and know of all changes. */
const WARM: readonly (readonly Event[])[] = ([0, 1, 0, 1] as const)
  .map((each): readonly Event[] => [{ kind: 'follow', replica: each }])
  .concat([[{ kind: 'get', replica: 0 }], [{ kind: 'get', replica: 1 }]]);

describe('two replicas', () => {
  it('never serve what is older than a change that was acknowledged: here at once, there within a second', async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(phase, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (scheduler, phases, isWarm) => {
          const country = new Country(() => scheduler.schedule(Promise.resolve()));
          for (const events of [...(isWarm ? WARM : []), ...phases]) {
            await scheduler.waitFor(Promise.all(events.map((one) => country.take(one))));
          }
          hits += country.hits;
        },
      ),
      { numRuns: 2_000 },
    );
    // Or else nothing was proven: a cache that keeps nothing is never wrong.
    expect(hits).toBeGreaterThan(100);
  });
});
