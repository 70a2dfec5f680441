import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';

/**
 * A value that only whoever holds all of some elements may see. Scenarios build the whole truth about a person out of
 * these; {@link seenWith} then says what a caller with certain elements must get, to the letter.
 */
export class Guarded {
  readonly elements: readonly string[];
  readonly value: unknown;

  constructor(elements: readonly string[], value: unknown) {
    this.elements = elements;
    this.value = value;
  }
}

/** A value behind elements, written `database.group.element` and separated by spaces. */
export function behind(elements: string, value: unknown): Guarded {
  return new Guarded(elements.split(' '), value);
}

/** What of the whole truth is seen with these elements: everything else is `null`. */
export function seenWith(granted: ReadonlySet<string>, truth: unknown): unknown {
  if (truth instanceof Guarded) {
    return truth.elements.every((element) => granted.has(element)) ? seenWith(granted, truth.value) : null;
  }
  if (Array.isArray(truth)) return truth.map((item) => seenWith(granted, item));
  if (typeof truth !== 'object' || truth === null) return truth;
  return Object.fromEntries(Object.entries(truth).map(([key, value]) => [key, seenWith(granted, value)]));
}

interface AgreementFile {
  readonly agreements: readonly {
    readonly database: string;
    readonly purposes: readonly string[];
    readonly elements: readonly string[];
    readonly from: string;
    readonly to: string | null;
    readonly state: string;
  }[];
}

interface DictionaryFile {
  readonly database: string;
  readonly groups: Readonly<
    Record<string, { readonly elements: Readonly<Record<string, { class: string }>> }>
  >;
}

/**
 * The elements that the agreement file of one consumer grants for a purpose today, read straight from the files, by
 * code that has nothing in common with the loader: a wildcard covers its group, except what is sensitive. Where an
 * agreement requires consent, this is what it grants with it.
 */
export function grantedByFile(file: string, purpose: string): ReadonlySet<string> {
  const today = new Date().toISOString().slice(0, 10);
  const { agreements } = readYaml<AgreementFile>(`governance/agreements/${file}.yaml`);
  const granted = new Set(publicElements());
  for (const agreement of agreements) {
    if (!agreement.purposes.includes(purpose) || agreement.state !== 'active') continue;
    if (agreement.from > today || (agreement.to !== null && agreement.to < today)) continue;
    for (const pattern of agreement.elements) {
      if (!pattern.endsWith('.*')) granted.add(pattern);
      else for (const element of unsensitive(agreement.database, pattern.slice(0, -2))) granted.add(element);
    }
  }
  return granted;
}

function publicElements(): readonly string[] {
  return elementsOf('catalogue').map(({ name }) => name);
}

function unsensitive(database: string, group: string): readonly string[] {
  return elementsOf(database)
    .filter(({ name, sensitive }) => name.startsWith(`${group}.`) && !sensitive)
    .map(({ name }) => name);
}

function elementsOf(database: string): readonly { readonly name: string; readonly sensitive: boolean }[] {
  const { groups } = readYaml<DictionaryFile>(`governance/dictionary/${database}.yaml`);
  return Object.entries(groups).flatMap(([group, { elements }]) =>
    Object.entries(elements).map(([element, entry]) => ({
      name: `${database}.${group}.${element}`,
      sensitive: entry.class === 'sensitive',
    })),
  );
}

function readYaml<T>(path: string): T {
  return parseYaml(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;
}
