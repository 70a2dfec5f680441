import type { Governance } from '../../governance/index.ts';

/** The version of the agreements in force, which can change at any moment. */
export interface RunningPolicy {
  /** One version, whole and checked. A request takes it once and stays with it. */
  current(): Governance;
  /** Told of each new version after it is in force. Returns what ends that. */
  onChange(listener: (governance: Governance) => void): () => void;
  stop(): Promise<void>;
}

/** A policy that stays as it is. */
export function fixedPolicy(governance: Governance): RunningPolicy {
  return { current: () => governance, onChange: () => () => undefined, stop: async () => undefined };
}
