import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type { ProblemList } from './problems.ts';

/** Where a value stands inside a YAML file: keys and list positions from the top. */
export type YamlPath = readonly PropertyKey[];

/** A YAML file that was read, with the line of every value. */
export interface YamlFile {
  readonly file: string;
  /** The plain value; `undefined` when the text is not YAML. */
  readonly data: unknown;
  /** Line of the key or list item at `path`, or of its nearest ancestor that exists. */
  lineOf(path: YamlPath): number;
  valueAt(path: YamlPath): unknown;
}

/**
 * Reads YAML 1.2 (core schema: `01` is a number, so codes stand in quotes; dates are text). Duplicate keys, unknown
 * tags and whatever else the parser warns about are problems; aliases are as well, because a value that is written
 * elsewhere has no line of its own.
 */
export function readYaml(file: string, text: string, problems: ProblemList): YamlFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    problems.add(file, lineAt(pos[0]), `text that is not sound YAML (${message})`, 'YAML 1.2');
  }
  const aliases = findAliases(document.contents);
  for (const alias of aliases) {
    problems.add(file, lineAt(alias.range?.[0] ?? 0), 'an alias', 'the value itself');
  }
  const sound = document.errors.length + document.warnings.length + aliases.length === 0;
  const data: unknown = sound ? document.toJS() : undefined;
  return {
    file,
    data,
    lineOf: (path) => lineAt(offsetOf(document.contents, path)),
    valueAt: (path) => path.reduce<unknown>(childOf, data),
  };
}

function findAliases(node: unknown): readonly Node[] {
  if (isAlias(node)) return [node];
  if (isSeq(node)) return node.items.flatMap(findAliases);
  if (isMap(node)) return node.items.flatMap(({ value }) => findAliases(value));
  return [];
}

function offsetOf(contents: ParsedNode | null, path: YamlPath): number {
  let node: unknown = contents;
  let offset = contents?.range[0] ?? 0;
  for (const part of path) {
    const child = step(node, part);
    if (child === undefined) return offset;
    offset = child.at?.range?.[0] ?? offset;
    node = child.value;
  }
  return offset;
}

function step(node: unknown, part: PropertyKey): { at: Node | undefined; value: unknown } | undefined {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? undefined : { at: item, value: item };
  }
  if (!isMap<Node>(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
  return pair === undefined ? undefined : { at: pair.key, value: pair.value };
}

function childOf(value: unknown, part: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, part) ? (value as Record<PropertyKey, unknown>)[part] : undefined;
}

/** A value as a problem shows it: short, and quoted as in JSON where it is text. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return String(value);
}
