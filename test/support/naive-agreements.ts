import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';

/** An agreement as its file says it; see docs/agreements.md. */
export interface WrittenAgreement {
  readonly id: string;
  readonly provider: string;
  readonly database: string;
  readonly purposes: readonly string[];
  readonly legalBasis: {
    readonly document: string;
    readonly article: string;
    readonly validFrom?: string;
    readonly validTo?: string;
  };
  readonly elements: readonly string[];
  readonly jurisdiction: 'national' | 'own';
  readonly subject?: 'any' | 'self' | 'case-party';
  readonly officer: 'required' | 'optional';
  readonly case: 'required' | 'optional';
  readonly consent?: 'required';
  readonly deceased?: 'included' | 'excluded';
  readonly protectedUpTo?: 0 | 1 | 2;
  readonly from: string;
  readonly review: string;
  readonly to: string | null;
  readonly state: string;
  readonly plannedSuspension?: {
    readonly cause: string;
    readonly announcedOn: string;
    readonly from: string;
    readonly to: string | null;
  };
  readonly suspension?: {
    readonly from: string;
    readonly notifiedOn: string;
    readonly violation: string;
    readonly remedy: string;
    readonly deadline: string;
  };
  readonly termination?: { readonly on: string; readonly reason: string };
}

/** The conditions on records of one database. */
export interface NaiveTerms {
  readonly jurisdiction: 'national' | 'own';
  readonly subject: 'any' | 'self' | 'case-party';
  readonly consent: boolean;
  readonly deceased: 'included' | 'excluded';
  readonly protectedUpTo: number;
}

/** What agreements say for one purpose on one day. */
export interface NaiveGrant {
  readonly elements: ReadonlySet<string>;
  readonly terms: ReadonlyMap<string, NaiveTerms>;
}

/** Reads agreements as they are written, by code that has nothing in common with the loader. */
export function naiveGrant(
  agreements: readonly WrittenAgreement[],
  purpose: string,
  day: string,
  dictionary: NaiveDictionary,
): NaiveGrant {
  const held = agreements.filter(
    (agreement) => agreement.purposes.includes(purpose) && holds(agreement, day),
  );
  const elements = held.flatMap((agreement) =>
    agreement.elements.flatMap((written) =>
      written.endsWith('.*') ? groupOf(written, dictionary) : [written],
    ),
  );
  const free = [...dictionary].flatMap(([name, kind]) => (kind === 'none' ? [name] : []));
  return {
    elements: new Set([...free, ...elements]),
    terms: new Map(held.map((agreement) => [agreement.database, termsOf(agreement)])),
  };
}

/** Class of data by element. */
export type NaiveDictionary = ReadonlyMap<string, string>;

/** Reads the dictionary files of these databases. */
export function readDictionary(databases: readonly string[]): NaiveDictionary {
  return new Map(
    databases.flatMap((database) => {
      const { groups } = parseYaml(
        readFileSync(new URL(`../../governance/dictionary/${database}.yaml`, import.meta.url), 'utf8'),
      ) as { groups: Record<string, { elements: Record<string, { class: string }> }> };
      return Object.entries(groups).flatMap(([group, { elements }]) =>
        Object.entries(elements).map(
          ([element, entry]) => [`${database}.${group}.${element}`, entry.class] as const,
        ),
      );
    }),
  );
}

/** Communes of today that lie within units: a province's two digits stand for all of its communes. */
export function naiveTerritory(units: readonly string[]): ReadonlySet<string> {
  const [header = '', ...lines] = readFileSync(
    new URL('../../governance/codes/communes.csv', import.meta.url),
    'utf8',
  )
    .trim()
    .split(/\r?\n/);
  if (!header.startsWith('code,') || !header.endsWith(',province_code')) throw new Error(header);
  const communes = lines.map((line) => ({
    code: line.slice(0, line.indexOf(',')),
    province: line.slice(line.lastIndexOf(',') + 1),
  }));
  return new Set(
    communes
      .filter(({ code, province }) => units.includes(code) || units.includes(province))
      .map(({ code }) => code),
  );
}

/** A group of the dictionary, without what is sensitive: that is granted by its name or not at all. */
function groupOf(written: string, dictionary: NaiveDictionary): readonly string[] {
  return [...dictionary].flatMap(([name, kind]) =>
    name.startsWith(written.slice(0, -1)) && kind !== 'sensitive' ? [name] : [],
  );
}

function termsOf({ jurisdiction, subject, consent, deceased, protectedUpTo }: WrittenAgreement): NaiveTerms {
  return {
    jurisdiction,
    subject: subject ?? 'any',
    consent: consent === 'required',
    deceased: deceased ?? (consent === 'required' ? 'excluded' : 'included'),
    protectedUpTo: protectedUpTo ?? 0,
  };
}

/** Whether anything is granted on a day. */
function holds(agreement: WrittenAgreement, day: string): boolean {
  const { from, to, legalBasis, plannedSuspension: pause, suspension, termination } = agreement;
  const isWithin = from <= day && (to === null || day <= to);
  const { validFrom = day, validTo = day } = legalBasis;
  const isPaused = pause !== undefined && pause.from <= day && (pause.to === null || day <= pause.to);
  const isStopped = [suspension?.from, termination?.on].some((first) => first !== undefined && first <= day);
  return isWithin && validFrom <= day && day <= validTo && !isPaused && !isStopped;
}
