import { isDeepStrictEqual } from 'node:util';
import {
  type Codes,
  compileGovernance,
  type Governance,
  GovernanceError,
  type GovernanceFiles,
  loadCodes,
  readGovernanceFiles,
} from '../../governance/index.ts';
import type { Log } from '../observability/index.ts';
import { agreeOn, type HeldPolicy, pastOf, succeeding } from './agree.ts';
import { openBundle, type PolicyBundle, sealBundle } from './bundle.ts';
import type { RunningPolicy } from './running-policy.ts';
import { graphDifference } from './same-graph.ts';
import type { SharedBundle } from './shared-bundle.ts';

/** Where replicas meet, and the secret with which they seal what they share. */
export interface Sharing {
  readonly secret: string;
  connect(onChange: () => void): SharedBundle;
}

/** What {@link LivePolicy} needs. */
export interface LivePolicyOptions {
  readonly dir: string;
  readonly log: Log;
  readonly sharing: Sharing | undefined;
}

interface InForce extends HeldPolicy {
  readonly governance: Governance;
  readonly files: GovernanceFiles;
}

/**
 * The policy of one replica: changes of its files and of the shared bundle come in, whole versions come out. Whatever
 * is wrong with a version, it is refused as a whole, and the one in force stays.
 */
export class LivePolicy implements Omit<RunningPolicy, 'stop'> {
  readonly #log: Log;
  readonly #codes: Codes = loadCodes();
  readonly #dir: string;
  readonly #listeners = new Set<(governance: Governance) => void>();
  readonly #meeting: { readonly secret: string; readonly place: SharedBundle } | undefined;
  #held: InForce;
  /** The files as they were last, and the version that they have: it may be refused, or behind what is in force. */
  #files: GovernanceFiles;
  #versionOfFiles: string;
  #isGraphFixed = false;
  #refused: string | undefined;
  #turn: Promise<void> = Promise.resolve();

  /** @throws GovernanceError when the files have problems */
  constructor({ dir, log, sharing }: LivePolicyOptions) {
    this.#log = log;
    this.#dir = dir;
    const files = readGovernanceFiles(dir);
    const governance = compileGovernance(files, this.#codes, dir);
    const { version } = governance;
    this.#files = files;
    this.#versionOfFiles = version;
    this.#held = { governance, files, version, serial: 0, history: [], isPublished: false };
    this.#meeting = sharing && {
      secret: sharing.secret,
      place: sharing.connect(() => void this.agree()),
    };
  }

  current(): Governance {
    return this.#held.governance;
  }

  onChange(listener: (governance: Governance) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on the graph is composed: a version with another dictionary or other databases is refused. */
  fixGraph(): void {
    this.#isGraphFixed = true;
  }

  /** Takes the files, unless something is wrong with them or they are behind what is in force. */
  takeFiles(files: GovernanceFiles): void {
    if (isDeepStrictEqual([...files], [...this.#files])) return;
    this.#files = files;
    const governance = this.#checked(files, this.#dir);
    if (governance === undefined) return;
    const before = this.#versionOfFiles;
    const held = this.#held;
    this.#versionOfFiles = governance.version;
    if (governance.version === held.version) return;
    // Files that were those in force and go back to an earlier version are a change like any other.
    if (held.history.includes(governance.version) && before !== held.version) {
      this.#log.warn({ version: governance.version }, 'policy files are behind the version in force');
      return;
    }
    const history = pastOf(governance.version, [...held.history, held.version]);
    this.#putInForce(
      { ...held, governance, files, version: governance.version, history, isPublished: false },
      'files',
    );
    void this.agree();
  }

  /** Agrees with the other replicas; one agreement after the other. Without them, or while Redis is away, nothing. */
  agree(): Promise<void> {
    this.#turn = this.#turn
      .then(() => this.#agreeNow())
      .catch((error: unknown) => this.#log.warn({ err: error }, 'policy not shared: Redis does not answer'));
    return this.#turn;
  }

  async stop(): Promise<void> {
    this.#meeting?.place.stop();
    await this.#turn;
  }

  async #agreeNow(): Promise<void> {
    if (this.#meeting === undefined) return;
    const { secret, place } = this.#meeting;
    for (;;) {
      const text = await place.read();
      const bundle = text === undefined ? undefined : openBundle(secret, text);
      if (text !== undefined && bundle === undefined) {
        this.#refuse(text, 'not sealed with the key of this gateway');
        // What another key sealed is not fought over: replicas with two keys would overwrite each other for ever.
        if (this.#held.isPublished) return;
      }
      const agreement = agreeOn(this.#held, bundle);
      if (agreement === 'keep' && bundle !== undefined) {
        this.#held = { ...this.#held, serial: bundle.serial, history: bundle.history, isPublished: true };
      }
      if (agreement === 'take' && bundle !== undefined) this.#takeBundle(bundle, text ?? '');
      if (agreement !== 'publish') return;
      const held = this.#held;
      const next = succeeding(held, bundle);
      const sealed = sealBundle(secret, { version: held.version, files: held.files, ...next });
      if ((await place.replace(text, sealed)) && this.#notePublished(held, next)) return;
    }
  }

  /** Whether what was published is still what is in force: while Redis answered, the files may have changed. */
  #notePublished(held: InForce, next: Pick<PolicyBundle, 'serial' | 'history'>): boolean {
    this.#log.info({ version: held.version, serial: next.serial }, 'policy published');
    const isCurrent = this.#held === held;
    this.#held = isCurrent
      ? { ...held, ...next, isPublished: true }
      : { ...this.#held, serial: next.serial, isPublished: false };
    return isCurrent;
  }

  #takeBundle({ files, serial, history, version }: PolicyBundle, text: string): void {
    if (this.#refused === text) return;
    const governance = this.#checked(files, 'bundle');
    if (governance === undefined) {
      this.#refused = text;
    } else if (governance.version !== version) {
      this.#refuse(text, 'the code lists of this replica are others: restart it with those of the bundle');
    } else {
      this.#putInForce({ governance, files, version, serial, history, isPublished: true }, 'bundle');
    }
  }

  #checked(files: GovernanceFiles, folder: string): Governance | undefined {
    try {
      const governance = compileGovernance(files, this.#codes, folder);
      const difference = this.#isGraphFixed ? graphDifference(this.current(), governance) : undefined;
      if (difference === undefined) return governance;
      const reason = `${folder}/${difference} is not what the running graph was composed with: restart to take it`;
      this.#log.error({ reason, version: governance.version }, 'policy refused');
    } catch (error) {
      if (!(error instanceof GovernanceError)) throw error;
      this.#log.error({ problems: error.message.split('\n') }, 'policy refused');
    }
    return undefined;
  }

  #refuse(text: string, reason: string): void {
    if (this.#refused !== text) this.#log.error({ reason }, 'policy refused');
    this.#refused = text;
  }

  #putInForce(next: InForce, source: 'files' | 'bundle'): void {
    const { version: before } = this.#held;
    this.#held = next;
    const { version, serial } = next;
    this.#log.info({ version, before, source, serial }, 'policy in force');
    for (const listener of this.#listeners) listener(next.governance);
  }
}
