import type { z } from 'zod';
import { checkProcedureCode } from '../contract/identifiers.ts';
import type { Codes, ProcedureRow } from './codes-model.ts';
import { type Agency, CITIZEN, type Database, type LegalBasis, type Purpose } from './model.ts';
import type { ProblemList } from './problems.ts';
import { Registry } from './registry.ts';
import { agencyShape, databaseShape, purposeShape } from './shapes.ts';
import { type Entry, type GovernanceFiles, readList } from './sources.ts';

/** Reads and checks agencies.yaml: registers, parents and unit codes exist, and no agency is above itself. */
export function checkAgencies(files: GovernanceFiles, codes: Codes, problems: ProblemList): Registry<Agency> {
  const agencies = new Registry<Agency>();
  const entries = readList(files, 'agencies', 'key', agencyShape, agencies, problems);
  for (const entry of entries) {
    checkAgency(entry, agencies, codes, problems);
    agencies.set(entry.value.key, toAgency(entry.value, codes));
  }
  for (const entry of entries) checkAncestors(entry, agencies, problems);
  return agencies;
}

function checkAgency(
  { yaml, path, value }: Entry<z.output<typeof agencyShape>>,
  agencies: Registry<Agency>,
  codes: Codes,
  problems: ProblemList,
): void {
  const report = (part: readonly PropertyKey[], found: string, expected: string) =>
    problems.add(yaml.file, yaml.lineOf([...path, ...part]), found, expected);
  if (value.key === CITIZEN) report(['key'], `the key ${CITIZEN}`, 'a key that is not reserved for citizens');
  if (value.register !== undefined && !codes.agencies.has(value.register)) {
    report(['register'], `register "${value.register}"`, 'a key of codes/agencies.csv');
  }
  if (value.register !== undefined && value.synthetic === true) {
    report(['synthetic'], 'an invented agency with a register key', 'one of the two');
  }
  if (value.parent !== undefined && !agencies.knows(value.parent)) {
    report(['parent'], `parent "${value.parent}"`, 'a key of agencies.yaml');
  }
  if (value.jurisdiction === 'national') return;
  for (const [index, code] of value.jurisdiction.entries()) {
    const part = ['jurisdiction', index];
    if (value.jurisdiction.indexOf(code) < index) report(part, `unit "${code}" again`, 'each unit once');
    if (codes.provinces.has(code) || codes.communes.has(code)) continue;
    report(part, `unit "${code}"`, 'the code of a province or commune in force');
  }
}

function checkAncestors(
  { yaml, path, value }: Entry<z.output<typeof agencyShape>>,
  agencies: Registry<Agency>,
  problems: ProblemList,
): void {
  const above = new Set<string>();
  for (let parent = value.parent; parent !== undefined; parent = agencies.get(parent)?.parent ?? undefined) {
    if (parent === value.key) {
      const line = yaml.lineOf([...path, 'parent']);
      problems.add(yaml.file, line, `${value.key} above itself`, 'another parent');
      return;
    }
    if (above.has(parent)) return;
    above.add(parent);
  }
}

function toAgency(value: z.output<typeof agencyShape>, codes: Codes): Agency {
  const registered = value.register === undefined ? undefined : codes.agencies.get(value.register);
  return Object.freeze({
    key: value.key,
    nameVi: value.nameVi,
    nameEn: value.nameEn,
    kind: value.kind,
    register: value.register ?? null,
    officialCode: registered?.officialCode ?? null,
    mark: registered?.mark ?? null,
    parent: value.parent ?? null,
    jurisdiction: value.jurisdiction === 'national' ? 'national' : Object.freeze(value.jurisdiction),
    synthetic: value.synthetic ?? false,
    note: value.note ?? null,
  });
}

/** How the codes of each kind of purpose are written. */
const PURPOSE_CODES = {
  procedure: { pattern: /^TTHC:(.+)$/, example: 'TTHC:<procedure code>' },
  management: { pattern: /^QLNN:[A-Z]+(-[A-Z]+)*$/, example: 'QLNN:<short name in capitals>' },
  consent: { pattern: /^CONSENT:[A-Z]+(-[A-Z]+)*$/, example: 'CONSENT:<short name in capitals>' },
  'own-data': { pattern: /^OWN-DATA$/, example: 'OWN-DATA' },
  emergency: { pattern: /^EMERGENCY$/, example: 'EMERGENCY' },
} as const;

