import { describe, expect, it } from 'vitest';
import type { LandParcel, Nation } from '../../nation/index.ts';
import { sample } from './sample.ts';

function parcel(parcelId: string, parts: Partial<LandParcel>): LandParcel {
  return {
    parcelId,
    communeCode: '00004',
    mapSheet: 1,
    parcelNumber: 2,
    formerIdentifiers: [],
    address: 'Thôn 1',
    areaM2: 100.5,
    uses: [],
    rights: [],
    certificates: [],
    mortgages: [],
    ...parts,
  };
}

function rowsOf(...parcels: LandParcel[]) {
  const nothing: never[] = [];
  const nation: Nation = {
    people: nothing,
    households: nothing,
    births: nothing,
    marriages: nothing,
    divorces: nothing,
    deaths: nothing,
    recognitions: nothing,
    enterprises: nothing,
    insurance: nothing,
    personas: nothing,
    parcels,
  };
  return sample(nation);
}

const right = { form: 'COMMON', origin: 'Công nhận quyền sử dụng đất' } as const;

describe('the land register of the synthetic country', () => {
  it('numbers the rights of all parcels in the order of time, so that all parcels of a person are one list', () => {
    const holder = { personalId: '901090000001' };
    const { landUseRights = [] } = rowsOf(
      parcel('P1', { rights: [{ ...right, holder, since: '2019-01-01' }] }),
      parcel('P2', {
        rights: [
          { ...right, holder: { enterpriseCode: '9999000005' }, since: '2020-01-01' },
          { ...right, holder, since: '2018-01-01' },
        ],
      }),
    );
    expect([...landUseRights]).toMatchObject([
      { id: '1', parcelId: 'P2', holderPersonalId: '901090000001', holderEnterpriseCode: null },
      { id: '2', parcelId: 'P1', holderPersonalId: '901090000001', holderEnterpriseCode: null },
      { id: '3', parcelId: 'P2', holderPersonalId: null, holderEnterpriseCode: '9999000005' },
    ]);
  });

  it('puts the certificate in force after those that it replaced, whatever the order in the country', () => {
    const old = { registerEntryNumber: 'H 1', issuedBy: 'UBND', issuedOn: '2005-01-01' };
    const { landCertificates = [] } = rowsOf(
      parcel('P1', {
        certificates: [
          { ...old, serial: 'BA 12345678', issuedOn: '2015-01-01', status: 'VALID' },
          { ...old, serial: 'AB 123456', status: 'REPLACED' },
        ],
      }),
    );
    expect([...landCertificates].map(({ id, status }) => [id, status])).toEqual([
      ['1', 'REPLACED'],
      ['2', 'VALID'],
    ]);
  });

  it('writes areas with two decimals', () => {
    const use = { purpose: 'RICE', areaM2: 60, until: null } as const;
    const { landParcels = [], landUses = [] } = rowsOf(parcel('P1', { uses: [use] }));
    expect([...landParcels, ...landUses].map(({ area }) => area)).toEqual(['100.50', '60.00']);
  });
});
