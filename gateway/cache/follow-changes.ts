import type { Clock } from './clock.ts';
import type { Names } from './names.ts';
import type { ChangeLog } from './shared-store.ts';
import type { Watch } from './watch.ts';

/** What {@link createFollower} needs. */
export interface FollowerParts {
  readonly log: ChangeLog;
  readonly watch: Watch;
  readonly names: Names;
  readonly clock: Clock;
  /** An entity has changed. */
  readonly onChange: (entity: string) => void;
  /** Changes may have been missed: nothing that is held here is certain. */
  readonly onGap: () => void;
}

/** Reads the changes that replicas announce, as long as it is told to. */
export interface Follower {
  /**
   * One question to the log.
   *
   * @throws whatever the log throws; changes count as missed then, and the next question begins anew
   */
  round(): Promise<void>;
}

/** After so long without an answer the log may have dropped what was not read. */
const LONGEST_SILENCE_MS = 5_000;

/**
 * Follows the log of changes. A log instead of messages that are sent once: a message is lost with the connection it
 * would have come on, and in a cluster nothing says so; a question to the log is answered with everything before it,
 * or not at all.
 */
export function createFollower({ log, watch, names, clock, onChange, onGap }: FollowerParts): Follower {
  let position: string | undefined;
  let answeredAt = 0;
  const start = async (): Promise<void> => {
    position = await log.end();
    answeredAt = clock.steady();
    onGap();
    watch.begin();
  };
  const follow = async (from: string): Promise<void> => {
    const askedAt = clock.steady();
    const { changes, position: end, isAll } = await log.after(from);
    for (const { entity, proof } of changes) {
      if (names.isProof(entity, proof)) onChange(entity);
    }
    position = end;
    answeredAt = clock.steady();
    if (isAll) watch.extend(askedAt);
  };
  return {
    async round() {
      try {
        if (position === undefined || clock.steady() - answeredAt > LONGEST_SILENCE_MS) await start();
        else await follow(position);
      } catch (error) {
        position = undefined;
        watch.end();
        throw error;
      }
    },
  };
}

/** How long to wait after a question that was not answered. */
const PAUSE_MS = 100;

/**
 * Asks again and again until it is stopped. The log holds its answers back while there is nothing new, so this does
 * not spin.
 *
 * @returns stops it
 */
export function keepFollowing(follower: Follower): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = (): void => {
    if (isStopped) return;
    follower.round().then(next, () => {
      if (!isStopped) timer = setTimeout(next, PAUSE_MS);
    });
  };
  next();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
