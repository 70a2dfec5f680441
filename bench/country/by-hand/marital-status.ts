import type { Row } from './statements.ts';

/** What the registers of marriages, divorces and deaths make of one person; rows of others among them do not matter. */
export function maritalStatus(
  personalId: unknown,
  marriages: readonly Row[],
  divorces: readonly Row[],
  deceased: ReadonlySet<unknown>,
): string | null {
  if (deceased.has(personalId)) return null;
  const ended = new Set(divorces.map((divorce) => divorce['marriage_certificate_number']));
  const states = marriages.map(({ status, certificate_number, husband_id, wife_id }) => {
    if (status === 'ENDED_BY_DIVORCE' || ended.has(certificate_number)) return 'DIVORCED';
    const spouse = husband_id === personalId ? wife_id : husband_id;
    return status === 'ENDED_BY_DEATH' || deceased.has(spouse) ? 'WIDOWED' : 'MARRIED';
  });
  if (states.includes('MARRIED')) return 'MARRIED';
  return states.at(-1) ?? (divorces.length > 0 ? 'DIVORCED' : 'NEVER_MARRIED');
}
