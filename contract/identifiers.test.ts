import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  checkAdministrativeUnitCode,
  checkBranchCode,
  checkCertificateSerial,
  checkEnterpriseCode,
  checkHealthInsuranceCardNumber,
  checkOldIdNumber,
  checkPersonalId,
  checkProcedureCode,
  checkSocialInsuranceNumber,
  enterpriseCodeCheckDigit,
  type IdentifierCheck,
  OLD_PROVINCE_CODES,
  personalIdBirthYear,
  personalIdSex,
} from './identifiers.ts';

const twoDigits = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'));

describe('a personal identification number', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-21T03:00:00Z'), toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['male, born in the 20th century', '901089000001', 1989, 'MALE'],
    ['female, born in the 20th century', '901189000001', 1989, 'FEMALE'],
    ['male, born in the 21st century', '901204000001', 2004, 'MALE'],
    ['female, born in the 21st century', '901304000001', 2004, 'FEMALE'],
    ['born this year', '901226000001', 2026, 'MALE'],
    ['born abroad, synthetic', '900204000001', 2004, 'MALE'],
    ['born abroad, code of a country', '100204000001', 2004, 'MALE'],
  ] as const)('states %s', (_case, personalId, year, sex) => {
    expect(checkPersonalId(personalId)).toBeUndefined();
    expect(personalIdBirthYear(personalId)).toBe(year);
    expect(personalIdSex(personalId)).toBe(sex);
  });

  it.each([
    ['next year', '901227000001', 'a birth in 2027'],
    ['the 22nd century, male', '901404000001', 'a birth in 2104'],
    ['the 22nd century, female', '901504000001', 'a birth in 2104'],
    ['the 24th century', '901999000001', 'a birth in 2399'],
  ])('cannot state a birth in %s', (_case, personalId, problem) => {
    expect(checkPersonalId(personalId)).toContain(problem);
  });

  it('begins with an old province code, real or synthetic, and with no other', () => {
    expect(OLD_PROVINCE_CODES.size).toBe(63);
    for (const first of ['0', '9']) {
      const accepted = twoDigits.filter((code) => checkPersonalId(`${first}${code}204000001`) === undefined);
      const bornAbroad = first === '9' ? ['00'] : [];
      expect(accepted).toEqual([...bornAbroad, ...OLD_PROVINCE_CODES]);
    }
  });

  it('keeps the codes of provinces that no longer exist, such as Bắc Kạn (06)', () => {
    expect(checkPersonalId('906204000001')).toBeUndefined();
    expect(checkPersonalId('905204000001')).toContain('digits 1 to 3 are 905');
  });

  it.each([
    ['eleven digits', '90120400000'],
    ['thirteen digits', '9012040000011'],
    ['a letter', '90120400000O'],
    ['a space', '901204 00001'],
    ['digits of another script', '９０１２０４０００００１'],
    ['a line end', '901204000001\n'],
    ['nothing', ''],
  ])('is refused when it has %s', (_case, text) => {
    expect(checkPersonalId(text)).toBe('expected exactly 12 digits');
  });
});

describe('an enterprise code', () => {
  it('has the check digit of the worked example 0100109106', () => {
    expect(enterpriseCodeCheckDigit('010010910')).toBe(6);
    expect(checkEnterpriseCode('0100109106')).toBeUndefined();
    expect(checkEnterpriseCode('0100109107')).toBe('the check digit (digit 10) is 7, expected 6');
  });

  it('is accepted with its computed last digit and with no other', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), (firstNine) => {
        const digit = enterpriseCodeCheckDigit(firstNine);
        for (let last = 0; last <= 9; last++) {
          expect(checkEnterpriseCode(`${firstNine}${last}`) === undefined).toBe(last === digit);
        }
      }),
    );
  });

  it('is never issued where the rule gives 10, whatever its last digit', () => {
    const neverIssued = '010010916';
    expect(enterpriseCodeCheckDigit(neverIssued)).toBe(10);
    for (let last = 0; last <= 9; last++) {
      expect(checkEnterpriseCode(`${neverIssued}${last}`)).toContain('never issued');
    }
  });

  it('is told apart from one with two neighbouring digits exchanged', () => {
    expect(checkEnterpriseCode('0100109106')).toBeUndefined();
    expect(checkEnterpriseCode('0100190106')).toContain('check digit');
  });

  it.each(['', '010010910', '01001091066', '0100109106-001', '010010910X', '0100109106\n'])(
    'has exactly ten digits, unlike %j',
    (text) => {
      expect(checkEnterpriseCode(text)).toBe('expected exactly 10 digits');
    },
  );
});

/** Values that a rule accepts, beside near misses that it refuses. */
const TWINS: readonly [string, IdentifierCheck, readonly string[], readonly string[]][] = [
  [
    'branch code',
    checkBranchCode,
    ['0100109106-001', '0100109106-999'],
    ['0100109106-000', '0100109106-1', '0100109106001', '0100109107-001', '0100109106-1000', '0100109106'],
  ],
  ['old identity-card number', checkOldIdNumber, ['012345678'], ['01234567', '0123456789', '01234567A', '']],
  [
    'administrative-unit code',
    checkAdministrativeUnitCode,
    ['01', '00004'],
    ['1', '001', '0001', '000041', '0A', ''],
  ],
  [
    'social-insurance number',
    checkSocialInsuranceNumber,
    ['0123456789'],
    ['012345678', '01234567890', 'X123456789'],
  ],
  [
    'health-insurance card number',
    checkHealthInsuranceCardNumber,
    ['0123456789', 'DN4010112345678', 'TE1010112345678', 'HN5010112345678'],
    [
      'DN6010112345678',
      'DN0010112345678',
      'dn4010112345678',
      'DN401011234567',
      'D44010112345678',
      '012345678',
    ],
  ],
  [
    'certificate serial',
    checkCertificateSerial,
    ['AA 12345678', 'BA 123456', 'ĐA 12345678'],
    ['BA123456', 'ba 123456', 'B 123456', 'BA 1234567', 'BA  123456', 'BAC 123456'],
  ],
  [
    'procedure code',
    checkProcedureCode,
    ['1.001193', '2.002308', '3.000001'],
    ['4.001193', '0.001193', '2,002308', '1001193', '1.0011930', '1.00119A'],
  ],
];

describe.each(TWINS)('a %s', (_name, check, valid, invalid) => {
  it.each(valid)('may be %j', (text) => {
    expect(check(text)).toBeUndefined();
  });
  it.each(invalid)('may not be %j', (text) => {
    expect(check(text)).toMatch(/^(expected|the check digit)/);
  });
});

describe('a refusal', () => {
  it('of a procedure code names the likely cause only when zeros may have been dropped', () => {
    expect(checkProcedureCode('1.00252')).toContain('trailing zeros');
    expect(checkProcedureCode('4.002520')).not.toContain('trailing zeros');
  });

  it('never repeats the whole identifier', () => {
    const checks = [checkPersonalId, ...TWINS.map(([, check]) => check)];
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z.-]{9,15}$/), fc.constantFrom(...checks), (text, check) => {
        expect(check(text) ?? '').not.toContain(text);
      }),
    );
  });
});
