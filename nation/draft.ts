import type { IdCard, Person, Place, ProtectionGrade, RelationToHead, Residence, Sex } from './country.ts';
import type { Day } from './days.ts';
import type { Commune } from './places.ts';

/** Where abroad a birth was registered. */
export interface Abroad {
  readonly country: string;
  readonly city: string;
}

/** A marriage, from its day on. When it ended follows from the divorce and the deaths. */
export interface Union {
  readonly husband: PersonDraft;
  readonly wife: PersonDraft;
  readonly from: Day;
  divorcedOn: Day | null;
  /** Where the couple set up home; settled with the origins. */
  commune: Commune | null;
  /** The spouse with whose parents the couple lives. */
  livesWithParentsOf: PersonDraft | null;
}

/** How a child born outside marriage got a second parent in the register. */
export interface Recognition {
  readonly parent: PersonDraft;
  readonly on: Day;
}

/** A household while it is being put together. */
export interface HouseholdDraft {
  readonly fileNumber: string;
  readonly head: PersonDraft;
  readonly place: Place;
  readonly commune: Commune;
  readonly since: Day;
  readonly members: readonly { readonly person: PersonDraft; readonly relation: RelationToHead }[];
}

/** The facts of a life that nothing later changes. */
export interface Life {
  readonly sex: Sex;
  readonly birthDay: Day;
  /** How many characters of the birth date the registers know: year, month or day. */
  readonly birthDateLength: 4 | 7 | 10;
  readonly deathDay: Day | null;
  /** Day of the court's declaration that the person is missing. */
  readonly missingDay: Day | null;
}

/** A person while the country is being built: links are objects, days are numbers, numbers are issued last. */
export interface PersonDraft extends Life {
  father: PersonDraft | null;
  mother: PersonDraft | null;
  guardian: PersonDraft | null;
  protectionGrade: ProtectionGrade;
  recognition: Recognition | null;
  /** The parents' marriage, when the child was born in one. */
  parentsUnion: Union | null;
  readonly unions: Union[];
  readonly children: PersonDraft[];
  /** Where the parents lived at birth: commune of registration. */
  home: Commune | null;
  /** Where an adult without family lives. */
  ownCommune: Commune | null;
  nativeCommune: Commune | null;
  abroad: Abroad | null;
  /** A citizen by naturalisation, whose birth is in no Vietnamese register. */
  naturalised: boolean;
  ethnicity: string;
  religion: string;
  nationalities: readonly string[];
  personalId: string;
  name: Pick<Person, 'familyName' | 'middleName' | 'givenName'>;
  /** What identity.ts draws; a persona states some of it. */
  details: PersonDetails | null;
  places: Pick<Person, 'birthPlace' | 'birthRegistrationPlace' | 'nativePlace'> | null;
  household: HouseholdDraft | null;
  householdSince: Day;
  temporaryResidence: Residence | null;
}

/** The items of the population register that stand alone. */
export interface PersonDetails {
  readonly formerPersonalIds: readonly string[];
  readonly oldIdNumber: string | null;
  readonly otherNames: readonly string[];
  readonly bloodGroup: Person['bloodGroup'];
  readonly idCards: readonly IdCard[];
  readonly temporaryAbsence: Person['temporaryAbsence'];
  readonly phone: string | null;
  readonly email: string | null;
}

/**
 * A new person, of whom only the life is known. Written out property by property: a spread would give each person a
 * hash table instead of a fixed shape, which made everything after it three times slower.
 */
export function draftPerson(life: Life): PersonDraft {
  return {
    sex: life.sex,
    birthDay: life.birthDay,
    birthDateLength: life.birthDateLength,
    deathDay: life.deathDay,
    missingDay: life.missingDay,
    father: null,
    mother: null,
    guardian: null,
    protectionGrade: 0,
    recognition: null,
    parentsUnion: null,
    unions: [],
    children: [],
    home: null,
    ownCommune: null,
    nativeCommune: null,
    abroad: null,
    naturalised: false,
    ethnicity: '01',
    religion: 'Không',
    nationalities: ['VN'],
    personalId: '',
    name: { familyName: '', middleName: '', givenName: '' },
    details: null,
    places: null,
    household: null,
    householdSince: 0,
    temporaryResidence: null,
  };
}

/** Whether the person is alive and not declared missing. */
export function isPresent(person: PersonDraft): boolean {
  return person.deathDay === null && person.missingDay === null;
}

/** Enters a marriage for both spouses. */
export function marry(husband: PersonDraft, wife: PersonDraft, from: Day): Union {
  const union: Union = { husband, wife, from, divorcedOn: null, commune: null, livesWithParentsOf: null };
  husband.unions.push(union);
  wife.unions.push(union);
  return union;
}

/** The other spouse. */
export function partner(union: Union, person: PersonDraft): PersonDraft {
  return union.husband === person ? union.wife : union.husband;
}

/** The day a marriage ended, by divorce or the first death; `Infinity` while it is in force. */
export function unionEnd({ husband, wife, divorcedOn }: Union): Day {
  return Math.min(divorcedOn ?? Infinity, husband.deathDay ?? Infinity, wife.deathDay ?? Infinity);
}

/** The marriage in force today. */
export function unionInForce(person: PersonDraft): Union | undefined {
  const last = person.unions.at(-1);
  return last !== undefined && unionEnd(last) === Infinity ? last : undefined;
}

/** Records a parent on both sides. */
export function setParent(child: PersonDraft, side: 'father' | 'mother', parent: PersonDraft): void {
  child[side] = parent;
  parent.children.push(child);
}
