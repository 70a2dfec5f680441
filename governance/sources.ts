import type { z } from 'zod';
import { compareText, type ProblemList } from './problems.ts';
import type { Registry } from './registry.ts';
import { listShape, parseAt } from './shapes.ts';
import { readYaml, type YamlFile, type YamlPath } from './yaml-file.ts';

/** The YAML files of the governance folder: their text by path, such as `agreements/gdt.yaml`. */
export type GovernanceFiles = ReadonlyMap<string, string>;

/** One entry that has the right shape, with the place where it stands. */
export interface Entry<T> {
  readonly yaml: YamlFile;
  readonly path: YamlPath;
  readonly value: T;
}

/** Reads one file; a missing one is a problem. */
export function readSource(
  files: GovernanceFiles,
  file: string,
  problems: ProblemList,
): YamlFile | undefined {
  const text = files.get(file);
  if (text !== undefined) return readYaml(file, text, problems);
  problems.add(file, 1, 'no such file', 'the file');
  return undefined;
}

/** Reads the files of one folder in the order of their names. */
export function readFolder(
  files: GovernanceFiles,
  folder: string,
  problems: ProblemList,
): readonly YamlFile[] {
  return [...files]
    .filter(([file]) => file.startsWith(`${folder}/`))
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([file, text]) => readYaml(file, text, problems));
}

/**
 * Reads the list under `name` in the file `<name>.yaml`, entry by entry, and notes each entry's key in `registry`.
 * Two entries with one key are a problem.
 */
export function readList<T extends z.ZodType>(
  files: GovernanceFiles,
  name: string,
  keyName: string,
  shape: T,
  registry: Registry<unknown>,
  problems: ProblemList,
): readonly Entry<z.output<T>>[] {
  const yaml = readSource(files, `${name}.yaml`, problems);
  const list = yaml?.data === undefined ? undefined : parseAt(yaml, [], listShape(name), problems)?.[name];
  if (yaml === undefined || list === undefined) {
    registry.open();
    return [];
  }
  const entries: Entry<z.output<T>>[] = [];
  for (const index of list.keys()) {
    const path = [name, index];
    const value = parseAt(yaml, path, shape, problems);
    const key = yaml.valueAt([...path, keyName]);
    const first = typeof key === 'string' && mentionOnce(registry, key, yaml, [...path, keyName], problems);
    if (value !== undefined && first) entries.push({ yaml, path, value });
  }
  return entries;
}

/** Notes a key in the registry; the second of its kind is a problem. Returns whether it is the first. */
export function mentionOnce(
  registry: Registry<unknown>,
  key: string,
  yaml: YamlFile,
  path: YamlPath,
  problems: ProblemList,
): boolean {
  const line = yaml.lineOf(path);
  const earlier = registry.mention(key, line);
  if (earlier === undefined) return true;
  problems.add(yaml.file, line, `"${key}" again (first on line ${earlier})`, 'each one once');
  return false;
}
