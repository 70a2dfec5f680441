import { describeRefusals, type RefusalCase } from './refusal-case.ts';

const AGENCY_CASES: readonly RefusalCase[] = [
  {
    what: 'an unknown key of an agency',
    file: 'agencies.yaml',
    piece: '    parent: MOJ\n',
    wrong: '    parent: MOJ\n    colour: red\n',
    allowed: '    parent: MOJ\n    note: an example\n',
    at: 'colour',
    found: 'the unknown key "colour"',
    expected: 'only the keys key, nameVi, nameEn, kind, register, parent, jurisdiction, synthetic, note',
  },
  {
    what: 'a kind that does not exist',
    file: 'agencies.yaml',
    piece: 'kind: commune-peoples-committee',
    wrong: 'kind: town-hall',
    allowed: 'kind: land-registration-office',
    found: 'kind: "town-hall"',
    expected:
      '"ministry" or "department" or "provincial-department" or "provincial-police" or "commune-police" or ' +
      '"school" or "social-security" or "commune-peoples-committee" or ' +
      '"land-registration-office" or "portal" or "bank"',
  },
  {
    what: 'an agency without a Vietnamese name',
    file: 'agencies.yaml',
    piece: 'nameVi: Bộ Tư pháp',
    wrong: 'nameVi: ""',
    allowed: 'nameVi: Bộ',
    found: 'nameVi: ""',
    expected: 'text that is not empty',
  },
  {
    what: 'two agencies with one key',
    file: 'agencies.yaml',
    piece: '  - key: BANK\n',
    wrong:
      '  - { key: MOJ, nameVi: Bộ, nameEn: Ministry, kind: ministry, jurisdiction: national }\n' +
      '  - key: BANK\n',
    allowed:
      '  - { key: MOJ-2, nameVi: Bộ, nameEn: Ministry, kind: ministry, jurisdiction: national }\n' +
      '  - key: BANK\n',
    found: '"MOJ" again (first on line 9)',
    expected: 'each one once',
  },
  {
    what: 'a register key that is not on the official list',
    file: 'agencies.yaml',
    piece: 'register: MOJ',
    wrong: 'register: JUSTICE',
    allowed: 'register: SPC',
    found: 'register "JUSTICE"',
    expected: 'a key of codes/agencies.csv',
  },
  {
    what: 'an invented agency that claims a place on the official list',
    file: 'agencies.yaml',
    piece: '    synthetic: true\n',
    wrong: '    synthetic: true\n    register: SBV\n',
    allowed: '    register: SBV\n',
    at: 'synthetic',
    found: 'an invented agency with a register key',
    expected: 'one of the two',
  },
  {
    what: 'a parent that does not exist',
    file: 'agencies.yaml',
    piece: 'parent: MOJ',
    wrong: 'parent: CITY',
    allowed: 'parent: C06',
    found: 'parent "CITY"',
    expected: 'a key of agencies.yaml',
  },
  {
    what: 'an agency above itself',
    file: 'agencies.yaml',
    piece: 'parent: MOJ',
    wrong: 'parent: WARD',
    allowed: 'parent: BANK',
    found: 'WARD above itself',
    expected: 'another parent',
  },
  {
    what: 'a commune that is not in force',
    file: 'agencies.yaml',
    piece: '["00004", "40"]',
    wrong: '["00004", "00001"]',
    allowed: '["00004", "00008"]',
    found: 'unit "00001"',
    expected: 'the code of a province or commune in force',
  },
  {
    what: 'a unit code without quotes, which YAML reads as a number',
    file: 'agencies.yaml',
    piece: '["00004", "40"]',
    wrong: '[00004]',
    allowed: '["00004"]',
    found: 'jurisdiction: a list',
    expected: '"national", or a list of unit codes in quotes',
  },
  {
    what: 'a unit named twice',
    file: 'agencies.yaml',
    piece: '["00004", "40"]',
    wrong: '["40", "40"]',
    allowed: '["40"]',
    found: 'unit "40" again',
    expected: 'each unit once',
  },
  {
    what: 'an agency with the key of citizens',
    file: 'agencies.yaml',
    piece: '    jurisdiction: ["00004", "40"]\n',
    wrong:
      '    jurisdiction: ["00004"]\n' +
      '  - { key: CITIZEN, nameVi: Ai, nameEn: Who, kind: portal, jurisdiction: national }\n',
    allowed:
      '    jurisdiction: ["00004"]\n' +
      '  - { key: CITIZENS, nameVi: Ai, nameEn: Who, kind: portal, jurisdiction: national }\n',
    at: 'key: CITIZEN,',
    found: 'the key CITIZEN',
    expected: 'a key that is not reserved for citizens',
  },
];

