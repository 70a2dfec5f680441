import { createHash } from 'node:crypto';

/**
 * The question about persons that only the register of persons can answer, asked by the gateway before anything of
 * them is fetched: POST `conditions` beside the register's `graphql`, under an access grant with {@link ASKS_CONDITIONS}.
 */

/** Element by which a grant allows the question; no agreement can name it. */
export const ASKS_CONDITIONS = 'population.gateway.conditions';

/** Most persons in one question. */
export const MAX_CONDITIONS = 10_000;

/** The question; the jurisdiction stands in the grant. */
export interface ConditionsQuestion {
  /** Personal identification numbers, each once. */
  readonly personalIds: readonly string[];
  /** The officer as a person, to find conflicts of interest. */
  readonly officer?: string;
  /** The citizen whose own token asks, to find the minors whom that citizen represents. */
  readonly guardian?: string;
}

/** The answer to a question. */
export interface ConditionsAnswer {
  /** The {@link questionName} of the question: what answers another one says nothing of whom this one is about. */
  readonly of: string;
  /** What holds for each person, in the order of the question, by {@link packConditions}. */
  readonly conditions: readonly number[];
}

/** A digest of everything that a question says. */
export function questionName({ personalIds, officer, guardian }: ConditionsQuestion): string {
  const said = JSON.stringify([personalIds, officer ?? null, guardian ?? null]);
  return createHash('sha256').update(said).digest('base64url');
}

/** What holds for one person; for a number that nobody has, `known` is false and everything else is `false` or 0. */
export interface PersonConditions {
  readonly known: boolean;
  /** Whether a residence of today lies in the jurisdiction of the grant. */
  readonly inJurisdiction: boolean;
  /** Grade of protection, 0 (none) to 3 (highest). */
  readonly protectionGrade: number;
  readonly deceased: boolean;
  /** Whether the person is the officer, lives in the officer's household or is close family: never which of them. */
  readonly closeToOfficer: boolean;
  /** Whether the person is a minor whom the citizen represents. */
  readonly minorOfGuardian: boolean;
}

/** What holds for a person whom the register does not know. */
export const UNKNOWN_PERSON: PersonConditions = {
  known: false,
  inJurisdiction: false,
  protectionGrade: 0,
  deceased: false,
  closeToOfficer: false,
  minorOfGuardian: false,
};

/**
 * Conditions as they travel: one small number for each person, so that an answer about a thousand is short, and as
 * long for one whom nobody knows as for anybody else. Bits from the lowest: known, in the jurisdiction, two for the
 * grade of protection, deceased, close to the officer, minor of the guardian; the eighth is always set.
 */
export function packConditions(conditions: PersonConditions): number {
  return (
    Number(conditions.known) |
    (Number(conditions.inJurisdiction) << 1) |
    (conditions.protectionGrade << 2) |
    (Number(conditions.deceased) << 4) |
    (Number(conditions.closeToOfficer) << 5) |
    (Number(conditions.minorOfGuardian) << 6) |
    (1 << 7)
  );
}

/** The conditions behind such a number; `undefined` for anything else. */
export function unpackConditions(packed: unknown): PersonConditions | undefined {
  if (typeof packed !== 'number' || !Number.isInteger(packed) || packed < 128 || packed > 255)
    return undefined;
  const isSet = (bit: number): boolean => (packed & (1 << bit)) !== 0;
  return {
    known: isSet(0),
    inJurisdiction: isSet(1),
    protectionGrade: (packed >> 2) & 3,
    deceased: isSet(4),
    closeToOfficer: isSet(5),
    minorOfGuardian: isSet(6),
  };
}
