import { describe, expect, it } from 'vitest';
import { yearsBetween } from '../contract/calendar.ts';
import { checkBranchCode, checkEnterpriseCode } from '../contract/identifiers.ts';
import { officialCommunes } from './communes.fixture.ts';
import { assembleEnterprise, splitShares, WHOLE } from './enterprise.ts';
import { AS_OF, type Enterprise, LINES_OF_BUSINESS, type Person } from './index.ts';
import { duplicates, nationOf } from './nation.fixture.ts';
import { createRandom } from './random.ts';

const nation = nationOf(2000);
const people = new Map(nation.people.map((person) => [person.personalId, person]));
const enterprises = new Map(nation.enterprises.map((enterprise) => [enterprise.enterpriseCode, enterprise]));
const communes = new Set(officialCommunes().map(({ code }) => code));

function citizen(id: string): Person {
  const found = people.get(id);
  if (found === undefined) throw new Error(`${id} is nobody`);
  return found;
}

/** Whether the members are as many and of the kind that the law asks of the type. */
function isLawful({ type, members }: Enterprise): boolean {
  const roles = members.map(({ role }) => role);
  const citizens = members.filter(({ holder }) => 'personalId' in holder);
  switch (type) {
    case 'SINGLE_MEMBER_LLC':
      return roles.join() === 'OWNER';
    case 'PRIVATE_ENTERPRISE':
      return roles.join() === 'OWNER' && citizens.length === 1;
    case 'MULTI_MEMBER_LLC':
      return members.length >= 2 && members.length <= 50 && roles.every((role) => role === 'MEMBER');
    case 'JOINT_STOCK':
      return members.length >= 3 && roles.every((role) => role === 'SHAREHOLDER');
    case 'PARTNERSHIP': {
      const general = members.filter(({ role }) => role === 'GENERAL_PARTNER');
      return general.length >= 2 && general.every(({ holder }) => 'personalId' in holder);
    }
  }
}

