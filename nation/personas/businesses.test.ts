import { describe, expect, it } from 'vitest';
import { enterprise, id, nation, parcel } from './look-up.fixture.ts';

/** What makes each of them special, as a check; one without a check fails below. */
const CLAIMS: Readonly<Record<string, () => void>> = {
  bank: () => {
    expect(enterprise('bank')).toMatchObject({ type: 'JOINT_STOCK', status: 'ACTIVE' });
    const mortgagees = nation.parcels.flatMap(({ mortgages }) => mortgages.map((one) => one.mortgageeCode));
    expect(new Set(mortgagees)).toEqual(new Set([id('bank')]));
  },
  'large-employer': () => {
    const employees = new Map<string | null, number>();
    for (const { periods } of nation.insurance) {
      for (const { until, employerCode } of periods) {
        if (until === null) employees.set(employerCode, (employees.get(employerCode) ?? 0) + 1);
      }
    }
    employees.delete(null);
    expect(employees.get(id('large-employer'))).toBe(Math.max(...employees.values()));
    expect(employees.get(id('large-employer'))).toBeGreaterThanOrEqual(120);
  },
  'joint-stock': () => {
    const { members } = enterprise('joint-stock');
    expect(members.filter(({ holder }) => 'personalId' in holder)).toHaveLength(30);
    expect(members.filter(({ holder }) => 'enterpriseCode' in holder)).toHaveLength(2);
  },
  'profile-enterprise': () => {
    const { members } = enterprise('profile-enterprise');
    expect(members[0]).toMatchObject({ holder: { personalId: id('profile') }, sharePercent: 60 });
  },
  partnership: () => {
    expect(enterprise('partnership').members.map(({ role }) => role)).toEqual([
      'GENERAL_PARTNER',
      'GENERAL_PARTNER',
      'MEMBER',
    ]);
  },
  'dissolved-enterprise': () => {
    expect(enterprise('dissolved-enterprise')).toMatchObject({
      status: 'DISSOLVED',
      statusSince: '2022-08-15',
    });
  },
  'suspended-enterprise': () => {
    expect(enterprise('suspended-enterprise')).toMatchObject({
      type: 'PRIVATE_ENTERPRISE',
      status: 'SUSPENDED',
      statusSince: '2026-05-01',
    });
  },
  'triple-first': () => ownedByTripleOwner('triple-first'),
  'triple-second': () => ownedByTripleOwner('triple-second'),
  'triple-third': () => ownedByTripleOwner('triple-third'),
  'profile-home-parcel': () => {
    const { communeCode, rights, mortgages } = parcel('profile-home-parcel');
    expect(communeCode).toBe('00004');
    expect(rights.map(({ holder, form }) => [holder, form])).toEqual([
      [{ personalId: id('profile') }, 'COMMON'],
      [{ personalId: id('profile-spouse') }, 'COMMON'],
    ]);
    expect(mortgages).toMatchObject([{ mortgageeCode: id('bank'), dischargedOn: null }]);
  },
  'profile-second-parcel': () => {
    const { communeCode, uses, mortgages } = parcel('profile-second-parcel');
    expect([communeCode, uses.length, mortgages]).toEqual(['09700', 2, []]);
  },
  'common-parcel': () => {
    const { rights } = parcel('common-parcel');
    expect(rights.map(({ form }) => form)).toEqual(['COMMON', 'COMMON', 'COMMON', 'COMMON']);
  },
  'mortgaged-enterprise-parcel': () => {
    const { rights, mortgages } = parcel('mortgaged-enterprise-parcel');
    expect(rights.map(({ holder }) => holder)).toEqual([{ enterpriseCode: id('large-employer') }]);
    expect(mortgages.map(({ dischargedOn }) => dischargedOn === null)).toEqual([false, true]);
  },
  'resurveyed-parcel': () => {
    const { formerIdentifiers, certificates } = parcel('resurveyed-parcel');
    expect(formerIdentifiers).toHaveLength(2);
    expect(certificates.map(({ serial, status }) => [serial.length, status])).toEqual([
      [9, 'REPLACED'],
      [11, 'VALID'],
    ]);
  },
  'protected-enterprise': () => {
    const { members, representatives } = enterprise('protected-enterprise');
    expect(representatives.map(({ personalId }) => personalId)).toEqual([id('protected-first')]);
    expect(members).toMatchObject([
      { holder: { personalId: id('protected-first') }, sharePercent: 70 },
      { holder: { personalId: id('protected-spouse') }, sharePercent: 30 },
    ]);
  },
  'protected-parcel': () => {
    const { communeCode, rights } = parcel('protected-parcel');
    expect(communeCode).toBe('00004');
    expect(rights.map(({ holder, form }) => [holder, form])).toEqual([
      [{ personalId: id('protected-first') }, 'COMMON'],
      [{ personalId: id('protected-spouse') }, 'COMMON'],
    ]);
  },
};

function ownedByTripleOwner(key: string): void {
  expect(enterprise(key).members).toMatchObject([
    { holder: { personalId: id('triple-owner') }, role: 'OWNER', sharePercent: 100 },
  ]);
}

describe('businesses and parcels among the personas', () => {
  const ours = nation.personas.filter(({ kind }) => kind !== 'CITIZEN');

  it.each(ours.map(({ key, special }) => [key, special] as const))('%s: %s', (key) => {
    const claim = CLAIMS[key];
    if (claim === undefined) throw new Error(`no check for persona ${key}`);
    claim();
  });

  it('are checked one by one', () => {
    expect(new Set(Object.keys(CLAIMS))).toEqual(new Set(ours.map(({ key }) => key)));
  });
});
