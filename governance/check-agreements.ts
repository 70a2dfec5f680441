import { databaseOf, isElementName } from '../contract/elements.ts';
import type { AgreementEntry, Report } from './agreement-entry.ts';
import { checkConditions } from './check-conditions.ts';
import { checkLifecycle } from './check-lifecycle.ts';
import { checkOverlaps } from './check-overlaps.ts';
import type { Codes } from './codes-model.ts';
import {
  type Agency,
  type Agreement,
  CITIZEN,
  type Database,
  type DataElement,
  type Purpose,
} from './model.ts';
import type { ProblemList } from './problems.ts';
import { Registry } from './registry.ts';
import { agreementShape, agreementsShape, parseAt } from './shapes.ts';
import { type GovernanceFiles, mentionOnce, readFolder } from './sources.ts';
import type { YamlFile } from './yaml-file.ts';

/** Everything that an agreement may refer to. */
export interface Registers {
  readonly codes: Codes;
  readonly agencies: Registry<Agency>;
  readonly purposes: Registry<Purpose>;
  readonly databases: Registry<Database>;
  readonly elements: Registry<DataElement>;
}

/**
 * Reads and checks agreements/<consumer>.yaml: whatever an agreement names must exist, lie in its database and be
 * granted for a sensible time on a legal basis; two agreements may not contradict each other.
 */
export function checkAgreements(
  files: GovernanceFiles,
  registers: Registers,
  problems: ProblemList,
): readonly Agreement[] {
  const ids = new Registry<never>();
  const entries = readFolder(files, 'agreements', problems).flatMap((yaml) =>
    readEntries(yaml, ids, registers, problems),
  );
  const located = entries.map((entry) => ({
    yaml: entry.yaml,
    path: entry.path,
    value: toAgreement(entry, checkAgreement(entry, registers, problems), registers),
  }));
  checkOverlaps(located, problems);
  return Object.freeze(located.map(({ value }) => value));
}

function readEntries(
  yaml: YamlFile,
  ids: Registry<never>,
  { agencies }: Registers,
  problems: ProblemList,
): readonly AgreementEntry[] {
  const top = yaml.data === undefined ? undefined : parseAt(yaml, [], agreementsShape, problems);
  if (top === undefined) return [];
  const { consumer } = top;
  if (consumer !== CITIZEN && !agencies.knows(consumer)) {
    problems.add(
      yaml.file,
      yaml.lineOf(['consumer']),
      `consumer "${consumer}"`,
      `a key of agencies.yaml, or ${CITIZEN}`,
    );
  }
  if (yaml.file !== `agreements/${consumer.toLowerCase()}.yaml`) {
    problems.add(
      yaml.file,
      yaml.lineOf(['consumer']),
      `consumer "${consumer}"`,
      'the name of the file in capitals',
    );
  }
  return [...top.agreements.keys()].flatMap((index) => {
    const path = ['agreements', index];
    const value = parseAt(yaml, path, agreementShape, problems);
    if (value === undefined || !mentionOnce(ids, value.id, yaml, [...path, 'id'], problems)) return [];
    return [{ yaml, path, value, consumer }];
  });
}

/** Adds a problem for each fault of one agreement; returns the elements that it covers. */
function checkAgreement(
  entry: AgreementEntry,
  registers: Registers,
  problems: ProblemList,
): readonly string[] {
  const { yaml, path, value } = entry;
  const report: Report = (part, found, expected) =>
    problems.add(yaml.file, yaml.lineOf([...path, ...part]), found, expected);
  if (!registers.databases.knows(value.database)) {
    report(['database'], `database "${value.database}"`, 'a key of databases.yaml');
  }
  checkProvider(value, registers, report);
  checkProcedures(value, registers, report);
  checkConditions(entry, registers, report);
  checkLifecycle(value, report);
  if (!registers.databases.knows(value.database)) return [];
  return coveredElements(value.database, value.elements, registers.elements, report);
}

/** Only the owner of a database can agree to share it: one datum, one trusted source (Decree 278/2025/NĐ-CP, 5.2). */
function checkProvider(
  { provider, database }: AgreementEntry['value'],
  { agencies, databases }: Registers,
  report: Report,
): void {
  const owner = databases.get(database)?.owner;
  if (owner === undefined || owner === provider || !agencies.knows(owner)) return;
  report(['provider'], `provider "${provider}"`, `${owner}, the owner of the database`);
}