describe('enterprises', () => {
  it('have codes with the right check digit, once, and names that say they are synthetic', () => {
    const codes = nation.enterprises.map(({ enterpriseCode }) => enterpriseCode);
    expect(codes.flatMap((code) => checkEnterpriseCode(code) ?? [])).toEqual([]);
    expect(duplicates(codes)).toEqual([]);
    expect(duplicates(nation.enterprises.map(({ name }) => name))).toEqual([]);
    for (const { name } of nation.enterprises) expect(name.endsWith('(dữ liệu giả lập)')).toBe(true);
  });

  it('are 1.1 per hundred citizens besides the personas, and at least 12', () => {
    const businesses = nation.personas.filter(({ kind }) => kind === 'BUSINESS').length;
    expect(nation.enterprises.length - businesses).toBe(22);
    expect(nationOf(200).enterprises.length - businesses).toBe(12);
  });

  it('show every type and every status even in the smallest country', () => {
    const small = nationOf(200).enterprises;
    expect(new Set(small.map(({ type }) => type)).size).toBe(5);
    expect(new Set(small.map(({ status }) => status)).size).toBe(7);
    for (const { status, statusSetBy } of small) {
      if (status === 'NOT_AT_ADDRESS') expect(statusSetBy).toBe('TAX');
      if (status === 'IN_BANKRUPTCY') expect(statusSetBy).toBe('COURT');
    }
  });

  it('have the members that the law asks of their type', () => {
    expect(nation.enterprises.filter((enterprise) => !isLawful(enterprise))).toEqual([]);
    const owners = nation.enterprises.flatMap(({ type, members }) =>
      members.flatMap(({ holder, role }) => {
        const unlimited = type === 'PRIVATE_ENTERPRISE' || role === 'GENERAL_PARTNER';
        return unlimited && 'personalId' in holder ? [holder.personalId] : [];
      }),
    );
    expect(duplicates(owners)).toEqual([]);
  });

  it('belong to adults and enterprises that exist, from the foundation or later', () => {
    let held = 0;
    for (const { foundedOn, members, enterpriseCode } of nation.enterprises) {
      for (const { holder, since } of members) {
        expect(since >= foundedOn).toBe(true);
        if ('personalId' in holder) {
          expect(yearsBetween(citizen(holder.personalId).birthDate, since)).toBeGreaterThanOrEqual(18);
        } else {
          held += 1;
          expect(enterprises.has(holder.enterpriseCode)).toBe(true);
          expect(holder.enterpriseCode).not.toBe(enterpriseCode);
        }
      }
    }
    expect(held).toBeGreaterThan(3);
  });

  it('are divided into shares of 100.00 % and contributions of the charter capital', () => {
    for (const { members, charterCapitalVnd } of nation.enterprises) {
      expect(members.reduce((sum, { sharePercent }) => sum + Math.round(sharePercent * 100), 0)).toBe(10_000);
      expect(members.reduce((sum, { contributionVnd }) => sum + contributionVnd, 0n)).toBe(charterCapitalVnd);
    }
  });

  it('are represented by adults, who are alive while the enterprise is active', () => {
    for (const { representatives, status, foundedOn } of nation.enterprises) {
      expect(representatives.length).toBeGreaterThan(0);
      for (const { personalId, since } of representatives) {
        expect(yearsBetween(citizen(personalId).birthDate, since)).toBeGreaterThanOrEqual(18);
        expect(since >= foundedOn).toBe(true);
        if (status === 'ACTIVE') expect(citizen(personalId).deathOrMissing).toBeNull();
      }
    }
  });

  it('have a history that begins with the foundation and goes on in order', () => {
    for (const { changes, foundedOn, statusSince } of nation.enterprises) {
      expect(changes[0]).toMatchObject({ number: 0, changedOn: foundedOn });
      expect(changes.map(({ number }) => number)).toEqual(changes.map((_, index) => index));
      const days = changes.map(({ changedOn }) => changedOn);
      expect(days).toEqual([...days].sort());
      expect([statusSince >= foundedOn, statusSince <= AS_OF]).toEqual([true, true]);
    }
  });

  it('have branches in real communes, and lines of business on the list with one main line', () => {
    const lines = new Set(LINES_OF_BUSINESS.map(({ code }) => code));
    expect(lines.size).toBe(LINES_OF_BUSINESS.length);
    expect(nation.enterprises.some(({ branches }) => branches.length > 0)).toBe(true);
    for (const { branches, linesOfBusiness, headOffice } of nation.enterprises) {
      expect(communes.has(headOffice.communeCode ?? '')).toBe(true);
      for (const { code, place } of branches) {
        expect(checkBranchCode(code)).toBeUndefined();
        expect(communes.has(place.communeCode ?? '')).toBe(true);
      }
      expect(linesOfBusiness.filter(({ main }) => main)).toHaveLength(1);
      expect(duplicates(linesOfBusiness.map(({ code }) => code))).toEqual([]);
      for (const { code } of linesOfBusiness) expect(lines.has(code)).toBe(true);
    }
  });
});

describe('assembling an enterprise', () => {
  const [sample] = nation.enterprises;
  const parts = {
    code: '9900001027',
    names: { name: 'A', foreignName: null, shortName: null },
    type: 'SINGLE_MEMBER_LLC',
    status: 'ACTIVE',
    statusSince: 18_000,
    foundedOn: 18_000,
    capitalVnd: 1_000_000n,
    headOffice: sample?.headOffice ?? { country: 'VN', communeCode: '00004', detail: '', asRecorded: null },
    representatives: [],
    lines: ['1811'],
    insuranceUnit: 'A03',
  } as const;
  const owner = { holder: { personalId: '901085100001' }, role: 'OWNER', since: 18_000 } as const;

  it('works with shares that add up, and refuses others', () => {
    const whole = assembleEnterprise({ ...parts, holdings: [{ ...owner, share: WHOLE }] });
    expect(whole.members[0]).toMatchObject({ sharePercent: 100, contributionVnd: 1_000_000n });
    expect(whole.insuranceUnitCode).toBe('9900001027DNA03');
    expect(() => assembleEnterprise({ ...parts, holdings: [{ ...owner, share: 9999 }] })).toThrow(
      'add up to 9999',
    );
  });

  it('splits shares that add up for any number of holders', () => {
    const random = createRandom(1);
    for (let count = 1; count <= 60; count += 1) {
      const shares = splitShares(count, random);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(WHOLE);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }
  });
});
