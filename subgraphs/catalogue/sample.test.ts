import { describe, expect, it } from 'vitest';
import type { CatalogueCodes, ListedDatabase } from './codes.ts';
import { CODES, procedureRow } from './fixture.ts';
import { sample } from './sample.ts';

/** The rows that a change of the lists makes, as arrays. */
function rowsOf(changes: Partial<CatalogueCodes> = {}) {
  const tables = sample({ ...CODES, ...changes });
  return {
    units: [...(tables.administrativeUnits ?? [])],
    former: [...(tables.formerProvinces ?? [])],
    databases: [...(tables.databases ?? [])],
    procedures: [...(tables.procedures ?? [])],
    pairs: [...(tables.procedureDatabases ?? [])],
    documents: [...(tables.replaceableDocuments ?? [])],
  };
}

function database(changes: Partial<ListedDatabase>) {
  const listed = CODES.databases.get('NPD');
  if (listed === undefined) throw new Error('expected NPD');
  return rowsOf({ databases: new Map([['NPD', { ...listed, ...changes }]]) }).databases[0];
}

describe('units', () => {
  it('are provinces first, then communes, numbered through', () => {
    expect(rowsOf().units.map(({ id, code, level, kind }) => [id, code, level, kind])).toEqual([
      ['1', '01', 'PROVINCE', 'CITY'],
      ['2', '15', 'PROVINCE', 'PROVINCE'],
      ['3', '00004', 'COMMUNE', 'WARD'],
      ['4', '00008', 'COMMUNE', 'WARD'],
      ['5', '02647', 'COMMUNE', 'COMMUNE'],
    ]);
  });

  it('say what their code meant before, only where that was something else', () => {
    const [haNoi, laoCai] = rowsOf().units;
    expect(haNoi?.codeMeantBefore).toBeNull();
    expect(laoCai?.codeMeantBefore).toBe('Yên Bái');
  });

  it('keep the provinces that they were merged from, each with the code of that time', () => {
    expect(rowsOf().former).toEqual([
      { code: '01', name: 'Hà Nội', provinceCode: '01' },
      { code: '10', name: 'Lào Cai', provinceCode: '15' },
      { code: '15', name: 'Yên Bái', provinceCode: '15' },
    ]);
  });

  it('of a kind that the schema does not know are refused', () => {
    const [code, commune] = [...CODES.communes][0] ?? [];
    if (code === undefined || commune === undefined) throw new Error('expected a commune');
    const communes = new Map([[code, { ...commune, unitType: 'Thị trấn' }]]);
    expect(() => rowsOf({ communes })).toThrow('unknown kind "Thị trấn"; expected Xã, Phường or Đặc khu');
  });
});

describe('the owner of a database', () => {
  it.each([
    ['MPS', 'MPS'],
    ['MPS/C06', 'C06'],
    ['MPS (since 1/3/2025)', 'MPS'],
    ["Supreme People's Court", 'SPC'],
    ['MPS/Some Department', 'MPS'],
  ])('%s is the agency %s', (owner, agency) => {
    expect(database({ owner })).toMatchObject({ owner, ownerAgencyCode: agency });
  });

  it.each([
    'MPS (B-M)',
    'MPS (moved in 2025, B-M)',
    'MOJ / provinces',
    'see Res. 66.9/2025 (responsibility re-assigned); MPS was tasked in Notice 624',
    'Nobody',
  ])('%s stays words: it is uncertain, or not one agency of the list', (owner) => {
    expect(database({ owner })).toMatchObject({ owner, ownerAgencyCode: null });
  });

  it('is null where it is unknown', () => {
    expect(database({ owner: 'unknown' })).toMatchObject({ owner: null, ownerAgencyCode: null });
  });
});

describe('the lists that name a database', () => {
  it.each([
    ['yes', true, true],
    ['unknown', false, null],
    [null, false, null],
  ])('say %s: a list known in full gives no, one known in part gives null', (cell, decree47, decision11) => {
    expect(database({ inDecree47List: cell, inDecision11List: cell })).toMatchObject({
      listedInDecree47: decree47,
      listedInDecision11: decision11,
    });
  });
});

describe('procedures', () => {
  it('are one for each code, named as the annex first names them; each row stays a document', () => {
    const { procedures, documents } = rowsOf();
    expect(procedures.map(({ code, name }) => [code, name])).toEqual([
      ['1.004222', 'Đăng ký thường trú'],
      ['1.002520', 'Đề nghị miễn, giảm chi phí'],
    ]);
    expect(documents.map(({ procedureCode, nameAsPrinted }) => [procedureCode, nameAsPrinted])).toEqual([
      ['1.004222', 'Đăng ký thường trú'],
      ['1.004222', 'Đăng ký tạm trú'],
      ['1.002520', 'Đề nghị miễn, giảm chi phí'],
    ]);
  });

  it('keep a damaged code as it was printed, beside the repaired one', () => {
    expect(rowsOf().documents[2]).toMatchObject({
      procedureCode: '1.002520',
      codeAsPrinted: '1.00252',
      codeRepaired: true,
    });
  });

  it('carry the known faults of their own row and of no other', () => {
    expect(rowsOf().documents.map(({ faults }) => faults)).toEqual([[], ['article: is empty'], []]);
  });

  it('name each database once, and only databases of the list', () => {
    const procedures = [
      procedureRow({ databaseKeys: ['NPD', 'PASS'] }),
      procedureRow({ databaseKeys: ['NPD'] }),
    ];
    const { pairs, documents } = rowsOf({ procedures });
    expect(pairs).toEqual([{ id: '1', procedureCode: '1.004222', databaseKey: 'NPD' }]);
    expect(documents[0]).toMatchObject({
      databaseKeys: ['NPD'],
      databaseAsPrinted: 'CSDL quốc gia về dân cư',
    });
  });

  it.each([
    ['BỘ CÔNG AN', 'MPS'],
    ['CÔNG AN', 'MPS'],
    ['BỘ', null],
    ['BỘ KHÁC', null],
  ])('stand in the section %s of the ministry %s', (ministry, agency) => {
    expect(rowsOf({ procedures: [procedureRow({ ministry })] }).procedures[0]).toMatchObject({
      ministry,
      ministryAgencyCode: agency,
    });
  });
});
