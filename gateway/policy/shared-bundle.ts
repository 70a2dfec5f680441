import type { Redis } from 'ioredis';
import { SEAL_LENGTH } from './bundle.ts';

/** The place where replicas share the bundle in force, as sealed text. */
export interface SharedBundle {
  /** `undefined` when there is none. */
  read(): Promise<string | undefined>;
  /** Puts `text` in the place of `expected` and tells all replicas; `false` when another text stands there by now. */
  replace(expected: string | undefined, text: string): Promise<boolean>;
  stop(): void;
}

/** What {@link createSharedBundle} needs. */
export interface SharedBundleOptions {
  readonly redis: Redis;
  /** Told whenever another bundle may stand there: announced, found, or after Redis was away. */
  readonly onChange: () => void;
}

/** Key of the bundle, and name of the channel on which a new one is announced. */
export const POLICY_KEY = 'lien-thong:policy';

const REPLACE = `
  local standing = redis.call('GET', KEYS[1])
  if (standing and redis.sha1hex(standing) or '') ~= (ARGV[1] ~= '' and redis.sha1hex(ARGV[1]) or '') then return 0 end
  redis.call('SET', KEYS[1], ARGV[2])
  redis.call('PUBLISH', KEYS[1], '')
  return 1`;

const LOOK_EVERY_MS = 500;

/**
 * The bundle in Redis. A new one is announced on a channel; because an announcement can be lost (a connection that
 * died unnoticed), the seal of what stands there is looked at twice a second as well.
 */
export function createSharedBundle({ redis, onChange }: SharedBundleOptions): SharedBundle {
  // `undefined` until a read has succeeded, so that whatever failed is tried again at the next look.
  let known: string | undefined;
  const subscriber = redis.duplicate({ autoResubscribe: false });
  subscriber.on('error', () => undefined);
  subscriber.on('message', onChange);
  // Whatever was announced while the connection was away is found by reading.
  subscriber.on('ready', () => subscriber.subscribe(POLICY_KEY).then(onChange, () => undefined));
  redis.on('ready', onChange);
  const timer = setInterval(() => {
    redis.getrange(POLICY_KEY, 0, SEAL_LENGTH - 1).then(
      (seal) => {
        if (seal !== known) onChange();
      },
      () => undefined,
    );
  }, LOOK_EVERY_MS);
  return {
    async read() {
      known = undefined;
      const text = (await redis.get(POLICY_KEY)) ?? undefined;
      known = (text ?? '').slice(0, SEAL_LENGTH);
      return text;
    },
    async replace(expected, text) {
      known = undefined;
      return (await redis.eval(REPLACE, 1, POLICY_KEY, expected ?? '', text)) === 1;
    },
    stop() {
      redis.off('ready', onChange);
      clearInterval(timer);
      subscriber.disconnect();
    },
  };
}
