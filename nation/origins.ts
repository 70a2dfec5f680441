import type { Place } from './country.ts';
import { type Abroad, isPresent, type PersonDraft, partner, type Union } from './draft.ts';
import { known } from './known.ts';
import { type Atlas, type Commune, placeAbroad, placeRecorded } from './places.ts';
import { type Random, weighted } from './random.ts';

/**
 * Share of ethnic minorities in today's provinces where it is high; elsewhere `OTHERWISE`. Rounded estimates, chosen
 * so that the country comes to about 15 %.
 */
const MINORITY_SHARES: Readonly<Record<string, number>> = {
  '04': 0.85,
  '08': 0.55,
  '11': 0.75,
  '12': 0.75,
  '14': 0.75,
  '15': 0.5,
  '19': 0.3,
  '20': 0.75,
  '22': 0.1,
  '25': 0.16,
  '38': 0.12,
  '40': 0.12,
  '51': 0.24,
  '52': 0.2,
  '66': 0.25,
  '68': 0.16,
  '86': 0.1,
  '92': 0.1,
};
const OTHERWISE = 0.015;

/** The code of the Kinh; the other 53 groups are known here by their codes only, smaller groups having later ones. */
export const KINH = '01';
const minorityCode = weighted(
  Array.from(
    { length: 53 },
    (_, index) => [String(index + 2).padStart(2, '0'), 1 / (index + 2) ** 1.3] as const,
  ),
);

const religion = weighted([
  ['Không', 86],
  ['Công giáo', 6.2],
  ['Phật giáo', 4.8],
  ['Phật giáo Hòa Hảo', 1],
  ['Tin lành', 1],
  ['Cao Đài', 0.6],
]);

const ABROAD: readonly Abroad[] = [
  { country: 'DE', city: 'Berlin' },
  { country: 'CZ', city: 'Praha' },
  { country: 'FR', city: 'Paris' },
  { country: 'US', city: 'San Jose, California' },
  { country: 'JP', city: 'Tokyo' },
  { country: 'KR', city: 'Seoul' },
  { country: 'LA', city: 'Vientiane' },
];

/**
 * Settles where people come from, oldest first: commune of birth and native place, ethnic group, religion,
 * nationality. Children follow their parents; people without recorded parents begin a line.
 */
export function assignOrigins(people: readonly PersonDraft[], atlas: Atlas, random: Random): void {
  for (const person of people) {
    if (person.father === null && person.mother === null) beginLine(person, atlas, random);
    else followParents(person, random);
    person.ownCommune = random.chance(0.8) ? person.home : moved(known(person.home, 'home'), atlas, random);
    if (random.chance(0.003)) person.abroad = random.pick(ABROAD);
    if (random.chance(person.abroad === null ? 0.0005 : 0.4)) {
      person.nationalities = ['VN', person.abroad?.country ?? random.pick(ABROAD).country];
    }
    person.places = recordedPlaces(person, atlas, random);
    for (const union of person.unions) settleUnion(union, atlas, random);
  }
}

function beginLine(person: PersonDraft, atlas: Atlas, random: Random): void {
  const spouse = person.unions.map((union) => partner(union, person)).find(({ home }) => home !== null);
  const home = firstHome(spouse, atlas, random);
  person.home = home;
  person.nativeCommune = random.chance(0.8) ? home : atlas.inProvince(home.provinceCode, random);
  if (spouse !== undefined && random.chance(0.92)) {
    person.ethnicity = spouse.ethnicity;
  } else {
    const minority = random.chance(MINORITY_SHARES[home.provinceCode] ?? OTHERWISE);
    person.ethnicity = minority ? minorityCode(random) : KINH;
  }
  person.religion = religion(random);
}

/** Most people marry within their province. */
function firstHome(spouse: PersonDraft | undefined, atlas: Atlas, random: Random): Commune {
  if (spouse === undefined || random.chance(0.2)) return atlas.anywhere(random);
  const near = known(spouse.home, 'home of the spouse');
  return random.chance(0.4) ? near : atlas.inProvince(near.provinceCode, random);
}

function followParents(person: PersonDraft, random: Random): void {
  const lineage = known(
    person.recognition === null ? (person.father ?? person.mother) : person.mother,
    'a parent',
  );
  person.home = person.parentsUnion?.commune ?? known(person.mother, 'the mother').ownCommune;
  person.nativeCommune = lineage.nativeCommune;
  person.ethnicity = lineage.ethnicity;
  person.religion = random.chance(0.93) ? lineage.religion : 'Không';
}

function moved(home: Commune, atlas: Atlas, random: Random): Commune {
  return random.chance(0.6) ? atlas.inProvince(home.provinceCode, random) : atlas.town(random);
}

/** Where a couple lives, once both origins are known: with the husband's or wife's parents, near them, or moved. */
function settleUnion(union: Union, atlas: Atlas, random: Random): void {
  const { husband, wife } = union;
  if (union.commune !== null || husband.home === null || wife.home === null) return;
  const host = random.chance(0.85) ? husband : wife;
  if (
    random.chance(0.3) &&
    [host.father, host.mother].some((parent) => parent !== null && isPresent(parent))
  ) {
    union.livesWithParentsOf = host;
    union.commune = host.home;
    return;
  }
  union.commune = random.chance(0.8) ? host.home : moved(husband.home, atlas, random);
}

/** Places of birth, of its registration, and of the family's origin, in the words of their time. */
export function recordedPlaces(
  person: PersonDraft,
  atlas: Atlas,
  random: Random,
): { birthPlace: Place; birthRegistrationPlace: Place; nativePlace: Place } {
  const home = known(person.home, 'home');
  const native = known(person.nativeCommune, 'native commune');
  const nativePlace = placeRecorded(native, '', person.birthDay, random);
  if (person.abroad !== null) {
    const place = placeAbroad(person.abroad.country, person.abroad.city);
    return { birthPlace: place, birthRegistrationPlace: place, nativePlace };
  }
  const elsewhere = random.chance(0.25) ? atlas.inProvince(home.provinceCode, random) : home;
  return {
    birthPlace: placeRecorded(elsewhere, '', person.birthDay, random),
    birthRegistrationPlace: placeRecorded(home, '', person.birthDay, random),
    nativePlace,
  };
}
