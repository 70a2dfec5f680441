import type { NaiveTerms } from './naive-agreements.ts';

type Json = Record<string, unknown>;

/** A rule about the record that withholds it with an error. */
export type NaiveRule =
  | 'own-record'
  | 'case-party'
  | 'consent'
  | 'jurisdiction'
  | 'conflict-of-interest'
  | 'deceased';

/** A person as the population register holds them. */
export interface NaivePerson {
  readonly personalId: string;
  /** Communes of today: permanent, temporary and current residence. */
  readonly communes: readonly string[];
  readonly household: string | null;
  readonly father: string | null;
  readonly mother: string | null;
  readonly spouse: string | null;
  readonly representative: string | null;
  readonly birthDate: string;
  readonly isDead: boolean;
  readonly grade: number;
}

/** The country, read by plain SQL. */
export interface NaiveCountry {
  readonly people: ReadonlyMap<string, NaivePerson>;
  /** Personal numbers by former 9-digit card. */
  readonly oldNumbers: ReadonlyMap<string, string>;
  /** Personal numbers of the holders, by parcel. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
}

/** What one request states, and what the registers know of it. */
export interface NaiveRequest {
  /** Terms of the agreements in force, by database. */
  readonly terms: ReadonlyMap<string, NaiveTerms>;
  /** Communes of the agency's territory; `undefined` for the whole country. */
  readonly territory: ReadonlySet<string> | undefined;
  readonly parties: ReadonlySet<string>;
  readonly consenting: ReadonlySet<string>;
  /** Personal number of the officer; it may be one that no register knows. */
  readonly officer: string | undefined;
  /** The citizen whose own token it is. */
  readonly citizen: string | undefined;
  /** The day on which somebody is a minor. */
  readonly today: string;
}

/** Whoever is found under no number. */
const NO_NUMBER = '';

/** Whose records a request may read, decided one record at a time (docs/agreements.md). */
export class NaiveRecords {
  readonly #country: NaiveCountry;
  readonly #request: NaiveRequest;

  constructor(country: NaiveCountry, request: NaiveRequest) {
    this.#country = country;
    this.#request = request;
  }