const PURPOSE_CASES: readonly RefusalCase[] = [
  {
    what: 'a procedure that is not in the annex of Resolution 66.7/2025/NQ-CP',
    file: 'purposes.yaml',
    piece: 'procedure: "1.001193"',
    wrong: 'procedure: "1.999999"',
    allowed: 'procedure: "1.001193" # birth',
    found: 'procedure "1.999999"',
    expected: 'a procedure of codes/procedures.csv',
  },
  {
    what: 'a procedure code that lost its zeros',
    file: 'purposes.yaml',
    piece: 'procedure: "1.001193"',
    wrong: 'procedure: "1.00119"',
    allowed: 'procedure: "1.001193" # birth',
    found: 'procedure "1.00119"',
    expected: 'a digit 1 to 3, a dot and six digits, as in 1.001193 (did a spreadsheet drop trailing zeros?)',
  },
  {
    what: 'another procedure than the code of the purpose says',
    file: 'purposes.yaml',
    piece: 'procedure: "1.001193"',
    wrong: 'procedure: "1.000894"',
    allowed: 'procedure: "1.001193" # birth',
    found: 'procedure "1.000894"',
    expected: '"1.001193", as in the code',
  },
  {
    what: 'a purpose of kind procedure that names none',
    file: 'purposes.yaml',
    piece: '    procedure: "1.001193"\n',
    wrong: '',
    allowed: '    procedure: "1.001193"\n    note: an example\n',
    at: 'TTHC:1.001193',
    found: 'no procedure',
    expected: 'the procedure code',
  },
  {
    what: 'a legal basis that the annex does not state for the procedure',
    file: 'purposes.yaml',
    piece: 'article: Khoản 1 Điều 2 được sửa đổi bởi Khoản 2 Điều 2',
    wrong: 'article: Điều 99',
    allowed: 'article: "Khoản 1 Điều 2 được sửa đổi bởi Khoản 2 Điều 2"',
    at: 'legalBasis:\n      document: Nghị',
    found: 'Nghị định số 123/2015/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 07/2025/NĐ-CP, Điều 99',
    expected:
      'Nghị định số 123/2015/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 07/2025/NĐ-CP, ' +
      'Khoản 1 Điều 2 được sửa đổi bởi Khoản 2 Điều 2',
  },
  {
    what: 'a code that does not fit the kind of purpose',
    file: 'purposes.yaml',
    piece: '  - code: OWN-DATA\n',
    wrong:
      '  - { code: TAX, nameVi: Thuế, nameEn: Tax, kind: management, legalBasis: { document: Law, article: null } }\n' +
      '  - code: OWN-DATA\n',
    allowed:
      '  - { code: QLNN:TAX, nameVi: Thuế, nameEn: Tax, kind: management, legalBasis: { document: Law, article: null } }\n' +
      '  - code: OWN-DATA\n',
    found: 'code "TAX" of kind management',
    expected: 'QLNN:<short name in capitals>',
  },
  {
    what: 'a procedure on a purpose that is none',
    file: 'purposes.yaml',
    piece: '    kind: management\n',
    wrong: '    kind: management\n    procedure: "1.000894"\n',
    allowed: '    kind: management\n    note: an example\n',
    at: 'procedure: "1.000894"',
    found: 'a procedure on a purpose of kind management',
    expected: 'none',
  },
];

const DATABASE_CASES: readonly RefusalCase[] = [
  {
    what: 'an owner that does not exist',
    file: 'databases.yaml',
    piece: 'owner: MOJ',
    wrong: 'owner: COURT',
    allowed: 'owner: "MOJ"',
    found: 'owner "COURT"',
    expected: 'a key of agencies.yaml',
  },
  {
    what: 'a database that is not on the official list',
    file: 'databases.yaml',
    piece: 'register: CIV',
    wrong: 'register: CIVIL',
    allowed: 'register: JUDG',
    found: 'register "CIVIL"',
    expected: 'a key of codes/databases.csv',
  },
];

describeRefusals('agencies.yaml', AGENCY_CASES);
describeRefusals('purposes.yaml', PURPOSE_CASES);
describeRefusals('databases.yaml', DATABASE_CASES);
