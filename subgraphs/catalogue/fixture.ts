/** For tests only: a few entries of each official list, as they stand there. */
import type { CatalogueCodes, ListedAgency, ListedCommune, ListedProcedureRow } from './codes.ts';

function agency(key: string, nameVi: string, nameEn: string, level: string): ListedAgency {
  return {
    key,
    officialCode: null,
    nameVi,
    nameEn,
    level,
    predecessor: null,
    dataRole: null,
    mark: 'A',
    source: null,
  };
}

function commune(code: string, nameVi: string, unitType: string, provinceCode: string): ListedCommune {
  return { code, nameVi, fullNameVi: `${unitType} ${nameVi}`, fullNameEn: nameVi, unitType, provinceCode };
}

/** A row of the annex, with changes. */
export function procedureRow(changes: Partial<ListedProcedureRow> = {}): ListedProcedureRow {
  return {
    number: '735',
    ministry: 'BỘ CÔNG AN',
    code: '1.004222',
    codeAsPrinted: '1.004222',
    codeRepaired: false,
    nameVi: 'Đăng ký thường trú',
    documentReplacedVi: 'Giấy khai sinh',
    databaseAsPrinted: 'CSDL quốc gia về dân cư',
    databaseKeys: ['NPD'],
    databaseOwner: 'Bộ Công an',
    legalBasis: 'Luật Cư trú',
    article: 'Điều 21',
    ...changes,
  };
}

const PROVINCE = {
  fullNameEn: '',
  fullNameVi: '',
  platePrefixes: [],
  municipality: false,
  codeMeaningChanged: false,
};

/** Two provinces, three communes, four agencies, two databases, two procedures in three rows. */
export const CODES: CatalogueCodes = {
  provinces: new Map([
    [
      '01',
      {
        ...PROVINCE,
        code: '01',
        nameVi: 'Hà Nội',
        nameEn: 'Hanoi',
        municipality: true,
        formerCodes: ['01'],
        formerNames: ['Hà Nội'],
        codeMeantBefore: 'Hà Nội',
        platePrefixes: ['29', '30'],
      },
    ],
    [
      '15',
      {
        ...PROVINCE,
        code: '15',
        nameVi: 'Lào Cai',
        nameEn: 'Lao Cai',
        formerCodes: ['10', '15'],
        formerNames: ['Lào Cai', 'Yên Bái'],
        codeMeantBefore: 'Yên Bái',
        codeMeaningChanged: true,
      },
    ],
  ]),
  communes: new Map(
    [
      commune('00004', 'Ba Đình', 'Phường', '01'),
      commune('00008', 'Ngọc Hà', 'Phường', '01'),
      commune('02647', 'Sa Pa', 'Xã', '15'),
    ].map((unit) => [unit.code, unit]),
  ),
  agencies: new Map(
    [
      agency('MPS', 'Bộ Công an', 'Ministry of Public Security', 'ministry'),
      agency('MOJ', 'Bộ Tư pháp', 'Ministry of Justice', 'ministry'),
      agency('C06', 'Cục Cảnh sát quản lý hành chính về trật tự xã hội', 'Police Dept.', 'unit of MPS'),
      agency('SPC', 'Tòa án nhân dân tối cao', "Supreme People's Court", 'court'),
    ].map((listed) => [listed.key, listed]),
  ),
  databases: new Map(
    [
      ['NPD', 'Cơ sở dữ liệu quốc gia về dân cư', 'MPS/C06'] as const,
      ['CIV', 'Cơ sở dữ liệu hộ tịch điện tử', 'MOJ'] as const,
    ].map(([key, nameVi, owner]) => [
      key,
      {
        key,
        nameVi,
        nameEn: key,
        owner,
        databaseClass: 'national',
        inDecree47List: null,
        inDecision11List: null,
        resolution71Item: null,
        plan02Note: null,
        legalBasis: null,
        keyIdentifiers: null,
        content: null,
        mark: 'A',
        source: null,
      },
    ]),
  ),
  procedures: [
    procedureRow(),
    procedureRow({ number: '737', nameVi: 'Đăng ký tạm trú', databaseKeys: ['NPD', 'CIV'], article: null }),
    procedureRow({
      number: '485',
      code: '1.002520',
      codeAsPrinted: '1.00252',
      codeRepaired: true,
      nameVi: 'Đề nghị miễn, giảm chi phí',
      ministry: 'BỘ TƯ PHÁP',
    }),
  ],
  damage: [
    { file: 'procedures.csv', line: 3, column: 'article', problem: 'is empty' },
    { file: 'communes.csv', line: 2, column: 'full_name_vi', problem: 'begins with a small letter' },
  ],
};
