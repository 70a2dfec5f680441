import { describe, expect, it } from 'vitest';
import type { GrantedContext } from '../kit/index.ts';
import { isHeldBy, mayReadCitizen, mayReadParcel } from './row-rules.ts';

const ANN = '901195000001';
const BEN = '901090000002';

function grantedWith(limits: { jurisdiction?: readonly string[]; subject?: string }): GrantedContext {
  const { jurisdiction = 'national', subject } = limits;
  return {
    grant: {
      audience: 'land',
      agency: 'ANY',
      purpose: 'ANY',
      elements: [],
      jurisdiction,
      expiresAt: Number.MAX_SAFE_INTEGER,
      ...(subject === undefined ? {} : { subject }),
    },
    granted: new Set(),
  };
}

describe('which parcels a grant reaches', () => {
  it('reaches every parcel with a national grant, and says that it is not limited', () => {
    expect(mayReadParcel({ communeCode: '00004' }, grantedWith({}))).toBe(true);
  });

  it('reaches the parcels of its communes, and no others', () => {
    const local = grantedWith({ jurisdiction: ['00004', '00008'] });
    expect(mayReadParcel({ communeCode: '00008' }, local)).toBe(true);
    expect(mayReadParcel({ communeCode: '00025' }, local)).toBe(false);
  });

  it('is limited on a citizen’s own token to the parcels that this citizen shares', () => {
    expect(isHeldBy(ANN, [{ holderPersonalId: BEN }, { holderPersonalId: ANN }])).toBe(true);
    expect(isHeldBy(ANN, [{ holderPersonalId: BEN }])).toBe(false);
    expect(isHeldBy(ANN, [{ holderPersonalId: null }])).toBe(false);
  });
});

describe('which citizens a grant reaches', () => {
  it('reaches with a citizen’s own token that citizen, and no co-owner', () => {
    expect(mayReadCitizen({ personalId: ANN }, grantedWith({ subject: ANN }))).toBe(true);
    expect(mayReadCitizen({ personalId: BEN }, grantedWith({ subject: ANN }))).toBe(false);
  });

  it('reaches any holder with an agency’s grant: land does not know who lives where', () => {
    expect(mayReadCitizen({ personalId: BEN }, grantedWith({ jurisdiction: ['00004'] }))).toBe(true);
  });
});
