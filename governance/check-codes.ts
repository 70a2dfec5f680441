import { checkProcedureCode } from '../contract/identifiers.ts';
import type {
  Commune,
  KnownDamage,
  ProcedureRow,
  Province,
  RegisterAgency,
  RegisterDatabase,
} from './codes-model.ts';
import type { ProblemList } from './problems.ts';

/** A record with the place that it was read from. */
export interface Located<T> {
  readonly file: string;
  readonly line: number;
  readonly record: T;
}

/** The code lists as they were read, before any check. */
export interface CodeTables {
  readonly provinces: readonly Located<Province>[];
  readonly communes: readonly Located<Commune>[];
  readonly agencies: readonly Located<RegisterAgency>[];
  readonly databases: readonly Located<RegisterDatabase>[];
  readonly procedures: readonly Located<ProcedureRow>[];
  readonly damage: readonly Located<KnownDamage>[];
}

/** Number of provinces and centrally-run cities since 1 July 2025 (Decision 19/2025/QĐ-TTg). */
const PROVINCE_COUNT = 34;
/** Number of communes, wards and special zones in the list of August 2026. */
const COMMUNE_COUNT = 3321;

/** Adds a problem for whatever in the code lists is neither right nor listed as known damage. */
export function checkCodes(tables: CodeTables, problems: ProblemList): void {
  checkUnique(tables, problems);
  checkUnits(tables, problems);
  checkProcedures(tables.procedures, problems);
  checkDamage(tables, problems);
}

function checkUnique(tables: CodeTables, problems: ProblemList): void {
  const keyed: readonly (readonly Located<string>[])[] = [
    tables.provinces.map((row) => ({ ...row, record: row.record.code })),
    tables.communes.map((row) => ({ ...row, record: row.record.code })),
    tables.agencies.map((row) => ({ ...row, record: row.record.key })),
    tables.databases.map((row) => ({ ...row, record: row.record.key })),
  ];
  for (const list of keyed) {
    const seen = new Set<string>();
    for (const { file, line, record: key } of list) {
      if (seen.has(key)) problems.add(file, line, `"${key}" again`, 'each code once');
      seen.add(key);
    }
  }
}

function checkUnits({ provinces, communes }: CodeTables, problems: ProblemList): void {
  if (provinces.length !== PROVINCE_COUNT) {
    problems.add('provinces.csv', 1, `${provinces.length} provinces`, `${PROVINCE_COUNT}`);
  }
  if (communes.length !== COMMUNE_COUNT) {
    problems.add('communes.csv', 1, `${communes.length} communes`, `${COMMUNE_COUNT}`);
  }
  const counts = new Map(provinces.map(({ record }) => [record.code, 0]));
  for (const { file, line, record } of communes) {
    if (!/^\d{5}$/.test(record.code)) problems.add(file, line, `code "${record.code}"`, 'five digits');
    const count = counts.get(record.provinceCode);
    if (count === undefined)
      problems.add(file, line, `province "${record.provinceCode}"`, 'a code of provinces.csv');
    else counts.set(record.provinceCode, count + 1);
  }
  for (const { file, line, record } of provinces) {
    const count = counts.get(record.code) ?? 0;
    if (count !== record.communeCount) {
      problems.add(
        file,
        line,
        `${record.communeCount} communes of province ${record.code}`,
        `${count}, as listed`,
      );
    }
  }
}

function checkProcedures(procedures: readonly Located<ProcedureRow>[], problems: ProblemList): void {
  for (const { file, line, record } of procedures) {
    const wrong = checkProcedureCode(record.code);
    if (wrong !== undefined)
      problems.add(file, line, `procedure code "${record.code}"`, wrong.replace('expected ', ''));
    if (record.codeRepaired === (record.code === record.codeAsPrinted)) {
      problems.add(
        file,
        line,
        `code ${record.code}, printed ${record.codeAsPrinted}, code_repaired ${record.codeRepaired ? 'yes' : 'empty'}`,
        'code_repaired to be "yes" exactly where the two differ',
      );
    }
  }
}

/** Compares what is broken with what is listed as broken, in both directions: the list can neither lag nor lie. */
function checkDamage(tables: CodeTables, problems: ProblemList): void {
  const keyOf = (damage: KnownDamage) => `${damage.file}:${damage.line}:${damage.column}`;
  const found = new Map(
    [...brokenUnits(tables), ...brokenProcedures(tables)].map((item) => [keyOf(item), item]),
  );
  const listed = new Map(tables.damage.map((row) => [keyOf(row.record), row]));
  for (const [key, item] of found) {
    if (listed.has(key)) continue;
    problems.add(
      item.file,
      item.line,
      `${item.column}: ${item.problem}`,
      'a sound value, or an entry in known-damage.csv',
    );
  }
  for (const [key, { file, line, record }] of listed) {
    if (found.has(key)) continue;
    problems.add(
      file,
      line,
      `damage of ${record.file}:${record.line}, ${record.column}`,
      'a cell that is really broken',
    );
  }
}

function* brokenUnits({ communes }: CodeTables): Generator<KnownDamage> {
  for (const { file, line, record } of communes) {
    if (/^\p{Lu}/u.test(record.fullNameVi)) continue;
    yield { file, line, column: 'full_name_vi', problem: 'begins with a small letter' };
  }
}

const DOCUMENT = /Luật|Nghị định|Nghị quyết|Thông tư|Quyết định/i;
const OWNER = /^(Bộ |Bảo hiểm xã hội Việt Nam)/i;

function* brokenProcedures({ procedures, databases }: CodeTables): Generator<KnownDamage> {
  const known = new Set(databases.map(({ record }) => record.key));
  for (const { file, line, record } of procedures) {
    const broken = (column: string, problem: string): KnownDamage => ({ file, line, column, problem });
    if (record.documentReplacedVi === null) yield broken('document_replaced_vi', 'is empty');
    if (record.databaseKeys.length === 0) yield broken('database_keys', 'is empty');
    for (const key of record.databaseKeys) {
      if (!known.has(key)) yield broken('database_keys', `${key} is not in databases.csv`);
    }
    if (!OWNER.test(record.databaseOwner)) yield broken('database_owner', 'names no owner');
    if (record.legalBasis === null) yield broken('legal_basis', 'is empty');
    else if (!DOCUMENT.test(record.legalBasis)) yield broken('legal_basis', 'names no document');
    if (record.article === null) yield broken('article', 'is empty');
  }
}
