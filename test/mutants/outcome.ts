/**
 * `killed`: a test went red. `survived`: none did. `harmless`: survived, as the list says that it must. The others are
 * mistakes of the list: `not-found`, a text is not in its file exactly once; `broken`, the mutant does not even run;
 * `red-before`, its tests are red without it; `not-harmless`, killed although the list says that it cannot be.
 */
export type Outcome =
  | 'killed'
  | 'survived'
  | 'harmless'
  | 'not-found'
  | 'broken'
  | 'red-before'
  | 'not-harmless';

/** What became of one mutant. */
export interface Trial {
  readonly name: string;
  readonly file: string;
  readonly outcome: Outcome;
  /** The test that went red, or what is wrong with the mutant. */
  readonly detail: string;
  /** What the test said when it went red. */
  readonly said?: string;
  readonly seconds: number;
}

/** Whether a trial proves what the list claims. */
export function isProof({ outcome }: Pick<Trial, 'outcome'>): boolean {
  return outcome === 'killed' || outcome === 'harmless';
}
