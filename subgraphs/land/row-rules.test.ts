import { describe, expect, it } from 'vitest';
import type { GrantedContext } from '../kit/index.ts';
import { isHeldBy, mayReadParcel } from './row-rules.ts';

const ANN = '901195000001';
const BEN = '901090000002';

const under = (jurisdiction: 'national' | readonly string[]): Pick<GrantedContext, 'grant'> => ({
  grant: {
    audience: 'land',
    agency: 'ANY',
    purpose: 'ANY',
    elements: [],
    jurisdiction,
    checkedTypes: ['Citizen'],
    linkKey: 'bGluaw',
    expiresAt: Number.MAX_SAFE_INTEGER,
  },
});

describe('which parcels a grant reaches', () => {
  it('reaches every parcel with a national grant, and says that it is not limited', () => {
    expect(mayReadParcel({ communeCode: '00004' }, under('national'))).toBe(true);
  });

  it('reaches the parcels of its communes, and no others', () => {
    const local = under(['00004', '00008']);
    expect(mayReadParcel({ communeCode: '00008' }, local)).toBe(true);
    expect(mayReadParcel({ communeCode: '00025' }, local)).toBe(false);
  });

  it('is limited on a citizen’s own token to the parcels that this citizen shares', () => {
    expect(isHeldBy(ANN, [{ holderPersonalId: BEN }, { holderPersonalId: ANN }])).toBe(true);
    expect(isHeldBy(ANN, [{ holderPersonalId: BEN }])).toBe(false);
    expect(isHeldBy(ANN, [{ holderPersonalId: null }])).toBe(false);
  });
});
