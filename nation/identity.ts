import type { Person } from './country.ts';
import { AS_OF_DAY, ageAt, dateText, yearOf } from './days.ts';
import { isPresent, type PersonDetails, type PersonDraft } from './draft.ts';
import { drawIdCards } from './id-cards.ts';
import { known } from './known.ts';
import { drawFamilyName, drawGivenNames, fullName, type NameSetting, withoutMarks } from './names.ts';
import type { NumberIssuer } from './numbers.ts';
import { KINH } from './origins.ts';
import { type Random, weighted } from './random.ts';

/** Provinces from here on use the southern forms of names. */
const FIRST_SOUTHERN_PROVINCE = '48';

/** The last year whose children could still be given a 9-digit number (B-H). */
const LAST_OLD_CARD_BIRTH_YEAR = 1999;

const bloodGroup = weighted<Person['bloodGroup']>([
  [null, 45],
  ['O', 23],
  ['B', 17],
  ['A', 12],
  ['AB', 3],
]);

/** Gives people their names and numbers, oldest first, so that children can carry the father's family name. */
export function assignIdentities(
  people: readonly PersonDraft[],
  numbers: NumberIssuer,
  random: Random,
): void {
  for (const person of people) {
    person.name = drawName(person, random);
    person.personalId = numbers.personalId(
      registrationPrefix(person),
      person.sex,
      yearOf(person.birthDay),
      random,
    );
    person.details = drawDetails(person, numbers, random);
  }
}

/** Two digits of the place of birth registration in a personal number: an old province, or 00 for abroad. */
export function registrationPrefix(person: PersonDraft): string {
  return person.abroad === null ? known(person.home, 'home').oldProvinceCode : '00';
}

function drawName(person: PersonDraft, random: Random): PersonDraft['name'] {
  const setting: NameSetting = {
    sex: person.sex,
    birthYear: yearOf(person.birthDay),
    minority: person.ethnicity !== KINH,
    southern: known(person.home, 'home').provinceCode >= FIRST_SOUTHERN_PROVINCE,
  };
  const elder = person.father ?? person.mother;
  const familyName = elder === null ? drawFamilyName(setting, random) : elder.name.familyName;
  return { familyName, ...drawGivenNames(setting, random) };
}

/** The items of the register that depend on nobody else: older numbers, cards, contacts, absence. */
export function drawDetails(person: PersonDraft, numbers: NumberIssuer, random: Random): PersonDetails {
  const birthYear = yearOf(person.birthDay);
  const age = ageAt(person.birthDay, AS_OF_DAY);
  const aliveAtSixteen = ageAt(person.birthDay, person.deathDay ?? AS_OF_DAY) >= 17;
  const hadOldCard = birthYear <= LAST_OLD_CARD_BIRTH_YEAR && aliveAtSixteen && random.chance(0.8);
  const oldIdNumber = hadOldCard ? numbers.oldIdNumber(random) : null;
  const present = isPresent(person);
  return {
    formerPersonalIds: random.chance(0.003) ? [formerNumber(person, numbers, random)] : [],
    oldIdNumber,
    otherNames: random.chance(0.02) ? [nickname(person, random)] : [],
    bloodGroup: bloodGroup(random),
    idCards: drawIdCards(
      {
        personalId: person.personalId,
        oldIdNumber,
        birthDay: person.birthDay,
        deathDay: person.deathDay ?? person.missingDay,
        oldProvinceCode: known(person.home, 'home').oldProvinceCode,
      },
      random,
    ),
    temporaryAbsence: present && age >= 18 && random.chance(0.01) ? drawAbsence(random) : null,
    phone: present && age >= 14 && random.chance(0.85) ? drawPhone(random) : null,
    email: present && age >= 15 && random.chance(age < 55 ? 0.4 : 0.08) ? drawEmail(person, random) : null,
  };
}

/** The number before a correction of the birth year (Law 26/2023/QH15, article 12). */
function formerNumber(person: PersonDraft, numbers: NumberIssuer, random: Random): string {
  return numbers.personalId(registrationPrefix(person), person.sex, yearOf(person.birthDay) - 1, random);
}

function nickname(person: PersonDraft, random: Random): string {
  return `${random.pick(['Út', 'Hai', 'Ba', 'Tư', 'Năm', 'Bé'])} ${person.name.givenName}`;
}

function drawAbsence(random: Random): Person['temporaryAbsence'] {
  const from = AS_OF_DAY - random.integer(10, 600);
  const until = random.chance(0.6) ? dateText(AS_OF_DAY + random.integer(10, 500)) : null;
  return { from: dateText(from), until, reason: random.pick(['Lao động', 'Học tập', 'Chữa bệnh']) };
}

/** A number with the area code 000, which no network has, so that nobody can be called. */
function drawPhone(random: Random): string {
  const digits = String(random.integer(0, 999_999)).padStart(6, '0');
  return `+84 000 ${digits.slice(0, 3)} ${digits.slice(3)}`;
}

/** An address in a domain reserved for examples (RFC 2606, section 3). */
function drawEmail(person: PersonDraft, random: Random): string {
  const user = withoutMarks(fullName(person.name))
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '.');
  return `${user}.${random.integer(1, 9999)}@${random.chance(0.7) ? 'example.com' : 'example.org'}`;
}
