import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCodes } from './codes.ts';
import { GovernanceError } from './problems.ts';

const CODES = loadCodes();
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The problems of a copy of the code lists in which one piece of text, standing there once, is replaced. */
function problemsWith(file: string, piece: string, replacement: string) {
  const folder = mkdtempSync(join(tmpdir(), 'codes-'));
  folders.push(folder);
  cpSync(join(import.meta.dirname, 'codes'), folder, { recursive: true });
  const parts = readFileSync(join(folder, file), 'utf8').split(piece);
  expect(parts).toHaveLength(2);
  writeFileSync(join(folder, file), parts.join(replacement));
  try {
    loadCodes(folder);
    return [];
  } catch (error) {
    if (error instanceof GovernanceError) return error.problems;
    throw error;
  }
}

describe('the official code lists', () => {
  it('hold the country since 1 July 2025: 34 provinces and 3,321 communes', () => {
    expect(CODES.provinces.size).toBe(34);
    expect(CODES.communes.size).toBe(3321);
    expect(CODES.communes.get('00004')).toMatchObject({ fullNameVi: 'Phường Ba Đình', provinceCode: '01' });
  });

  it('remember what a province code meant before', () => {
    expect(CODES.provinces.get('15')).toMatchObject({
      nameVi: 'Lào Cai',
      codeMeantBefore: 'Yên Bái',
      codeMeaningChanged: true,
      formerCodes: ['10', '15'],
    });
  });

  it('keep the mark of certainty, and leave unknown what is unknown', () => {
    expect(CODES.agencies.get('MPS')).toMatchObject({ officialCode: 'G01', mark: 'A' });
    expect(CODES.agencies.get('GDT')).toMatchObject({ officialCode: null, mark: 'B-H', source: null });
  });

  it('hold every row of the annex of Resolution 66.7/2025/NQ-CP, several for one procedure if need be', () => {
    expect(CODES.procedures).toHaveLength(799);
    expect(CODES.proceduresByCode.size).toBe(765);
    expect(CODES.proceduresByCode.get('1.004222')).toHaveLength(4);
    expect(CODES.proceduresByCode.get('1.002520')?.[0]).toMatchObject({
      codeAsPrinted: '1.00252',
      codeRepaired: true,
    });
  });

  it('list the damage of the source instead of hiding it', () => {
    expect(CODES.damage).toContainEqual({
      file: 'procedures.csv',
      line: 735,
      column: 'database_keys',
      problem: 'is empty',
    });
    expect(CODES.proceduresByCode.get('2.002352')?.[0]?.databaseKeys).toEqual([]);
  });

  it('load from an unchanged copy', () => {
    expect(problemsWith('agencies.csv', 'Bộ Công an', 'Bộ Công an')).toEqual([]);
  });
});

describe('a code list is refused with', () => {
  it.each([
    {
      what: 'a commune in a province that does not exist',
      file: 'communes.csv',
      piece: 'Ba Dinh Ward,Phường,01',
      wrong: 'Ba Dinh Ward,Phường,02',
      problem: { line: 2, found: 'province "02"', expected: 'a code of provinces.csv' },
      consequences: 1,
    },
    {
      what: 'a commune code of four digits',
      file: 'communes.csv',
      piece: '00004,Ba Đình',
      wrong: '0004,Ba Đình',
      problem: { line: 2, found: 'code "0004"', expected: 'five digits' },
      consequences: 0,
    },
    {
      what: 'a code that stands there twice',
      file: 'agencies.csv',
      piece: 'MOIT,G02',
      wrong: 'MPS,G02',
      problem: { line: 3, found: '"MPS" again', expected: 'each code once' },
      consequences: 0,
    },
    {
      what: 'a procedure code that lost its zeros',
      file: 'procedures.csv',
      piece: '1.002520,1.00252,yes',
      wrong: '1.00252,1.00252,',
      problem: {
        line: 488,
        found: 'procedure code "1.00252"',
        expected:
          'a digit 1 to 3, a dot and six digits, as in 1.001193 (did a spreadsheet drop trailing zeros?)',
      },
      consequences: 0,
    },
    {
      what: 'a repaired code that does not say so',
      file: 'procedures.csv',
      piece: '1.002520,1.00252,yes',
      wrong: '1.002520,1.00252,',
      problem: {
        line: 488,
        found: 'code 1.002520, printed 1.00252, code_repaired empty',
        expected: 'code_repaired to be "yes" exactly where the two differ',
      },
      consequences: 0,
    },
    {
      what: 'damage that is not listed',
      file: 'known-damage.csv',
      piece: 'procedures.csv,735,database_keys,is empty\n',
      wrong: '',
      problem: {
        file: 'codes/procedures.csv',
        line: 735,
        found: 'database_keys: is empty',
        expected: 'a sound value, or an entry in known-damage.csv',
      },
      consequences: 0,
    },
    {
      what: 'listed damage that is none',
      file: 'known-damage.csv',
      piece: 'procedures.csv,735,database_keys,is empty\n',
      wrong: 'procedures.csv,735,database_keys,is empty\nprocedures.csv,2,article,is empty\n',
      problem: {
        line: 32,
        found: 'damage of procedures.csv:2, article',
        expected: 'a cell that is really broken',
      },
      consequences: 0,
    },
    {
      what: 'an empty cell where there must be a value',
      file: 'databases.csv',
      piece: 'Identity database,MPS/C06',
      wrong: ',MPS/C06',
      problem: { line: 4, found: 'an empty name_en', expected: 'a name_en' },
      consequences: 0,
    },
  ])('$what', ({ file, piece, wrong, problem, consequences }) => {
    const problems = problemsWith(file, piece, wrong);
    expect(problems).toContainEqual({ file: `codes/${file}`, ...problem });
    expect(problems).toHaveLength(1 + consequences);
  });
});
