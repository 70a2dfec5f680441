import type { GrantedContext } from '../kit/index.ts';
import type { CitizenRow } from './tables.ts';

/**
 * An agency reads the citizens who live in its jurisdiction, be it their permanent, temporary or current residence
 * (nơi thường trú, tạm trú, ở hiện tại), in the communes of today. This register knows it by itself, whatever the
 * subject pass says.
 */
export function mayReadCitizen(row: CitizenRow, { grant }: Pick<GrantedContext, 'grant'>): boolean {
  if (grant.jurisdiction === 'national') return true;
  const communes = [row.permanentCommuneCode, row.temporaryCommuneCode, row.currentCommuneCode];
  const { jurisdiction } = grant;
  return communes.some((commune) => commune !== null && jurisdiction.includes(commune));
}
