import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeTables, checkCodes, type Located } from './check-codes.ts';
import type {
  Codes,
  Commune,
  KnownDamage,
  ProcedureRow,
  Province,
  RegisterAgency,
  RegisterDatabase,
} from './codes-model.ts';
import { readCsv } from './csv.ts';
import { frozenMap } from './frozen.ts';
import { ProblemList } from './problems.ts';

/** One record with its fields by column name; an empty cell reads as `null`. */
interface Cells {
  /** The text of a cell that must not be empty; an empty one is a problem. */
  text(column: string): string;
  optional(column: string): string | null;
  list(column: string): readonly string[];
}

const FILES = {
  provinces: {
    file: 'provinces.csv',
    columns:
      'code,name_vi,name_en,full_name_vi,full_name_en,is_municipality,n_communes_total,n_phuong,n_xa,n_dac_khu,' +
      'merged_from_old_codes,merged_from_old_names,code_meant_before_2025_07_01,code_meaning_changed,plate_prefixes',
  },
  communes: {
    file: 'communes.csv',
    columns: 'code,name_vi,full_name_vi,full_name_en,unit_type,province_code',
  },
  agencies: {
    file: 'agencies.csv',
    columns: 'key,code_decision_20_2020,name_vi,name_en,level,predecessor,data_role,mark,source',
  },
  databases: {
    file: 'databases.csv',
    columns:
      'key,name_vi,name_en,owner,class,in_decree_47_2024_list_of_10,in_decision_11_2026_list_of_20,res71_item_no,' +
      'plan02_note,legal_basis,key_identifiers,content,mark,source',
  },
  procedures: {
    file: 'procedures.csv',
    columns:
      'stt,section_ministry,procedure_code,code_as_printed,code_repaired,procedure_name_vi,document_replaced_vi,' +
      'database_as_printed,database_keys,database_owner,legal_basis,article',
  },
  damage: { file: 'known-damage.csv', columns: 'file,line,column,problem' },
} as const;

/**
 * Reads the official code lists and checks them: 34 provinces, 3,321 communes each in a province that exists, no code
 * twice, procedure codes well formed, every database that a procedure needs on the list of databases. What the
 * official source itself has broken must be listed in known-damage.csv, cell by cell; anything else is refused.
 *
 * @param dir folder of the CSV files, the project's own by default
 * @throws GovernanceError with all problems
 */
export function loadCodes(dir: string = join(import.meta.dirname, 'codes')): Codes {
  return readCodes((file) => readFileSync(join(dir, file), 'utf8'));
}

/**
 * The same from text instead of files.
 *
 * @param textOf the text of a file such as `communes.csv`
 * @throws GovernanceError with all problems
 */
export function readCodes(textOf: (file: string) => string): Codes {
  const problems = new ProblemList('codes');
  const read = <T>(list: keyof typeof FILES, toRecord: (cells: Cells) => T): readonly Located<T>[] => {
    const { file, columns } = FILES[list];
    const names = columns.split(',');
    return readCsv(file, textOf(file), names, problems).map(({ line, values }) => ({
      file,
      line,
      record: Object.freeze(toRecord(cellsOf(file, line, names, values, problems))),
    }));
  };
  const tables: CodeTables = {
    provinces: read('provinces', toProvince),
    communes: read('communes', toCommune),
    agencies: read('agencies', toAgency),
    databases: read('databases', toDatabase),
    procedures: read('procedures', toProcedure),
    damage: read('damage', toDamage),
  };
  checkCodes(tables, problems);
  problems.throwIfAny();
  return toCodes(tables);
}

function toCodes(tables: CodeTables): Codes {
  const procedures = tables.procedures.map(({ record }) => record);
  const byCode = new Map<string, ProcedureRow[]>();
  for (const row of procedures) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row]);
  return Object.freeze({
    provinces: frozenMap(tables.provinces.map(({ record }) => [record.code, record])),
    communes: frozenMap(tables.communes.map(({ record }) => [record.code, record])),
    agencies: frozenMap(tables.agencies.map(({ record }) => [record.key, record])),
    databases: frozenMap(tables.databases.map(({ record }) => [record.key, record])),
    procedures: Object.freeze(procedures),
    proceduresByCode: frozenMap(byCode),
    damage: Object.freeze(tables.damage.map(({ record }) => record)),
  });
}

function cellsOf(
  file: string,
  line: number,
  names: readonly string[],
  values: readonly string[],
  problems: ProblemList,
): Cells {
  const value = (column: string) => values[names.indexOf(column)] ?? '';
  return {
    text(column) {
      if (value(column) === '') problems.add(file, line, `an empty ${column}`, `a ${column}`);
      return value(column);
    },
    optional: (column) => (value(column) === '' ? null : value(column)),
    list: (column) =>
      Object.freeze(
        value(column)
          .split('|')
          .filter((part) => part !== ''),
      ),
  };
}

function toProvince({ text, list }: Cells): Province {
  return {
    code: text('code'),
    nameVi: text('name_vi'),
    nameEn: text('name_en'),
    fullNameVi: text('full_name_vi'),
    fullNameEn: text('full_name_en'),
    municipality: text('is_municipality') === 'yes',
    communeCount: Number(text('n_communes_total')),
    formerCodes: list('merged_from_old_codes'),
    formerNames: list('merged_from_old_names'),
    codeMeantBefore: text('code_meant_before_2025_07_01'),
    codeMeaningChanged: text('code_meaning_changed') === 'yes',
    platePrefixes: list('plate_prefixes'),
  };
}

function toCommune({ text }: Cells): Commune {
  return {
    code: text('code'),
    nameVi: text('name_vi'),
    fullNameVi: text('full_name_vi'),
    fullNameEn: text('full_name_en'),
    unitType: text('unit_type'),
    provinceCode: text('province_code'),
  };
}

function toAgency({ text, optional }: Cells): RegisterAgency {
  return {
    key: text('key'),
    officialCode: optional('code_decision_20_2020'),
    nameVi: text('name_vi'),
    nameEn: optional('name_en'),
    level: text('level'),
    predecessor: optional('predecessor'),
    dataRole: optional('data_role'),
    mark: text('mark'),
    source: optional('source'),
  };
}

function toDatabase({ text, optional }: Cells): RegisterDatabase {
  return {
    key: text('key'),
    nameVi: text('name_vi'),
    nameEn: text('name_en'),
    owner: text('owner'),
    databaseClass: text('class'),
    inDecree47List: optional('in_decree_47_2024_list_of_10'),
    inDecision11List: optional('in_decision_11_2026_list_of_20'),
    resolution71Item: optional('res71_item_no'),
    plan02Note: optional('plan02_note'),
    legalBasis: optional('legal_basis'),
    keyIdentifiers: optional('key_identifiers'),
    content: optional('content'),
    mark: text('mark'),
    source: optional('source'),
  };
}

function toProcedure({ text, optional, list }: Cells): ProcedureRow {
  return {
    number: text('stt'),
    ministry: text('section_ministry'),
    code: text('procedure_code'),
    codeAsPrinted: text('code_as_printed'),
    codeRepaired: optional('code_repaired') === 'yes',
    nameVi: text('procedure_name_vi'),
    documentReplacedVi: optional('document_replaced_vi'),
    databaseAsPrinted: optional('database_as_printed'),
    databaseKeys: list('database_keys'),
    databaseOwner: text('database_owner'),
    legalBasis: optional('legal_basis'),
    article: optional('article'),
  };
}

function toDamage({ text }: Cells): KnownDamage {
  return {
    file: text('file'),
    line: Number(text('line')),
    column: text('column'),
    problem: text('problem'),
  };
}
