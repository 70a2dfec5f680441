import { isElementName } from '../contract/elements.ts';
import { frozenBasis } from './check-registers.ts';
import type { Database, DataElement } from './model.ts';
import type { ProblemList } from './problems.ts';
import { Registry } from './registry.ts';
import { dictionaryShape, elementShape, groupShape, parseAt } from './shapes.ts';
import { type GovernanceFiles, mentionOnce, readFolder } from './sources.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/**
 * Reads and checks dictionary/<database>.yaml. Each database has its own file, each element of it is well named,
 * classed and has a legal basis: its own or its group's.
 */
export function checkDictionary(
  files: GovernanceFiles,
  databases: Registry<Database>,
  problems: ProblemList,
): Registry<DataElement> {
  const elements = new Registry<DataElement>();
  const described = new Set<string>();
  for (const yaml of readFolder(files, 'dictionary', problems)) {
    described.add(yaml.file);
    readDictionary(yaml, databases, elements, problems);
  }
  for (const database of databases.keys()) {
    const file = dictionaryFile(database);
    if (described.has(file)) continue;
    problems.add(file, 1, 'no such file', `the dictionary of ${database}`);
    elements.open();
  }
  return elements;
}

function dictionaryFile(database: string): string {
  return `dictionary/${database}.yaml`;
}

function readDictionary(
  yaml: YamlFile,
  databases: Registry<Database>,
  elements: Registry<DataElement>,
  problems: ProblemList,
): void {
  const dictionary = yaml.data === undefined ? undefined : parseAt(yaml, [], dictionaryShape, problems);
  if (dictionary === undefined) {
    elements.open();
    return;
  }
  const { database, groups } = dictionary;
  if (!databases.knows(database)) {
    problems.add(yaml.file, yaml.lineOf(['database']), `database "${database}"`, 'a key of databases.yaml');
  }
  if (yaml.file !== dictionaryFile(database)) {
    problems.add(yaml.file, yaml.lineOf(['database']), `database "${database}"`, 'the name of the file');
  }
  for (const group of Object.keys(groups)) readGroup(yaml, database, group, elements, problems);
}

function readGroup(
  yaml: YamlFile,
  database: string,
  group: string,
  elements: Registry<DataElement>,
  problems: ProblemList,
): void {
  const path = ['groups', group];
  const value = parseAt(yaml, path, groupShape, problems);
  const elementMap = yaml.valueAt([...path, 'elements']);
  if (typeof elementMap !== 'object' || elementMap === null) return;
  const names = Object.keys(elementMap);
  if (names.length === 0)
    problems.add(yaml.file, yaml.lineOf(path), `group "${group}" without elements`, 'some');
  for (const name of names) {
    const at = [...path, 'elements', name];
    const full = `${database}.${group}.${name}`;
    if (!isElementName(full)) {
      problems.add(
        yaml.file,
        yaml.lineOf(at),
        `element "${full}"`,
        'three parts that begin with a small letter',
      );
    }
    if (mentionOnce(elements, full, yaml, at, problems))
      readElement(yaml, at, full, value, elements, problems);
  }
}

type Group = NonNullable<ReturnType<typeof parseAt<typeof groupShape>>>;

function readElement(
  yaml: YamlFile,
  path: YamlPath,
  name: string,
  group: Group | undefined,
  elements: Registry<DataElement>,
  problems: ProblemList,
): void {
  const value = parseAt(yaml, path, elementShape, problems);
  const [database, groupName] = name.split('.');
  if (value === undefined || group === undefined || database === undefined || groupName === undefined) return;
  elements.set(
    name,
    Object.freeze({
      name,
      database,
      group: groupName,
      nameVi: value.nameVi,
      nameEn: value.nameEn,
      groupNameVi: group.nameVi,
      groupNameEn: group.nameEn,
      definition: value.definition,
      class: value.class,
      format: value.format,
      legalBasis: frozenBasis(value.legalBasis ?? group.legalBasis),
    }),
  );
}
