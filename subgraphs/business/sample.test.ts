import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Enterprise, LINES_OF_BUSINESS, type Nation } from '../../nation/index.ts';
import { sample } from './sample.ts';

const place = { country: 'VN', communeCode: '00004', detail: 'Số 1', asRecorded: null } as const;

function enterprise(enterpriseCode: string, parts: Partial<Enterprise> = {}): Enterprise {
  return {
    enterpriseCode,
    name: `Doanh nghiệp thử nghiệm ${enterpriseCode}`,
    foreignName: null,
    shortName: null,
    type: 'MULTI_MEMBER_LLC',
    status: 'ACTIVE',
    statusSetBy: 'REGISTRY',
    statusSince: '2020-01-01',
    foundedOn: '2020-01-01',
    charterCapitalVnd: 9_007_199_254_740_993n,
    headOffice: place,
    representatives: [],
    members: [],
    linesOfBusiness: [],
    branches: [],
    changes: [{ number: 0, changedOn: '2020-01-01', content: 'Đăng ký thành lập' }],
    insuranceUnitCode: null,
    ...parts,
  };
}

function nationOf(...enterprises: Enterprise[]): Nation {
  const nothing: never[] = [];
  return {
    people: nothing,
    households: nothing,
    births: nothing,
    marriages: nothing,
    divorces: nothing,
    deaths: nothing,
    recognitions: nothing,
    insurance: nothing,
    parcels: nothing,
    personas: nothing,
    enterprises,
  };
}

function rolesOf(...enterprises: Enterprise[]) {
  return [...(sample(nationOf(...enterprises)).businessRoles ?? [])];
}

const day = fc
  .integer({ min: 0, max: 9_000 })
  .map((days) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10));

describe('the business register of the synthetic country', () => {
  it('numbers the roles of the whole country in the order of time, be they of persons or enterprises', () => {
    const older = enterprise('9999000005', {
      representatives: [{ personalId: '901090000001', position: 'Giám đốc', since: '2015-03-01' }],
    });
    const younger = enterprise('9999000270', {
      members: [
        {
          holder: { enterpriseCode: '9999000005' },
          role: 'MEMBER',
          contributionVnd: 1n,
          sharePercent: 33.3,
          since: '2020-01-01',
        },
        {
          holder: { personalId: '901090000001' },
          role: 'MEMBER',
          contributionVnd: 2n,
          sharePercent: 66.7,
          since: '2010-01-01',
        },
      ],
    });
    expect(rolesOf(younger, older)).toMatchObject([
      { id: '1', enterpriseCode: '9999000270', holderPersonalId: '901090000001', holderEnterpriseCode: null },
      { id: '2', enterpriseCode: '9999000005', role: 'LEGAL_REPRESENTATIVE', sharePercent: null },
      { id: '3', holderPersonalId: null, holderEnterpriseCode: '9999000005', sharePercent: '33.30' },
    ]);
  });

  it('keeps numbers and days in step whatever the days are', () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 40 }), (days) => {
        const representatives = days.map((since) => ({ personalId: '901090000001', position: '', since }));
        const roles = rolesOf(enterprise('9999000005', { representatives }));
        expect(roles.map(({ since }) => since)).toEqual(days.toSorted());
        expect(roles.map(({ id }) => id)).toEqual(days.map((_day, index) => String(index + 1)));
      }),
    );
  });

  it('counts only what came after the foundation as a change', () => {
    const founded = enterprise('9999000005');
    const amended = enterprise('9999000270', {
      changes: [...founded.changes, { number: 1, changedOn: '2024-05-06', content: 'Thay đổi trụ sở' }],
    });
    expect([...(sample(nationOf(founded, amended)).businesses ?? [])]).toMatchObject([
      { changeCount: 0, lastAmendedOn: null },
      { changeCount: 1, lastAmendedOn: '2024-05-06' },
    ]);
  });

  it('keeps capital that is larger than a JavaScript number can count', () => {
    const [row] = [...(sample(nationOf(enterprise('9999000005'))).businesses ?? [])];
    expect(row?.charterCapital).toBe('9007199254740993');
  });

  it('names each line of business, and refuses one that has no name', () => {
    const linesOf = (code: string) => {
      const rows = sample(nationOf(enterprise('9999000005', { linesOfBusiness: [{ code, main: true }] })));
      return [...(rows.linesOfBusiness ?? [])];
    };
    for (const { code, nameVi, nameEn } of LINES_OF_BUSINESS) {
      expect(linesOf(code)).toMatchObject([{ id: '1', code, name: nameVi, nameEn, main: true }]);
    }
    expect(() => linesOf('0000')).toThrow('9999000005 has line of business 0000, which has no name.');
  });
});
