import type { GrantedContext } from '../kit/index.ts';

/**
 * A citizen's own token reads that citizen only: a register entry leads to parents and spouses, whose entries stand
 * in the same registers. Jurisdiction goes by residence, which civil status does not hold: population checks it.
 */
export function mayReadCitizen(
  { personalId }: { readonly personalId: string },
  { grant }: GrantedContext,
): boolean {
  return grant.subject === undefined || grant.subject === personalId;
}
