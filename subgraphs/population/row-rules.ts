import type { GrantedContext } from '../kit/index.ts';
import type { CitizenRow } from './tables.ts';

/**
 * A citizen's own token reads that citizen; an agency reads the citizens who live in its jurisdiction, be it their
 * permanent, temporary or current residence (nơi thường trú, tạm trú, ở hiện tại), in the communes of today.
 */
export function mayReadCitizen(row: CitizenRow, { grant }: GrantedContext): boolean {
  if (grant.subject !== undefined && grant.subject !== row.personalId) return false;
  if (grant.jurisdiction === 'national') return true;
  const communes = [row.permanentCommuneCode, row.temporaryCommuneCode, row.currentCommuneCode];
  const { jurisdiction } = grant;
  return communes.some((commune) => commune !== null && jurisdiction.includes(commune));
}
