import { z } from 'zod';
import { isDate } from '../contract/calendar.ts';
import {
  AGENCY_KINDS,
  AGREEMENT_STATES,
  ELEMENT_CLASSES,
  FREQUENCIES,
  PURPOSE_KINDS,
  SUBJECT_SCOPES,
} from './model.ts';
import type { ProblemList } from './problems.ts';
import { showValue, type YamlFile, type YamlPath } from './yaml-file.ts';

/** A mapping with these keys only. `what` is said when something else stands in its place. */
function mapping<Shape extends z.core.$ZodLooseShape>(what: string, shape: Shape) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `only the keys ${Object.keys(shape).join(', ')}` : what,
  });
}

const text = z.string().regex(/^\S(.*\S)?$/s, 'text that is not empty');
const key = z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'a key such as LRO-40');
const date = z.string().refine(isDate, 'a day that exists, as YYYY-MM-DD');

/** A provision whose article may be unknown: it says so with `null`. */
const legalBasis = mapping('a legal basis with document and article', {
  document: text,
  article: text.nullable(),
});

/** A provision that names document and article: without both, nothing may be shared. */
const agreementBasis = mapping('a legal basis with document and article', {
  document: text,
  article: text,
  validFrom: date.optional(),
  validTo: date.optional(),
});

/** One entry of agencies.yaml. */
export const agencyShape = mapping('an agency', {
  key,
  nameVi: text,
  nameEn: text,
  kind: z.enum(AGENCY_KINDS),
  register: text.optional(),
  parent: text.optional(),
  jurisdiction: z.union([z.literal('national'), z.array(z.string()).min(1)], {
    error: '"national", or a list of unit codes in quotes',
  }),
  synthetic: z.literal(true).optional(),
  note: text.optional(),
});

/** One entry of purposes.yaml. */
export const purposeShape = mapping('a purpose', {
  code: text,
  nameVi: text,
  nameEn: text,
  kind: z.enum(PURPOSE_KINDS),
  procedure: text.optional(),
  legalBasis,
  note: text.optional(),
});

/** One entry of databases.yaml. */
export const databaseShape = mapping('a database', {
  key: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'a subgraph name such as civil-status'),
  register: text,
  owner: text,
  legalBasis,
  note: text.optional(),
});

/** What stands above the groups and elements of a dictionary file. */
export const dictionaryShape = mapping('a dictionary with database and groups', {
  database: text,
  groups: z.record(z.string(), z.unknown(), { error: 'a mapping of groups' }),
});

/** One group of a dictionary file; its elements are checked one by one. */
export const groupShape = mapping('a group of elements', {
  nameVi: text,
  nameEn: text,
  legalBasis,
  note: text.optional(),
  elements: z.record(z.string(), z.unknown(), { error: 'a mapping of elements' }),
});

/** One element of a group. */
export const elementShape = mapping('an element', {
  nameVi: text,
  nameEn: text,
  definition: text,
  class: z.enum(ELEMENT_CLASSES),
  format: text,
  legalBasis: legalBasis.optional(),
  note: text.optional(),
});

/** What stands above the entries of an agreements file. */
export const agreementsShape = mapping('a consumer and its agreements', {
  consumer: text,
  agreements: z.array(z.unknown()).min(1),
});

const quota = mapping('a quota with subjects and per', {
  subjects: z.int().min(1, { error: 'a whole number from 1' }),
  per: z.enum(['day', 'month']),
});

const plannedSuspension = mapping('a planned suspension with cause, announcedOn, from and to', {
  cause: z.enum(['planned', 'force-majeure']),
  announcedOn: date,
  from: date,
  to: date.nullable(),
});

const suspension = mapping('a suspension with from, notifiedOn, violation, remedy and deadline', {
  from: date,
  notifiedOn: date,
  violation: text,
  remedy: text,
  deadline: date,
});

const termination = mapping('a termination with on and reason', {
  on: date,
  reason: z.enum(['not-remedied', 'purpose-gone']),
});

/** One agreement. */
export const agreementShape = mapping('an agreement', {
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id such as ltt-2026-gdt-pop-01'),
  provider: text,
  database: text,
  purposes: z.array(text).min(1),
  procedures: z.array(text).min(1).optional(),
  legalBasis: agreementBasis,
  elements: z.array(text).min(1),
  jurisdiction: z.enum(['national', 'own']),
  subject: z.enum(SUBJECT_SCOPES).optional(),
  officer: z.enum(['required', 'optional']),
  case: z.enum(['required', 'optional']),
  consent: z.literal('required').optional(),
  deceased: z.enum(['included', 'excluded']).optional(),
  protectedUpTo: z.literal([0, 1, 2]).optional(),
  quota: quota.optional(),
  frequency: z.enum(FREQUENCIES).optional(),
  from: date,
  review: date.nullable(),
  reviewed: date.optional(),
  to: date.nullable(),
  state: z.enum(AGREEMENT_STATES),
  plannedSuspension: plannedSuspension.optional(),
  suspension: suspension.optional(),
  termination: termination.optional(),
  note: text.optional(),
});

/** A file that holds one list under one key, such as `agencies:`. */
export function listShape(name: string) {
  return mapping(`a list under "${name}"`, { [name]: z.array(z.unknown()) });
}

/**
 * Checks the value at `path` against a shape. Adds a problem for each fault, on its own line; returns the typed
 * value, or `undefined` when there was any.
 */
export function parseAt<T extends z.ZodType>(
  yaml: YamlFile,
  path: YamlPath,
  shape: T,
  problems: ProblemList,
): z.output<T> | undefined {
  const result = shape.safeParse(yaml.valueAt(path), { error: expectation });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const at = [...path, ...issue.path];
    if (issue.code !== 'unrecognized_keys') {
      problems.add(yaml.file, yaml.lineOf(at), showAt(yaml, at), issue.message);
      continue;
    }
    for (const name of issue.keys) {
      problems.add(yaml.file, yaml.lineOf([...at, name]), `the unknown key "${name}"`, issue.message);
    }
  }
  return undefined;
}

function showAt(yaml: YamlFile, path: YamlPath): string {
  const last = path.at(-1);
  const shown = showValue(yaml.valueAt(path));
  return typeof last === 'string' ? `${last}: ${shown}` : shown;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text (in quotes, if it looks like a number)',
  array: 'a list',
  int: 'a whole number',
  number: 'a whole number',
  object: 'a mapping',
  record: 'a mapping',
};

function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return TYPE_WORDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'too_small') return 'at least one entry';
  return undefined;
}
