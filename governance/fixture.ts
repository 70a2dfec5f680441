import { loadCodes } from './codes.ts';
import { compileGovernance } from './index.ts';
import { GovernanceError, type GovernanceProblem } from './problems.ts';
import type { GovernanceFiles } from './sources.ts';

/** The official code lists, read once for all tests of a file. */
export const CODES = loadCodes();

const AGENCIES = `
agencies:
  - key: C06
    nameVi: Cục Cảnh sát quản lý hành chính về trật tự xã hội
    nameEn: Police Department for Administrative Management of Social Order
    kind: department
    register: C06
    jurisdiction: national
  - key: MOJ
    nameVi: Bộ Tư pháp
    nameEn: Ministry of Justice
    kind: ministry
    register: MOJ
    jurisdiction: national
  - key: WARD
    nameVi: Ủy ban nhân dân phường Ba Đình
    nameEn: People's Committee of Ba Đình ward
    kind: commune-peoples-committee
    parent: MOJ
    jurisdiction: ["00004", "40"]
  - key: BANK
    nameVi: Ngân hàng thử nghiệm
    nameEn: Test bank
    kind: bank
    jurisdiction: national
    synthetic: true
`;

const PURPOSES = `
purposes:
  - code: TTHC:1.001193
    nameVi: Đăng ký khai sinh
    nameEn: Birth registration
    kind: procedure
    procedure: "1.001193"
    legalBasis:
      document: Nghị định số 123/2015/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 07/2025/NĐ-CP
      article: Khoản 1 Điều 2 được sửa đổi bởi Khoản 2 Điều 2
  - code: QLNN:STATISTICS
    nameVi: Thống kê
    nameEn: Statistics
    kind: management
    legalBasis: { document: Law 60/2024/QH15, article: "16" }
  - code: CONSENT:IDENTIFICATION
    nameVi: Nhận biết khách hàng
    nameEn: Identification of a customer
    kind: consent
    legalBasis: { document: Law 26/2023/QH15, article: "10" }
  - code: EMERGENCY
    nameVi: Tình huống khẩn cấp
    nameEn: Emergency
    kind: emergency
    legalBasis: { document: Law 60/2024/QH15, article: "18" }
  - code: OWN-DATA
    nameVi: Dữ liệu của chính mình
    nameEn: Own data
    kind: own-data
    legalBasis: { document: Law 26/2023/QH15, article: "10" }
`;

const DATABASES = `
databases:
  - key: population
    register: NPD
    owner: C06
    legalBasis: { document: Law 26/2023/QH15, article: "9" }
  - key: civil-status
    register: CIV
    owner: MOJ
    legalBasis: { document: Decree 87/2020/NĐ-CP, article: null }
`;

const POPULATION = `
database: population
groups:
  identity:
    nameVi: Thông tin nhân thân
    nameEn: Identity
    legalBasis: { document: Law 26/2023/QH15, article: "9" }
    elements:
      fullName:
        nameVi: Họ, chữ đệm và tên khai sinh
        nameEn: Birth name
        definition: Name as registered at birth.
        class: basic
        format: text
      sex:
        nameVi: Giới tính
        nameEn: Sex
        definition: Sex.
        class: basic
        format: Sex
      ethnicity:
        nameVi: Dân tộc
        nameEn: Ethnic group
        definition: Ethnic group.
        class: sensitive
        format: code
        legalBasis: { document: Decree 356/2025/NĐ-CP, article: "4" }
  beliefs:
    nameVi: Tín ngưỡng
    nameEn: Beliefs
    legalBasis: { document: Law 26/2023/QH15, article: "9" }
    elements:
      religion: { nameVi: Tôn giáo, nameEn: Religion, definition: Religion., class: sensitive, format: text }
  reference:
    nameVi: Danh mục
    nameEn: Code lists
    legalBasis: { document: Law 26/2023/QH15, article: "9" }
    elements:
      sexName: { nameVi: Tên giới tính, nameEn: Name of a sex, definition: Name., class: none, format: text }
`;

