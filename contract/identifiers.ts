/**
 * Identifiers and their check rules, each as one function that answers `undefined` (valid) or one sentence that
 * says what is wrong. Gateway and subgraphs use the same rules, so a wrong number is refused before any look-up.
 */

/** What is wrong with an identifier, in one sentence without the identifier; `undefined` when it is valid. */
export type IdentifierCheck = (text: string) => string | undefined;

/**
 * The 63 province codes in force until 30 June 2025. Personal identification numbers keep them for ever, so they
 * are decoded with this list only, never with the 34 codes of today (seven of which changed their meaning).
 * Source: the list used for number prefixes, general knowledge of high confidence.
 */
export const OLD_PROVINCE_CODES: ReadonlySet<string> = new Set(
  (
    '01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 ' +
    '54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96'
  ).split(' '),
);

/** First digit of the prefix of every synthetic person: 9 + an old province code, or 900 for "born abroad". */
export const SYNTHETIC_PREFIX = '9';

/**
 * Personal identification number (số định danh cá nhân), 12 digits: three for the place of birth registration,
 * one for century and sex, two for the year of birth, six at random. It has no check digit, but it can be
 * impossible: an unknown place, or a birth in the future. (Law 26/2023/QH15, art. 12; Circular 59/2021/TT-BCA.)
 */
export const checkPersonalId: IdentifierCheck = (text) => {
  if (!/^\d{12}$/.test(text)) return 'expected exactly 12 digits';
  const place = placeProblem(text.slice(0, 3));
  if (place !== undefined) return place;
  const year = personalIdBirthYear(text);
  const thisYear = new Date().getUTCFullYear();
  if (year <= thisYear) return undefined;
  return `digits 4 to 6 (sex, century and year) mean a birth in ${year}; expected ${thisYear} or earlier`;
};

function placeProblem(prefix: string): string | undefined {
  const first = prefix.charAt(0);
  const rest = prefix.slice(1);
  if (first === '0' || first === SYNTHETIC_PREFIX) {
    const known = OLD_PROVINCE_CODES.has(rest) || prefix === `${SYNTHETIC_PREFIX}00`;
    return known ? undefined : `digits 1 to 3 are ${prefix}, which is no place of birth registration`;
  }
  return undefined;
}

/** Year of birth that a well-formed personal identification number states: `(⌊digit 4 / 2⌋ + 19) × 100 + YY`. */
export function personalIdBirthYear(personalId: string): number {
  return (Math.floor(Number(personalId.charAt(3)) / 2) + 19) * 100 + Number(personalId.slice(4, 6));
}

/** Sex at birth that a well-formed personal identification number states: an odd fourth digit is female. */
export function personalIdSex(personalId: string): 'MALE' | 'FEMALE' {
  return Number(personalId.charAt(3)) % 2 === 1 ? 'FEMALE' : 'MALE';
}

/** Number of the former 9-digit identity card (chứng minh nhân dân, CMND). */
export const checkOldIdNumber: IdentifierCheck = (text) =>
  /^\d{9}$/.test(text) ? undefined : 'expected exactly 9 digits';

const ENTERPRISE_CODE_WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const;

/**
 * Check digit of an enterprise code from its first nine digits: `10 − (Σ digit × weight mod 11)`.
 * The result 10 means that such a code is never issued. (Circular 86/2024/TT-BTC, art. 5; the weights were tested
 * on 26 published codes.)
 */
export function enterpriseCodeCheckDigit(firstNine: string): number {
  const sum = ENTERPRISE_CODE_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number(firstNine.charAt(index)),
    0,
  );
  return 10 - (sum % 11);
}

/** Enterprise code (mã số doanh nghiệp), also the tax code: ten digits, the last one a check digit. */
export const checkEnterpriseCode: IdentifierCheck = (text) => {
  if (!/^\d{10}$/.test(text)) return 'expected exactly 10 digits';
  const expected = enterpriseCodeCheckDigit(text.slice(0, 9));
  if (expected === 10) return 'its first nine digits are a combination that is never issued';
  if (Number(text.charAt(9)) === expected) return undefined;
  return `the check digit (digit 10) is ${text.charAt(9)}, expected ${expected}`;
};

/** Code of a branch (mã số chi nhánh): enterprise code, hyphen, 001 to 999. */
export const checkBranchCode: IdentifierCheck = (text) => {
  if (!/^\d{10}-\d{3}$/.test(text) || text.endsWith('-000')) return 'expected 10 digits, "-", 001 to 999';
  return checkEnterpriseCode(text.slice(0, 10));
};

/** Code of an administrative unit in force since 1 July 2025: two digits (province) or five (commune). */
export const checkAdministrativeUnitCode: IdentifierCheck = (text) =>
  /^(\d{2}|\d{5})$/.test(text) ? undefined : 'expected 2 digits (province) or 5 digits (commune)';

/** Social-insurance number (mã số bảo hiểm xã hội): ten digits; replaced by the personal number from 1 August 2025. */
export const checkSocialInsuranceNumber: IdentifierCheck = (text) =>
  /^\d{10}$/.test(text) ? undefined : 'expected exactly 10 digits';

/** Health-insurance card (thẻ BHYT): 10 digits since 2021, or the older 15 characters such as DN4010112345678. */
export const checkHealthInsuranceCardNumber: IdentifierCheck = (text) =>
  /^(\d{10}|[A-Z]{2}[1-5]\d{12})$/.test(text)
    ? undefined
    : 'expected 10 digits, or 2 letters, a digit 1 to 5 and 12 digits';

/** Serial of a land-use certificate (số phát hành GCN): two Vietnamese capitals, then 8 (new) or 6 (older) digits. */
export const checkCertificateSerial: IdentifierCheck = (text) =>
  /^[A-ZĐ]{2} (\d{8}|\d{6})$/.test(text)
    ? undefined
    : 'expected two capital letters, a space, and 8 digits (or 6 on older certificates)';

/** Administrative procedure (mã thủ tục hành chính): a digit 1 to 3, a dot, six digits; trailing zeros count. */
export const checkProcedureCode: IdentifierCheck = (text) => {
  if (/^[1-3]\.\d{6}$/.test(text)) return undefined;
  const hint = /^[1-3]\.\d{1,5}$/.test(text) ? ' (did a spreadsheet drop trailing zeros?)' : '';
  return `expected a digit 1 to 3, a dot and six digits, as in 1.001193${hint}`;
};
