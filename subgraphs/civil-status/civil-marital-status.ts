/** The marital status (tình trạng hôn nhân) that the civil-status office confirms. */
export type CivilMaritalStatus = 'NEVER_MARRIED' | 'MARRIED' | 'DIVORCED' | 'WIDOWED';

/** What the registers say about one person; each list may be in any order. */
export interface MaritalEntries {
  /** The person's marriages, each with the other spouse. */
  readonly marriages: readonly {
    readonly certificateNumber: string;
    /** `YYYY-MM-DD`. */
    readonly establishedOn: string;
    readonly status: 'IN_FORCE' | 'ENDED_BY_DIVORCE' | 'ENDED_BY_DEATH';
    readonly spouseId: string;
  }[];
  /** The person's divorces, by the marriage that each of them ended. */
  readonly divorces: readonly { readonly marriageCertificateNumber: string }[];
  /** Who of the person and the spouses stands in the death register. */
  readonly deceased: ReadonlySet<string>;
}

type Marriage = MaritalEntries['marriages'][number];

/**
 * Derives the marital status from the registers of marriages, divorces and deaths. A divorce or a spouse's death
 * counts from its own entry on, even while the note in the marriage's entry is still missing. A divorce stays a
 * divorce when the former spouse dies later. Of several marriages that have ended, the last one decides.
 *
 * @returns `null` for a person whose own death is registered: nobody confirms the status of the dead, and the end
 *   of the marriage by that death would read as widowhood
 */
export function civilMaritalStatus(
  personalId: string,
  { marriages, divorces, deceased }: MaritalEntries,
): CivilMaritalStatus | null {
  if (deceased.has(personalId)) return null;
  const divorced = new Set(divorces.map(({ marriageCertificateNumber }) => marriageCertificateNumber));
  const states = marriages
    .toSorted((a, b) => (a.establishedOn < b.establishedOn ? -1 : 1))
    .map((marriage) => stateOf(marriage, divorced, deceased));
  if (states.includes('MARRIED')) return 'MARRIED';
  // A divorce without its marriage: the marriage's register is abroad or still on paper.
  return states.at(-1) ?? (divorces.length > 0 ? 'DIVORCED' : 'NEVER_MARRIED');
}

function stateOf(
  { certificateNumber, status, spouseId }: Marriage,
  divorced: ReadonlySet<string>,
  deceased: ReadonlySet<string>,
): CivilMaritalStatus {
  if (status === 'ENDED_BY_DIVORCE' || divorced.has(certificateNumber)) return 'DIVORCED';
  if (status === 'ENDED_BY_DEATH' || deceased.has(spouseId)) return 'WIDOWED';
  return 'MARRIED';
}
