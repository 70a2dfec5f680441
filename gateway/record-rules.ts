import { databaseOf } from '../contract/elements.ts';
import { SUBJECT_KEYS, type SubjectVerdict, subjectName } from '../contract/subject-pass.ts';
import type { PolicyGrant } from '../governance/index.ts';
import { type Data, hiddenKey, type WithholdingRule } from './authorization/index.ts';
import { ConditionsUnavailable, openedKey, type SubjectGate } from './conditions/index.ts';
import { type ExecutionRecord, pathText } from './execution/index.ts';

/** What rules about records say about a result, before anything of it is released. */
export interface JudgedResult {
  /** The result without the records that the caller must not find, and without those about whom nothing is known. */
  readonly data: Data | null;
  /** The rule that withholds these elements of this subject; an unknown subject has an empty key. */
  readonly ruleFor: (
    type: string,
    key: string,
    elements: readonly string[],
  ) => WithholdingRule | 'hidden' | undefined;
}

/** What judging needs of one request. */
export interface JudgingOptions {
  readonly policy: PolicyGrant;
  readonly gate: SubjectGate;
  readonly record: ExecutionRecord;
  /** Key under which databases sealed the keys that the caller may not see. */
  readonly linkKey: string;
}

type Verdicts = ReadonlyMap<string, ReadonlyMap<string, SubjectVerdict>>;

/**
 * Judges every subject of a result once more, for every database that says something. The calls themselves were made
 * under the same verdicts, so this finds nothing new unless a database answered more than it may.
 *
 * @param data is taken over: the keys of its subjects are opened in place
 */
export async function judgeResult(
  { policy, gate, record, linkKey }: JudgingOptions,
  data: Data | null,
): Promise<JudgedResult> {
  const names = openSubjects(data, linkKey);
  const verdicts = await judge(policy, gate, names);
  if (verdicts instanceof ConditionsUnavailable) {
    return {
      data: withoutSubjects(data, () => true, notePath(record, verdicts.source)),
      ruleFor: nothingKnown,
    };
  }
  const limited = limitedSubjects(names, verdicts);
  const hidden = hiddenSubjects(limited, verdicts);
  return {
    data: hidden.size === 0 ? data : withoutSubjects(data, (name) => hidden.has(name)),
    ruleFor(type, key, elements) {
      if (key === '') return unknownSubjectRule(policy);
      if (limited.size === 0) return undefined;
      const name = subjectName(type, key);
      return strictest(elements.map((element) => verdicts.get(databaseOf(element))?.get(name) ?? 'read'));
    },
  };
}

/** Those whom one database at least limits. */
function limitedSubjects(names: Iterable<string>, verdicts: Verdicts): ReadonlySet<string> {
  const all = [...verdicts.values()];
  return new Set([...names].filter((name) => all.some((of) => (of.get(name) ?? 'read') !== 'read')));
}

/** Those who are hidden by every database. */
function hiddenSubjects(limited: Iterable<string>, verdicts: Verdicts): ReadonlySet<string> {
  const all = [...verdicts.values()];
  return new Set([...limited].filter((name) => all.every((of) => of.get(name) === 'hidden')));
}

/** A rule that withholds outweighs "hidden": whoever may know that there is a record is told why it is closed. */
function strictest(verdicts: readonly SubjectVerdict[]): WithholdingRule | 'hidden' | undefined {
  const isHidden = verdicts.includes('hidden');
  for (const verdict of verdicts) {
    if (verdict !== 'read' && verdict !== 'hidden') return verdict;
  }
  return isHidden ? 'hidden' : undefined;
}

async function judge(
  policy: PolicyGrant,
  gate: SubjectGate,
  names: Iterable<string>,
): Promise<Verdicts | ConditionsUnavailable> {
  try {
    // The terms of a database with public elements only are about nobody: they must not hide anyone elsewhere.
    const limiting = [...policy.terms].filter(([, { agreements }]) => agreements.length > 0);
    const judged = limiting.map(
      async ([database]) => [database, await gate.verdicts(database, names)] as const,
    );
    return new Map(await Promise.all(judged));
  } catch (error) {
    if (error instanceof ConditionsUnavailable) return error;
    throw error;
  }
}

/**
 * The rule that limits a record of which nobody said whose it is: a database that is limited refused its key, so no
 * other database could be asked about it either, and none of its elements is released. Only a jurisdiction makes a
 * database refuse a key, so that is the rule wherever one database has any.
 */
function unknownSubjectRule({ terms }: PolicyGrant): WithholdingRule | undefined {
  const all = [...terms.values()];
  if (all.some(({ subject }) => subject === 'self')) return 'own-record';
  if (all.some(({ jurisdiction }) => jurisdiction !== 'national')) return 'jurisdiction';
  if (all.some(({ subject }) => subject === 'case-party')) return 'case-party';
  return all.some(({ consentRequired }) => consentRequired) ? 'consent' : undefined;
}

function nothingKnown(): undefined {
  return undefined;
}

const KEYS = Object.entries(SUBJECT_KEYS).map(([type, field]) => [type, hiddenKey(field)] as const);

/** Name of the subject whose record an object of the result is. */
function subjectOf(object: Data): string | undefined {
  for (const [type, alias] of KEYS) {
    const key = object[alias];
    if (typeof key === 'string') return subjectName(type, key);
  }
  return undefined;
}

/**
 * Opens the keys of all subjects of a result, in place; they stand under the gateway's own aliases and are not
 * released.
 *
 * @returns names of the subjects
 */
function openSubjects(data: Data | null, linkKey: string): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item);
    } else if (typeof value === 'object' && value !== null) {
      openKeys(value as Record<string, unknown>, linkKey);
      const name = subjectOf(value as Data);
      if (name !== undefined) names.add(name);
      for (const key in value) walk((value as Data)[key]);
    }
  };
  walk(data);
  return names;
}

function openKeys(object: Record<string, unknown>, linkKey: string): void {
  for (const [type, alias] of KEYS) {
    const key = object[alias];
    if (key !== undefined) object[alias] = openedKey(linkKey, type, key);
  }
}

/** Told where a record is missing because nothing could be decided about its subject. */
type NoteMissing = (path: readonly string[]) => void;

/**
 * The data without records of some subjects: `null` where one stood alone. In a list they are not there at all; but
 * where they are missing because nothing could be decided, the whole list is, because no list is silently cut.
 */
function withoutSubjects(
  data: Data | null,
  isLeftOut: (name: string) => boolean,
  noteMissing?: NoteMissing,
): Data | null {
  const isOut = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const name = subjectOf(value as Data);
    return name !== undefined && isLeftOut(name);
  };
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) {
      const left = value.filter((item) => !isOut(item));
      if (left.length === value.length || noteMissing === undefined)
        return left.map((item) => walk(item, path));
      noteMissing(path);
      return null;
    }
    if (typeof value !== 'object' || value === null) return value;
    const kept: Record<string, unknown> = Object.create(null);
    for (const [key, child] of Object.entries(value)) {
      if (isOut(child)) noteMissing?.([...path, key]);
      kept[key] = isOut(child) ? null : walk(child, [...path, key]);
    }
    return kept;
  };
  return data === null ? null : (walk(data, []) as Data);
}

function notePath({ failures }: ExecutionRecord, source: string): NoteMissing {
  return (path) => failures.push({ source, paths: new Set([pathText(path)]) });
}
