import { describe, expect, it } from 'vitest';
import {
  checkCertificateSerial,
  checkEnterpriseCode,
  checkOldIdNumber,
  checkPersonalId,
  checkSocialInsuranceNumber,
  personalIdBirthYear,
  personalIdSex,
} from '../contract/identifiers.ts';
import { enterpriseCode, NumberIssuer, personalIdStart } from './numbers.ts';
import { createRandom } from './random.ts';

describe('the number issuer', () => {
  const random = createRandom(1);
  const numbers = new NumberIssuer();

  it('issues personal numbers that the contract accepts and that say sex and year', () => {
    for (const [sex, year] of [
      ['MALE', 1985],
      ['FEMALE', 1921],
      ['MALE', 2026],
      ['FEMALE', 2000],
    ] as const) {
      const id = numbers.personalId('35', sex, year, random);
      expect(checkPersonalId(id)).toBeUndefined();
      expect(id.slice(0, 3)).toBe('935');
      expect([personalIdSex(id), personalIdBirthYear(id)]).toEqual([sex, year]);
    }
    expect(personalIdStart('00', 'FEMALE', 1989)).toBe('900189');
  });

  it('never issues a number twice', () => {
    const drawn = Array.from({ length: 3000 }, () => numbers.personalId('01', 'MALE', 1990, random));
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('claims a fixed number once only', () => {
    expect(numbers.claim('901085100001')).toBe('901085100001');
    expect(() => numbers.claim('901085100001')).toThrow('issued twice');
  });

  it('issues the other numbers in their forms', () => {
    expect(checkOldIdNumber(numbers.oldIdNumber(random))).toBeUndefined();
    expect(checkSocialInsuranceNumber(numbers.socialInsuranceNumber(random))).toBeUndefined();
    expect(checkCertificateSerial(numbers.certificateSerial('NEW', random))).toBeUndefined();
    expect(numbers.certificateSerial('OLD', random)).toMatch(/^[XYZ][A-ZĐ] \d{6}$/);
    expect(checkEnterpriseCode(numbers.enterpriseCode(random))).toBeUndefined();
  });

  it('has no enterprise code where the check digit would be 10', () => {
    const codes = Array.from({ length: 200 }, (_, serial) => enterpriseCode(serial));
    expect(codes.filter((code) => code === undefined).length).toBeGreaterThan(10);
    for (const code of codes) if (code !== undefined) expect(checkEnterpriseCode(code)).toBeUndefined();
  });
});
