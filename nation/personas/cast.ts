import type { DateText, PartialDateText, Persona, ProtectionGrade, Sex } from '../country.ts';
import { dayOf, yearOf } from '../days.ts';
import {
  type Abroad,
  draftPerson,
  type HouseholdDraft,
  marry,
  type PersonDetails,
  type PersonDraft,
  setParent,
  type Union,
} from '../draft.ts';
import { createHousehold } from '../households.ts';
import { drawDetails, registrationPrefix } from '../identity.ts';
import { fullName } from '../names.ts';
import { type NumberIssuer, personalIdStart } from '../numbers.ts';
import { type Atlas, type Commune, placeAbroad, placeIn } from '../places.ts';
import { recordedUnder } from '../provinces.ts';
import { createRandom, type Random } from '../random.ts';
import type { Registers } from '../registers.ts';

/** What the whole country shares: places, numbers already issued, books already opened. */
export interface Offices {
  readonly atlas: Atlas;
  readonly numbers: NumberIssuer;
  readonly registers: Registers;
}

/** A person as a persona file states it. */
export interface Role {
  /** Short name within the cast; also decides what is drawn at random, so adding a role changes no other. */
  readonly key: string;
  /** Last six digits of the personal number. */
  readonly serial: string;
  /** Family, middle and given name. */
  readonly name: readonly [string, string, string];
  readonly sex: Sex;
  readonly birth: PartialDateText;
  /** Commune of birth, today's code. */
  readonly born: string;
  readonly abroad?: Abroad;
  /** A citizen by naturalisation, who has no origin in Viet Nam. */
  readonly naturalised?: boolean;
  readonly father?: PersonDraft;
  readonly mother?: PersonDraft;
  /** The parents' marriage. */
  readonly bornIn?: Union;
  readonly died?: DateText;
  readonly missing?: DateText;
  readonly ethnicity?: string;
  readonly nationalities?: readonly string[];
  readonly protectionGrade?: ProtectionGrade;
  readonly details?: Partial<PersonDetails>;
}

/** Randomness of the personas: the same for every country, so that they are the same persons everywhere. */
const PERSONA_SEED = 20_250_701;

/** Collects the personas and the people around them, in the order in which they are entered. */
export class Cast {
  readonly offices: Offices;
  readonly random: Random = createRandom(PERSONA_SEED);
  readonly people: PersonDraft[] = [];
  readonly unions: Union[] = [];
  readonly households: HouseholdDraft[] = [];
  readonly personas: Persona[] = [];

  constructor(offices: Offices) {
    this.offices = offices;
  }

  /** Enters a person with a fixed number. */
  person(role: Role): PersonDraft {
    const { atlas, numbers } = this.offices;
    const draft = draftPerson(lifeOf(role));
    if (role.father !== undefined) setParent(draft, 'father', role.father);
    if (role.mother !== undefined) setParent(draft, 'mother', role.mother);
    draft.parentsUnion = role.bornIn ?? null;
    draft.home = atlas.commune(role.born);
    draft.ownCommune = draft.home;
    draft.nativeCommune = role.father?.nativeCommune ?? draft.home;
    draft.abroad = role.abroad ?? null;
    draft.naturalised = role.naturalised ?? false;
    draft.ethnicity = role.ethnicity ?? '01';
    draft.nationalities = role.nationalities ?? ['VN'];
    draft.protectionGrade = role.protectionGrade ?? 0;
    const [familyName, middleName, givenName] = role.name;
    draft.name = { familyName, middleName, givenName };
    const start = personalIdStart(registrationPrefix(draft), role.sex, yearOf(draft.birthDay));
    draft.personalId = numbers.claim(start + role.serial);
    draft.places = placesOf(role, draft.home, draft.nativeCommune);
    if (role.details?.oldIdNumber != null) numbers.claim(role.details.oldIdNumber);
    const drawn = drawDetails(draft, numbers, this.random.fork(role.key));
    draft.details = {
      ...drawn,
      formerPersonalIds: [],
      otherNames: [],
      temporaryAbsence: null,
      ...role.details,
    };
    this.people.push(draft);
    return draft;
  }

  /** Enters a child of a couple, with the father's family name. */
  child(union: Union, role: Omit<Role, 'father' | 'mother' | 'bornIn'>): PersonDraft {
    return this.person({ ...role, father: union.husband, mother: union.wife, bornIn: union });
  }

  /** Enters a marriage registered in a commune. */
  marriage(
    husband: PersonDraft,
    wife: PersonDraft,
    { on, commune, divorcedOn }: { on: DateText; commune: string; divorcedOn?: DateText },
  ): Union {
    const union = marry(husband, wife, dayOf(on));
    union.commune = this.offices.atlas.commune(commune);
    union.divorcedOn = divorcedOn === undefined ? null : dayOf(divorcedOn);
    this.unions.push(union);
    return union;
  }

  /** Enters a household; the first member is its head. */
  household(
    members: readonly [PersonDraft, ...PersonDraft[]],
    { commune: code, detail, since }: { commune: string; detail: string; since: DateText },
  ): void {
    const commune = this.offices.atlas.commune(code);
    const home = { commune, place: placeIn(commune, detail), since: dayOf(since) };
    this.households.push(createHousehold(members[0], members, home, this.offices.registers));
  }

  /** Names somebody a persona. */
  citizen(key: string, person: PersonDraft, special: string): void {
    const { personalId: identifier } = person;
    this.personas.push({ key, kind: 'CITIZEN', identifier, name: fullName(person.name), special });
  }
}

function lifeOf({ sex, birth, died, missing }: Role): Parameters<typeof draftPerson>[0] {
  const length = birth.length === 4 ? 4 : birth.length === 7 ? 7 : 10;
  return {
    sex,
    birthDay: dayOf(`${birth}-01-01`.slice(0, 10)),
    birthDateLength: length,
    deathDay: died === undefined ? null : dayOf(died),
    missingDay: missing === undefined ? null : dayOf(missing),
  };
}

/** A persona's older papers always name the old province where it had another name. */
function placesOf(role: Role, home: Commune, native: Commune): NonNullable<PersonDraft['places']> {
  const recorded = ({ oldProvinceCode, provinceCode }: Commune): string | null =>
    role.birth < '2025-07-01' ? recordedUnder(oldProvinceCode, provinceCode) : null;
  const nativePlace = placeIn(native, '', recorded(native));
  if (role.abroad === undefined) {
    const place = placeIn(home, '', recorded(home));
    return { birthPlace: place, birthRegistrationPlace: place, nativePlace };
  }
  const place = placeAbroad(role.abroad.country, role.abroad.city);
  const origin = role.naturalised === true ? place : nativePlace;
  return { birthPlace: place, birthRegistrationPlace: place, nativePlace: origin };
}
