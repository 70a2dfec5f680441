import type { GrantedContext } from '../kit/index.ts';

/**
 * A citizen's own token reads that citizen only: an employer's declarations lead to colleagues. Jurisdiction goes by
 * residence, which this database does not hold: population checks it.
 */
export function mayReadCitizen(
  { personalId }: { readonly personalId: string },
  { grant }: GrantedContext,
): boolean {
  return grant.subject === undefined || grant.subject === personalId;
}
