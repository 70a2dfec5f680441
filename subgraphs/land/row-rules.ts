import type { GrantedContext } from '../kit/index.ts';
import type { LandParcelRow, LandUseRightRow } from './tables.ts';

/** A parcel lies in the jurisdiction when its commune of today does, under whatever code it was once registered. */
export function mayReadParcel(
  { communeCode }: Pick<LandParcelRow, 'communeCode'>,
  { grant }: Pick<GrantedContext, 'grant'>,
): boolean {
  return grant.jurisdiction === 'national' || grant.jurisdiction.includes(communeCode);
}

/**
 * Whether a person has one of these rights. On a citizen's own token a parcel must be one of that citizen; this needs
 * the parcel's rights, so it is checked where a parcel is looked up, and not for each field.
 */
export function isHeldBy(
  personalId: string,
  rights: readonly Pick<LandUseRightRow, 'holderPersonalId'>[],
): boolean {
  return rights.some(({ holderPersonalId }) => holderPersonalId === personalId);
}
