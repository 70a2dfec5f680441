import type { z } from 'zod';
import { databaseOf, isElementName } from '../contract/elements.ts';
import { checkOverlaps } from './check-overlaps.ts';
import { frozenBasis } from './check-registers.ts';
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
import { type Entry, type GovernanceFiles, mentionOnce, readFolder } from './sources.ts';
import type { YamlFile } from './yaml-file.ts';

/** Everything that an agreement may refer to. */
export interface Registers {
  readonly agencies: Registry<Agency>;
  readonly purposes: Registry<Purpose>;
  readonly databases: Registry<Database>;
  readonly elements: Registry<DataElement>;
}

type AgreementEntry = Entry<z.output<typeof agreementShape>> & { readonly consumer: string };
type Report = (part: readonly PropertyKey[], found: string, expected: string) => void;

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
    value: toAgreement(entry, checkAgreement(entry, registers, problems)),
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
  if (value.to !== null && value.to < value.from) {
    report(['to'], `an end on ${value.to}, before the start on ${value.from}`, 'the start or a later day');
  }
  checkPurposesOf(entry, registers, report);
  checkConsumer(entry, registers, report);
  if (!registers.databases.knows(value.database)) return [];
  return coveredElements(value.database, value.elements, registers.elements, report);
}

function checkPurposesOf({ value, consumer }: AgreementEntry, { purposes }: Registers, report: Report): void {
  for (const [index, code] of value.purposes.entries()) {
    const complain = (found: string, expected: string) =>
      report(['purposes', index], `purpose "${code}"${found}`, expected);
    const kind = purposes.get(code)?.kind;
    if (value.purposes.indexOf(code) < index) complain(' again', 'each purpose once');
    if (!purposes.knows(code)) complain('', 'a code of purposes.yaml');
    if (kind === undefined) continue;
    const ofCitizens = kind === 'own-data';
    if (ofCitizens && consumer !== CITIZEN) complain(' of an agency', 'a purpose of agencies');
    if (!ofCitizens && consumer === CITIZEN) complain(' of a citizen', 'the purpose OWN-DATA');
    if (kind === 'consent' && value.consent === undefined) complain(' without consent', 'consent: required');
  }
}

/**
 * A citizen reads one record, their own, and no officer acts for them. Who is not part of the state needs the consent
 * of the person (Law 26/2023/QH15, article 10).
 */
function checkConsumer({ value, consumer }: AgreementEntry, { agencies }: Registers, report: Report): void {
  if (consumer === CITIZEN) {
    if (value.subject !== 'self') report(['subject'], 'no subject scope', '"self" for a citizen');
    if (value.officer === 'required') report(['officer'], 'an officer of a citizen', '"optional"');
    if (value.case === 'required') report(['case'], 'a case of a citizen', '"optional"');
    if (value.jurisdiction === 'own') report(['jurisdiction'], 'a jurisdiction of a citizen', '"national"');
    if (value.consent !== undefined) report(['consent'], "consent to read one's own record", 'none');
    return;
  }
  if (value.subject !== undefined) report(['subject'], 'the scope "self" of an agency', 'none');
  if (agencies.get(consumer)?.kind === 'bank' && value.consent === undefined) {
    report(['consent'], 'no consent for a consumer that is not part of the state', '"required"');
  }
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

function toAgreement({ value, consumer }: AgreementEntry, elements: readonly string[]): Agreement {
  return Object.freeze({
    id: value.id,
    consumer,
    database: value.database,
    purposes: Object.freeze(value.purposes),
    legalBasis: frozenBasis(value.legalBasis),
    patterns: Object.freeze(value.elements),
    elements: Object.freeze(elements),
    jurisdiction: value.jurisdiction,
    subject: value.subject ?? 'any',
    officerRequired: value.officer === 'required',
    caseRequired: value.case === 'required',
    consentRequired: value.consent === 'required',
    from: value.from,
    to: value.to,
    state: value.state,
  });
}