/** A purpose of kind `procedure` says which procedure is served; only other purposes need to. */
function checkProcedures(
  { procedures = [], purposes: codes }: AgreementEntry['value'],
  { purposes, codes: lists }: Registers,
  report: Report,
): void {
  const derived = proceduresOf(codes, purposes);
  for (const [index, code] of procedures.entries()) {
    const complain = (expected: string) => report(['procedures', index], `procedure "${code}"`, expected);
    if (procedures.indexOf(code) < index) complain('each procedure once');
    else if (derived.includes(code)) complain('only procedures that no purpose names');
    else if (!lists.proceduresByCode.has(code)) complain('a procedure of codes/procedures.csv');
  }
}

function proceduresOf(codes: readonly string[], purposes: Registry<Purpose>): readonly string[] {
  return codes.flatMap((code) => purposes.get(code)?.procedure ?? []);
}

function coveredElements(
  database: string,
  patterns: readonly string[],
  elements: Registry<DataElement>,
  report: Report,
): readonly string[] {
  const covered = new Set<string>();
  for (const [index, pattern] of patterns.entries()) {
    const complain = (expected: string) => report(['elements', index], `element "${pattern}"`, expected);
    const wildcard = pattern.endsWith('.*');
    if (patterns.indexOf(pattern) < index) complain('each element once');
    if (!isElementName(wildcard ? `${pattern.slice(0, -1)}any` : pattern)) {
      complain('<database>.<group>.<element> or <database>.<group>.*');
    } else if (databaseOf(pattern) !== database) {
      complain(`an element of the agreement's database, ${database}`);
    } else if (wildcard) {
      for (const name of coveredByWildcard(pattern, elements, complain)) covered.add(name);
    } else if (elements.knows(pattern)) {
      covered.add(pattern);
    } else {
      complain(`an element of dictionary/${database}.yaml`);
    }
  }
  return [...covered].toSorted();
}

/** The elements of a group, except sensitive ones: those are granted by name or not at all. */
function coveredByWildcard(
  pattern: string,
  elements: Registry<DataElement>,
  complain: (expected: string) => void,
): readonly string[] {
  const group = elements.keys().filter((name) => name.startsWith(pattern.slice(0, -1)));
  if (group.length === 0 && !elements.isOpen) complain('a group of the dictionary');
  const covered = group.filter((name) => elements.get(name)?.class !== 'sensitive');
  if (group.length > 0 && covered.length === 0) {
    complain('the names of the elements, because all of this group are sensitive');
  }
  return covered;
}

function toAgreement(
  { value, consumer }: AgreementEntry,
  elements: readonly string[],
  { purposes }: Registers,
): Agreement {
  const { document, article, validFrom = null, validTo = null } = value.legalBasis;
  return Object.freeze({
    id: value.id,
    provider: value.provider,
    consumer,
    database: value.database,
    purposes: Object.freeze(value.purposes),
    procedures: Object.freeze([...proceduresOf(value.purposes, purposes), ...(value.procedures ?? [])]),
    legalBasis: Object.freeze({ document, article, validFrom, validTo }),
    patterns: Object.freeze(value.elements),
    elements: Object.freeze(elements),
    jurisdiction: value.jurisdiction,
    subject: value.subject ?? 'any',
    officerRequired: value.officer === 'required',
    caseRequired: value.case === 'required',
    consentRequired: value.consent === 'required',
    deceased: value.deceased ?? (value.consent === 'required' ? 'excluded' : 'included'),
    protectedUpTo: value.protectedUpTo ?? 0,
    quota: value.quota === undefined ? null : Object.freeze(value.quota),
    frequency: value.frequency ?? 'on-demand',
    from: value.from,
    review: value.review,
    reviewed: value.reviewed ?? null,
    to: value.to,
    state: value.state,
    plannedSuspension: frozenBlock(value.plannedSuspension),
    suspension: frozenBlock(value.suspension),
    termination: frozenBlock(value.termination),
  });
}

function frozenBlock<T extends object>(block: T | undefined): Readonly<T> | null {
  return block === undefined ? null : Object.freeze(block);
}
