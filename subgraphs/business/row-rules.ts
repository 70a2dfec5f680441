import type { GrantedContext } from '../kit/index.ts';

/**
 * A citizen's own token reads that citizen only. Jurisdiction limits residents, and this register does not know who
 * lives where; enterprises themselves are readable nationwide.
 */
export function mayReadCitizen(
  { personalId }: { readonly personalId: string },
  { grant }: GrantedContext,
): boolean {
  return grant.subject === undefined || grant.subject === personalId;
}