/**
 * Reads and checks purposes.yaml. A procedure must be in the annex of Resolution 66.7/2025/NQ-CP, and its legal
 * basis must be one that the annex states for it, word for word.
 */
export function checkPurposes(
  files: GovernanceFiles,
  codes: Codes,
  problems: ProblemList,
): Registry<Purpose> {
  const purposes = new Registry<Purpose>();
  for (const { yaml, path, value } of readList(files, 'purposes', 'code', purposeShape, purposes, problems)) {
    const report = (part: string, found: string, expected: string) =>
      problems.add(yaml.file, yaml.lineOf([...path, part]), found, expected);
    const { pattern, example } = PURPOSE_CODES[value.kind];
    const match = pattern.exec(value.code);
    if (match === null) report('code', `code "${value.code}" of kind ${value.kind}`, example);
    if (value.kind === 'procedure') checkProcedure(value, match?.[1], codes, report);
    else if (value.procedure !== undefined) {
      report('procedure', `a procedure on a purpose of kind ${value.kind}`, 'none');
    }
    purposes.set(value.code, toPurpose(value));
  }
  return purposes;
}

function checkProcedure(
  value: z.output<typeof purposeShape>,
  codeOfPurpose: string | undefined,
  codes: Codes,
  report: (part: string, found: string, expected: string) => void,
): void {
  const { procedure, legalBasis } = value;
  const rows = codes.proceduresByCode.get(procedure ?? '');
  if (procedure === undefined) {
    report('procedure', 'no procedure', 'the procedure code');
  } else if (rows === undefined) {
    const malformed = checkProcedureCode(procedure)?.replace('expected ', '');
    report('procedure', `procedure "${procedure}"`, malformed ?? 'a procedure of codes/procedures.csv');
  } else if (codeOfPurpose !== undefined && procedure !== codeOfPurpose) {
    report('procedure', `procedure "${procedure}"`, `"${codeOfPurpose}", as in the code`);
  } else if (!rows.some((row) => isSameBasis(row, legalBasis))) {
    const stated = rows.map((row) => `${row.legalBasis ?? '?'}, ${row.article ?? '?'}`).join(' / ');
    report('legalBasis', `${legalBasis.document}, ${legalBasis.article ?? '?'}`, stated);
  }
}

/** The same words; the annex ends some documents with a full stop. */
function isSameBasis(row: ProcedureRow, { document, article }: LegalBasis): boolean {
  return row.legalBasis?.replace(/\.$/, '') === document && row.article === article;
}

function toPurpose({
  code,
  nameVi,
  nameEn,
  kind,
  procedure,
  legalBasis,
}: z.output<typeof purposeShape>): Purpose {
  return Object.freeze({
    code,
    nameVi,
    nameEn,
    kind,
    procedure: procedure ?? null,
    legalBasis: frozenBasis(legalBasis),
  });
}

/** Reads and checks databases.yaml: registers and owners exist, and no register has two keys. */
export function checkDatabases(
  files: GovernanceFiles,
  codes: Codes,
  agencies: Registry<Agency>,
  problems: ProblemList,
): Registry<Database> {
  const databases = new Registry<Database>();
  for (const { yaml, path, value } of readList(
    files,
    'databases',
    'key',
    databaseShape,
    databases,
    problems,
  )) {
    const report = (part: string, found: string, expected: string) =>
      problems.add(yaml.file, yaml.lineOf([...path, part]), found, expected);
    if (!agencies.knows(value.owner)) report('owner', `owner "${value.owner}"`, 'a key of agencies.yaml');
    const registered = codes.databases.get(value.register);
    if (registered === undefined) {
      report('register', `register "${value.register}"`, 'a key of codes/databases.csv');
      continue;
    }
    const { key, register, owner } = value;
    const { nameVi, nameEn } = registered;
    const legalBasis = frozenBasis(value.legalBasis);
    databases.set(key, Object.freeze({ key, register, owner, nameVi, nameEn, legalBasis }));
  }
  return databases;
}

/** A frozen copy of a provision. */
export function frozenBasis({ document, article }: LegalBasis): LegalBasis {
  return Object.freeze({ document, article });
}