  /** What the agreements about a database say about the record of a person or an enterprise. */
  verdict(database: string, type: string, key: string): NaiveRule | 'hidden' | 'read' {
    const alone = this.#verdictAlone(database, type, key);
    if (alone !== 'jurisdiction') return alone;
    // Hidden anywhere is hidden everywhere that would else tell of a territory.
    const all = [...this.#request.terms.keys()].map((other) => this.#verdictAlone(other, type, key));
    return all.includes('hidden') ? 'hidden' : 'jurisdiction';
  }

  /** A look-up by a number says the same of nobody, of whoever is hidden, and of whoever lives elsewhere. */
  lookUp(key: string): NaiveRule | 'hidden' | 'read' {
    return this.#verdictAlone('population', 'Citizen', key);
  }

  /** The same, as if that database were the only one. */
  #verdictAlone(database: string, type: string, key: string): NaiveRule | 'hidden' | 'read' {
    const terms = this.#request.terms.get(database);
    // Without an agreement only public elements are read, and these are about nobody.
    if (terms === undefined) return 'read';
    const { parties, consenting, citizen } = this.#request;
    if (terms.subject === 'case-party' && !parties.has(`${type} ${key}`)) return 'case-party';
    if (type !== 'Citizen') return 'read';
    const person = this.#country.people.get(key);
    if (citizen !== undefined) return this.#ownVerdict(citizen, key);
    if (terms.consent && !consenting.has(key)) return 'consent';
    const visible = person !== undefined && person.grade <= terms.protectedUpTo ? person : undefined;
    if (this.#isElsewhere(terms, visible?.communes ?? [])) return 'jurisdiction';
    if (visible === undefined) return 'hidden';
    if (this.#isCloseToOfficer(visible)) return 'conflict-of-interest';
    return terms.deceased === 'excluded' && visible.isDead ? 'deceased' : 'read';
  }

  /** The name of a parent in a register of births: the parent's own, but for whom a citizen's own record names. */
  nameVerdict(parent: Json | null): NaiveRule | 'hidden' | 'read' {
    if (typeof parent?.['personalId'] !== 'string') return 'read';
    const verdict = this.verdict('civil-status', 'Citizen', parent['personalId']);
    return verdict === 'own-record' ? 'read' : verdict;
  }

  /** Personal number of who once held a 9-digit card. */
  holderOf(oldNumber: string): string {
    return this.#country.oldNumbers.get(oldNumber) ?? NO_NUMBER;
  }

  /** What a look-up of a parcel comes to; `null` is a parcel that does not exist. */
  parcelVerdict(parcel: Json | null): NaiveRule | 'read' {
    const { citizen } = this.#request;
    if (citizen === undefined) return this.parcelElsewhere(parcel ?? {}) ?? 'read';
    const holders = this.#country.holders.get(String(parcel?.['parcelId'])) ?? [];
    return holders.includes(citizen) ? 'read' : 'own-record';
  }

  /** A parcel outside the territory is closed, by whatever way it was reached. */
  parcelElsewhere(parcel: Json): NaiveRule | undefined {
    const terms = this.#request.terms.get('land');
    const unit = parcel['unit'] as Json | null | undefined;
    const communes = typeof unit?.['code'] === 'string' ? [unit['code']] : [];
    return terms !== undefined && this.#isElsewhere(terms, communes) ? 'jurisdiction' : undefined;
  }

  /**
   * The population register names nobody who lives outside the territory, so no database can be asked about them:
   * a record that is reached through it stays closed as a whole.
   */
  unnamedBy(database: string, key: string): NaiveRule | undefined {
    const terms = this.#request.terms.get(database);
    if (database !== 'population' || terms === undefined) return undefined;
    return this.#isElsewhere(terms, this.#country.people.get(key)?.communes ?? [])
      ? 'jurisdiction'
      : undefined;
  }

  /** Whether a database must not tell of a row or a link, because it is about somebody who is hidden. */
  isLeftOut(database: string, item: unknown): boolean {
    const key = personIn(item as Json | null);
    return key !== undefined && this.verdict(database, 'Citizen', key) === 'hidden';
  }

  #ownVerdict(citizen: string, key: string): NaiveRule | 'read' {
    const person = this.#country.people.get(key);
    if (key === citizen) return person === undefined || person.isDead ? 'deceased' : 'read';
    if (person === undefined) return 'own-record';
    const represents = [person.father, person.mother, person.representative].includes(citizen);
    const year = Number(person.birthDate.slice(0, 4)) + 18;
    const ofAge = `${year}${person.birthDate.slice(4)}`;
    return represents && this.#request.today < ofAge ? 'read' : 'own-record';
  }

  #isElsewhere({ jurisdiction }: NaiveTerms, communes: readonly string[]): boolean {
    const { territory } = this.#request;
    if (jurisdiction === 'national' || territory === undefined) return false;
    return !communes.some((commune) => territory.has(commune));
  }

  /** The officer, spouse, parents, children, brothers and sisters, and who lives with them. */
  #isCloseToOfficer(person: NaivePerson): boolean {
    const { officer: number } = this.#request;
    if (number === undefined) return false;
    const officer = this.#country.people.get(number);
    // Nothing can be ruled out of an officer whom the register does not know.
    if (officer === undefined) return true;
    const parents = (of: NaivePerson) => new Set([of.father, of.mother].filter((one) => one !== null));
    const family = [person.father, person.mother, person.spouse, person.personalId];
    const familyOfOfficer = [officer.father, officer.mother, officer.spouse];
    return (
      family.includes(officer.personalId) ||
      familyOfOfficer.includes(person.personalId) ||
      [...parents(person)].some((parent) => parents(officer).has(parent)) ||
      (person.household !== null && person.household === officer.household)
    );
  }
}

/** The person whom an object of a whole answer is about: the object itself, or the one whom a row names. */
function personIn(item: Json | null): string | undefined {
  if (item === null || typeof item !== 'object') return undefined;
  const person =
    item['__typename'] === 'Citizen'
      ? item
      : ROWS.has(String(item['__typename'])) && (item['citizen'] ?? item['holder']);
  const key = typeof person === 'object' && person !== null ? (person as Json)['personalId'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** Types whose objects are rows about a person of whom only a link is given. */
const ROWS: ReadonlySet<string> = new Set([
  'HouseholdMember',
  'LegalRepresentative',
  'BusinessMember',
  'DeclaredEmployee',
  'LandUseRight',
]);
