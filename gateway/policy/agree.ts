import type { PolicyBundle } from './bundle.ts';

/** Most versions of the past that a bundle names. */
const REMEMBERED = 1_000;

/** What a replica has in force. */
export interface HeldPolicy {
  readonly version: string;
  /** Serial of the publication that it came with, or, when it is not published yet, of the one that it goes beyond. */
  readonly serial: number;
  readonly history: readonly string[];
  readonly isPublished: boolean;
}

/** What a replica does when it has read what all replicas share. */
export type Agreement = 'keep' | 'take' | 'publish';

type SharedPolicy = Pick<PolicyBundle, 'serial' | 'version' | 'history'>;

/**
 * Who is right when a replica and the shared bundle differ. The later publication is; a version that nobody has
 * published yet is newer than that, unless it was in force before: then the replica's files are behind. A bundle of
 * a lower serial is one from the past, put back by somebody or restored with a copy of Redis: the replica's own goes
 * over it.
 *
 * @param shared `undefined` when there is none
 */
export function agreeOn(held: HeldPolicy, shared: SharedPolicy | undefined): Agreement {
  if (shared === undefined || shared.serial < held.serial) return 'publish';
  if (shared.version === held.version) return 'keep';
  if (shared.serial === held.serial) return 'publish';
  return held.isPublished || shared.history.includes(held.version) ? 'take' : 'publish';
}

/** Serial and history of the bundle with which a replica publishes what it holds. */
export function succeeding(
  held: HeldPolicy,
  shared: SharedPolicy | undefined,
): Pick<PolicyBundle, 'serial' | 'history'> {
  const before = shared === undefined ? [] : [...shared.history, shared.version];
  return {
    serial: Math.max(held.serial, shared?.serial ?? 0) + 1,
    history: pastOf(held.version, [...before, ...held.history]),
  };
}

/** Versions of the past, each once, without the one that is in force. */
export function pastOf(version: string, earlier: readonly string[]): readonly string[] {
  return [...new Set(earlier)].filter((one) => one !== version).slice(-REMEMBERED);
}
