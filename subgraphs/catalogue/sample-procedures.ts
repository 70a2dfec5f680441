import type { TableRows } from '../kit/index.ts';
import type { CatalogueCodes, ListedProcedureRow } from './codes.ts';
import type {
  CatalogueTables,
  ProcedureDatabaseRow,
  ProcedureRow,
  ReplaceableDocumentRow,
} from './tables.ts';

/** File of the annex, as the list of known damage names it. Its rows are one line each, below one heading line. */
const ANNEX_FILE = 'procedures.csv';

/** Every row of the annex was found in a stored source. */
const CERTAINTY = 'A';

type ProcedureTables = Pick<CatalogueTables, 'procedures' | 'procedureDatabases' | 'replaceableDocuments'>;

/**
 * The annex of Resolution 66.7/2025/NQ-CP as rows: each of its rows is kept as a document with everything that it
 * prints; a procedure takes its name and ministry from its first row.
 */
export function procedureTables(codes: CatalogueCodes): TableRows<ProcedureTables> {
  return {
    procedures: procedureRows(codes),
    procedureDatabases: procedureDatabaseRows(codes),
    replaceableDocuments: codes.procedures.map((row, index) => documentRow(row, index, codes)),
  };
}

function procedureRows(codes: CatalogueCodes): readonly ProcedureRow[] {
  const first = new Map<string, ListedProcedureRow>();
  for (const row of codes.procedures) if (!first.has(row.code)) first.set(row.code, row);
  return [...first.values()].map(({ code, nameVi, ministry }, index) => ({
    id: String(index + 1),
    code,
    name: nameVi,
    ministry,
    ministryAgencyCode: ministryAgency(ministry, codes),
  }));
}

/**
 * The annex heads its sections with ministries in capitals, two of them shortened (QUỐC PHÒNG, NGÂN HÀNG NHÀ NƯỚC):
 * the one ministry or ministerial-level body whose name contains the heading; `null` when there is not exactly one.
 */
function ministryAgency(heading: string, { agencies }: CatalogueCodes): string | null {
  const wanted = heading.toLocaleLowerCase('vi');
  const found = [...agencies.values()].filter(
    ({ level, nameVi }) => level.startsWith('minist') && nameVi.toLocaleLowerCase('vi').includes(wanted),
  );
  return found.length === 1 ? (found[0]?.key ?? null) : null;
}

function procedureDatabaseRows(codes: CatalogueCodes): readonly ProcedureDatabaseRow[] {
  const pairs = new Map<string, Omit<ProcedureDatabaseRow, 'id'>>();
  for (const row of codes.procedures) {
    for (const databaseKey of knownDatabases(row, codes)) {
      pairs.set(`${row.code} ${databaseKey}`, { procedureCode: row.code, databaseKey });
    }
  }
  return [...pairs.values()].map((pair, index) => ({ id: String(index + 1), ...pair }));
}

function documentRow(row: ListedProcedureRow, index: number, codes: CatalogueCodes): ReplaceableDocumentRow {
  return {
    id: String(index + 1),
    procedureCode: row.code,
    number: row.number,
    document: row.documentReplacedVi,
    databaseKeys: knownDatabases(row, codes),
    databaseAsPrinted: row.databaseAsPrinted,
    databaseOwner: row.databaseOwner,
    legalBasis: row.legalBasis,
    article: row.article,
    codeAsPrinted: row.codeAsPrinted,
    codeRepaired: row.codeRepaired,
    nameAsPrinted: row.nameVi,
    ministryAsPrinted: row.ministry,
    faults: faultsOf(index, codes),
    certainty: CERTAINTY,
    source: `Resolution 66.7/2025/NQ-CP, annex, no. ${row.number}`,
  };
}

function knownDatabases(row: ListedProcedureRow, { databases }: CatalogueCodes): readonly string[] {
  return row.databaseKeys.filter((key) => databases.has(key));
}

function faultsOf(index: number, { damage }: CatalogueCodes): readonly string[] {
  return damage
    .filter(({ file, line }) => file === ANNEX_FILE && line === index + 2)
    .map(({ column, problem }) => `${column}: ${problem}`);
}