const CIVIL_STATUS = `
database: civil-status
groups:
  birth:
    nameVi: Khai sinh
    nameEn: Birth
    legalBasis: { document: Decision 3458/QĐ-BTP, article: "2.3" }
    elements:
      number: { nameVi: Số Giấy khai sinh, nameEn: Number, definition: Number., class: basic, format: text }
`;

const WARD = `
consumer: WARD
agreements:
  - id: ward-pop-01
    provider: C06
    database: population
    purposes: ["TTHC:1.001193"]
    legalBasis: { document: Law 26/2023/QH15, article: "10" }
    elements: [population.identity.*]
    jurisdiction: own
    officer: required
    case: required
    from: "2026-01-01"
    review: "2026-12-25"
    to: "2026-06-30"
    state: active
  - id: ward-civ-01
    provider: MOJ
    database: civil-status
    purposes: ["TTHC:1.001193", "QLNN:STATISTICS"]
    legalBasis: { document: Decision 3458/QĐ-BTP, article: "2.3" }
    elements: [civil-status.birth.number]
    jurisdiction: national
    officer: required
    case: optional
    from: "2026-01-01"
    review: "2026-12-25"
    to: null
    state: active
`;

const BANK = `
consumer: BANK
agreements:
  - id: bank-pop-01
    provider: C06
    database: population
    purposes: ["QLNN:STATISTICS"]
    legalBasis: { document: Law 26/2023/QH15, article: "10" }
    elements: [population.identity.fullName]
    jurisdiction: national
    officer: optional
    case: optional
    consent: required
    from: "2026-01-01"
    review: "2026-12-25"
    to: null
    state: active
`;

const POLICE = `
consumer: C06
agreements:
  - id: c06-pop-01
    provider: C06
    database: population
    purposes: [EMERGENCY]
    legalBasis: { document: Law 60/2024/QH15, article: "18" }
    elements: [population.identity.fullName]
    jurisdiction: national
    officer: required
    case: optional
    protectedUpTo: 2
    from: "2026-01-01"
    review: "2026-12-25"
    to: null
    state: active
`;

const CITIZEN_FILE = `
consumer: CITIZEN
agreements:
  - id: citizen-pop-01
    provider: C06
    database: population
    purposes: [OWN-DATA]
    legalBasis: { document: Law 26/2023/QH15, article: "10" }
    elements: [population.identity.*, population.identity.ethnicity]
    jurisdiction: national
    subject: self
    officer: optional
    case: optional
    from: "2026-01-01"
    review: "2026-12-25"
    to: null
    state: active
`;

/** A small governance folder without any fault: two databases, four agencies, five purposes. */
export const FIXTURE: GovernanceFiles = new Map([
  ['agencies.yaml', AGENCIES],
  ['purposes.yaml', PURPOSES],
  ['databases.yaml', DATABASES],
  ['dictionary/population.yaml', POPULATION],
  ['dictionary/civil-status.yaml', CIVIL_STATUS],
  ['agreements/ward.yaml', WARD],
  ['agreements/bank.yaml', BANK],
  ['agreements/c06.yaml', POLICE],
  ['agreements/citizen.yaml', CITIZEN_FILE],
]);

/** The fixture with one piece of one file replaced; the piece must stand there exactly once. */
export function edited(file: string, piece: string, replacement: string): GovernanceFiles {
  const text = FIXTURE.get(file) ?? '';
  const parts = text.split(piece);
  if (parts.length !== 2) throw new Error(`${file} holds ${JSON.stringify(piece)} ${parts.length - 1} times`);
  return new Map([...FIXTURE, [file, parts.join(replacement)]]);
}

/** What the checks find in these files; empty when they load. */
export function problemsOf(files: GovernanceFiles): readonly GovernanceProblem[] {
  try {
    compileGovernance(files, CODES);
    return [];
  } catch (error) {
    if (error instanceof GovernanceError) return error.problems;
    throw error;
  }
}

/** The line of the first occurrence of a piece of text in a file, counted from 1. */
export function lineIn(files: GovernanceFiles, file: string, piece: string): number {
  const before = (files.get(file) ?? '').split(piece);
  if (before.length < 2) throw new Error(`${file} does not hold ${JSON.stringify(piece)}`);
  return (before[0] ?? '').split('\n').length;
}
